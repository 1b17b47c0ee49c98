"""Around every request: its id, its log line and its metrics, and headers that belong on every answer.

Pure ASGI: Starlette's BaseHTTPMiddleware costs as much as a whole endpoint.
"""

import re
import time
from asyncio import CancelledError
from collections.abc import Collection
from functools import cache
from http import HTTPStatus
from random import getrandbits

import structlog
from fastapi.routing import APIRoute
from prometheus_client import CollectorRegistry, Histogram
from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vestibule import logs
from vestibule.access_log import AccessLog
from vestibule.api.http import problems
from vestibule.api.http.models import MAX_BODY_BYTES
from vestibule.errors import AppError, BodyTooLarge, HeadersTooLarge, OriginRefused, UnreadableRequest

log = structlog.get_logger(__name__)

MAX_HEADER_BYTES = 64 * 1024
LONGEST_LOGGED_PATH = 200
REQUEST_ID = b"x-request-id"
REFUSAL = "vestibule.refusal"
"""In a scope: the error that the server found in what it could not read as a request."""
OF_A_BODY = (b"content-length", b"transfer-encoding")
CLIENT_GONE = 499  # for the log and the metrics, as proxies call it: nobody is left to be told, and nothing is broken

_ACCEPTABLE_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_PLAIN_PATH = re.compile(r"[A-Za-z0-9/._-]*")

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


SECURITY_HEADERS = [*HEADERS, (b"content-security-policy", NOTHING_FROM_ANYWHERE)]
NOT_AT_ALL = [(b"cache-control", b"no-store")]
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def _tells_how_to_keep(header: tuple[bytes, bytes]) -> bool:
    return header[0] == b"cache-control"


class SecurityHeaders:
    """Headers that keep an answer from being sniffed, framed, leaked or kept."""

    def __init__(self, app: ASGIApp, *, docs_path: str) -> None:
        self._app = app
        self._docs_path = docs_path
        self._headers = SECURITY_HEADERS
        self._docs_headers = [*HEADERS, (b"content-security-policy", DOCS_PAGE)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; see ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        added = self._docs_headers if scope["path"].startswith(self._docs_path) else self._headers

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"]
                keeping = () if any(map(_tells_how_to_keep, headers)) else NOT_AT_ALL
                message["headers"] = [*headers, *added, *keeping]
            await send(message)

        await self._app(scope, receive, send_with_headers)


class CrossOrigin(CORSMiddleware):
    """CORS for an exact list of origins; a preflight that it refuses is answered as everything else is."""

    def preflight_response(self, request_headers: Headers) -> Response:
        """Starlette's answer, or a problem."""
        answer = super().preflight_response(request_headers)
        if answer.status_code == HTTPStatus.OK:
            return answer
        refusal = problems.respond(OriginRefused())
        refusal.headers["Vary"] = answer.headers["Vary"]
        return refusal


class Observability:
    """A request's id, in and out; one log line and one observation when it is done; no failure without an answer."""

    def __init__(self, app: ASGIApp, *, registry: CollectorRegistry, access_log: AccessLog) -> None:
        self._app = app
        self._access_log = access_log
        self._seconds = Histogram(
            "http_request_duration_seconds",
            "How long requests took, by method, route and status.",
            ("method", "route", "status"),
            registry=registry,
        )
        self._series = cache(self._seconds.labels)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; see ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        request_id, error = _read(scope["headers"])
        error = scope.get(REFUSAL, error)
        logs.request_id.set(request_id.decode())
        status = 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (REQUEST_ID, request_id)]
            await send(message)

        try:
            await (problems.respond(error) if error else self._app)(scope, receive, send_with_id)
        except ClientDisconnect:
            status = status or CLIENT_GONE
        except (Exception, CancelledError) as exc:
            if status:
                raise
            response = await problems.unexpected(Request(scope), exc)
            await response(scope, receive, send_with_id)
        finally:
            self._tell(scope, status, request_id.decode(), time.perf_counter() - started)

    def _tell(self, scope: Scope, status: int, request_id: str, seconds: float) -> None:
        """Quickly where the route is one of ours, for its words are; others' words go through all that masks them."""
        method, route = scope["method"], scope.get("route")
        if isinstance(route, APIRoute) and method in METHODS:
            self._series(method, route.path, status).observe(seconds)
            self._access_log.write(method, route.path, status, request_id=request_id, seconds=seconds)
            return
        self._series("-", "-", status).observe(seconds)
        log.info("request", method=method, path=_loggable(scope), status=status, ms=round(seconds * 1000, 1))


def _loggable(scope: Scope) -> str:
    """The path, where it holds nothing by which an address or a token could be spelled."""
    path = scope["raw_path"].decode("latin-1")[:LONGEST_LOGGED_PATH]
    return path if _PLAIN_PATH.fullmatch(path) and "eyJ" not in path else "[masked]"


def _read(headers: Collection[tuple[bytes, bytes]]) -> tuple[bytes, AppError | None]:
    """The request's id, and why nothing else may be read of it. A body of untold length is measured as it comes.

    The id is the caller's own, where it is one; what else stands in the header could forge a line of the log. A body of
    a request that asks for another protocol is refused, for uvicorn's parser would take it for the next request, and a
    proxy that shares the connection would give the answer to somebody else.
    """
    size, request_id, upgrade = 0, b"", False
    error: AppError | None = None
    for name, value in headers:
        size += len(name) + len(value)
        if name == REQUEST_ID and not request_id and _ACCEPTABLE_ID.fullmatch(value) and b"eyJ" not in value:
            request_id = value
        elif name == b"content-length" and value.isdigit() and int(value.lstrip(b"0")[:20] or b"0") > MAX_BODY_BYTES:
            error = BodyTooLarge()
        elif name == b"upgrade":
            upgrade = True
    if upgrade and any(name in OF_A_BODY for name, _ in headers):
        error = UnreadableRequest()
    return request_id or b"%016x" % getrandbits(64), HeadersTooLarge() if size > MAX_HEADER_BYTES else error
