"""A span for each request."""

from fastapi.routing import APIRoute
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vestibule.api.http.request_head import KNOWN_METHODS
from vestibule.tracing import Tracing

OTHER = "_OTHER"  # OpenTelemetry's name for any method that is not known


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
        method = scope["method"] if scope["method"] in KNOWN_METHODS else OTHER
        with self._tracing.request(method, Headers(scope=scope)) as span:

            async def send_and_record(message: Message) -> None:
                if message["type"] == "http.response.start":
                    span.set_attribute("http.response.status_code", message["status"])
                    request_id = Headers(raw=message["headers"]).get("x-request-id", "")
                    span.set_attribute("http.response.header.x-request-id", request_id)
                await send(message)

            try:
                await self._app(scope, receive, send_and_record)
            finally:
                route = scope.get("route")
                if isinstance(route, APIRoute):
                    span.update_name(f"{method} {route.path}")
                    span.set_attribute("http.route", route.path)
