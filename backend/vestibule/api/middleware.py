"""Around every request: its id, its log line and its metrics, and headers that belong on every answer.

Pure ASGI: Starlette's BaseHTTPMiddleware costs as much as a whole endpoint.
"""

import os
import re
import time

import structlog
from prometheus_client import CollectorRegistry, Histogram
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vestibule.api import problems
from vestibule.api.bodies import MAX_BODY_BYTES
from vestibule.errors import AppError, BodyTooLarge, HeadersTooLarge

log = structlog.get_logger(__name__)

MAX_HEADER_BYTES = 64 * 1024
LONGEST_LOGGED_PATH = 200
REQUEST_ID = b"x-request-id"

_ACCEPTABLE_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")

NOTHING_FROM_ANYWHERE = b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
DOCS_PAGE = (
    b"default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    b"img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
]


class SecurityHeaders:
    """Headers that keep an answer from being sniffed, framed, leaked or kept."""

    def __init__(self, app: ASGIApp, *, docs_path: str) -> None:
        self._app = app
        self._docs_path = docs_path
        self._headers = [*HEADERS, (b"content-security-policy", NOTHING_FROM_ANYWHERE)]
        self._docs_headers = [*HEADERS, (b"content-security-policy", DOCS_PAGE)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; see ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        added = self._docs_headers if scope["path"].startswith(self._docs_path) else self._headers

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"] = [*message["headers"], *added]
                if not any(name == b"cache-control" for name, _ in headers):
                    headers.append((b"cache-control", b"no-store"))
            await send(message)

        await self._app(scope, receive, send_with_headers)


class Observability:
    """A request's id, in and out; one log line and one observation when it is done; no failure without an answer."""

    def __init__(self, app: ASGIApp, *, registry: CollectorRegistry) -> None:
        self._app = app
        self._seconds = Histogram(
            "http_request_duration_seconds",
            "How long requests took, by method, route and status.",
            ("method", "route", "status"),
            registry=registry,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; see ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        request_id = _request_id(scope)
        status = 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (REQUEST_ID, request_id)]
            await send(message)

        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id.decode())
        try:
            await self._answer(scope, receive, send_with_id)
        except Exception as exc:
            if status:
                raise
            response = await problems.unexpected(Request(scope), exc)
            await response(scope, receive, send_with_id)
        finally:
            self._tell(scope, status, time.perf_counter() - started)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if error := _too_large(scope):
            await problems.respond(error)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _tell(self, scope: Scope, status: int, seconds: float) -> None:
        route = _template(scope)
        self._seconds.labels(scope["method"] if route else "-", route or "-", status).observe(seconds)
        path = route or scope["raw_path"].decode("latin-1")[:LONGEST_LOGGED_PATH]
        log.info("request", method=scope["method"], path=path, status=status, ms=round(seconds * 1000, 1))


def _too_large(scope: Scope) -> AppError | None:
    """What is refused before anything is read of it. A body that does not say its length is measured as it comes."""
    if sum(len(name) + len(value) for name, value in scope["headers"]) > MAX_HEADER_BYTES:
        return HeadersTooLarge()
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit() and int(value[:20]) > MAX_BODY_BYTES:
            return BodyTooLarge()
    return None


def _template(scope: Scope) -> str | None:
    """`/api/me/attributes/{name}/verify`: the path of the route that matched, if one did."""
    if "endpoint" not in scope:
        return None
    path: str = scope["path"]
    for name, value in scope.get("path_params", {}).items():
        path = path.replace(f"/{value}/", f"/{{{name}}}/")
    return path


def _request_id(scope: Scope) -> bytes:
    """The caller's own, where it is one; what else stands in the header could forge a line of the log."""
    for name, value in scope["headers"]:
        if name == REQUEST_ID and _ACCEPTABLE_ID.fullmatch(value):
            return bytes(value)
    return os.urandom(8).hex().encode()
