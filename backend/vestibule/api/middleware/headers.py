"""Security headers of every response."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

API_POLICY = b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
DOCS_POLICY = (
    b"default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    b"img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
API_HEADERS = [*HEADERS, (b"content-security-policy", API_POLICY)]
DOCS_HEADERS = [*HEADERS, (b"content-security-policy", DOCS_POLICY)]
NO_STORE = [(b"cache-control", b"no-store")]


class SecurityHeaders:
    """Forbid sniffing, framing, referrers and, unless the endpoint sets Cache-Control, storing."""

    def __init__(self, app: ASGIApp, *, docs_path: str | None = None) -> None:
        self._app = app
        self._docs_path = docs_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; see ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_docs = self._docs_path is not None and scope["path"].startswith(self._docs_path)
        added = DOCS_HEADERS if is_docs else API_HEADERS

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"]
                caching = () if any(name == b"cache-control" for name, _ in headers) else NO_STORE
                message["headers"] = [*headers, *added, *caching]
            await send(message)

        await self._app(scope, receive, send_with_headers)
