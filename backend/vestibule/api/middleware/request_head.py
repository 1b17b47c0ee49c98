"""Refuse requests by their headers, for routes in another application; our own does it in RequestContext."""

from starlette.types import ASGIApp, Receive, Scope, Send

from vestibule.api.http.problems import respond
from vestibule.api.http.request_head import read_head


class RequestHead:
    """Answer ambiguous or too large requests by a problem, before anything else is read."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; see ASGI."""
        _, error = read_head(scope)
        await (respond(error) if error else self._app)(scope, receive, send)
