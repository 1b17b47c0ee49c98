"""A span for each request."""

from fastapi.routing import APIRoute
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vestibule.tracing import Tracing

OTHER = "_OTHER"  # OpenTelemetry's word for a method that is none of the known ones
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class RequestTracing:
    """Outermost: the span lasts until the response is sent."""

    def __init__(self, app: ASGIApp, *, tracing: Tracing) -> None:
        self._app = app
        self._tracing = tracing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; see ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        method = scope["method"] if scope["method"] in METHODS else OTHER
        with self._tracing.request(method, Headers(scope=scope)) as span:

            async def send_and_note(message: Message) -> None:
                if message["type"] == "http.response.start":
                    span.set_attribute("http.response.status_code", message["status"])
                    request_id = Headers(raw=message["headers"]).get("x-request-id", "")
                    span.set_attribute("http.response.header.x-request-id", request_id)
                await send(message)

            try:
                await self._app(scope, receive, send_and_note)
            finally:
                route = scope.get("route")
                if isinstance(route, APIRoute):
                    span.update_name(f"{method} {route.path}")
                    span.set_attribute("http.route", route.path)
