"""Request id, access log line and metrics of every request; a response for every failure.

Pure ASGI, because Starlette's BaseHTTPMiddleware costs as much as a whole endpoint.
"""

import re
import time
from asyncio import CancelledError
from functools import cache
from http import HTTPStatus

import structlog
from fastapi.routing import APIRoute
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vestibule import logs
from vestibule.access_log import AccessLog
from vestibule.api.http import problems
from vestibule.api.http.request_head import KNOWN_METHODS, REQUEST_ID, read_head
from vestibule.api.services import STATE_KEY
from vestibule.services import Services

log = structlog.get_logger(__name__)

REFUSAL = "vestibule.refusal"
"""ASGI scope key: the error of a request that the server protocol could not parse."""

MAX_LOGGED_PATH = 200
PROBES = "/api/health/"
CLIENT_CLOSED_REQUEST = 499  # nginx's status, for log and metrics: the client disconnected before the response

_PLAIN_PATH = re.compile(r"[A-Za-z0-9/._-]*")


class RequestContext:
    """Outermost but for headers: every request gets the services, an id, one log line, one observation, and a response.

    The services are in the scope's state, where the lifespan of another application would put them.
    """

    def __init__(self, app: ASGIApp, *, services: Services, access_log: AccessLog) -> None:
        self._app = app
        self._services = services
        self._access_log = access_log
        self._series = cache(services.metrics.request_duration.labels)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; see ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        scope.setdefault("state", {})[STATE_KEY] = self._services
        request_id, error = read_head(scope)
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
            status = status or CLIENT_CLOSED_REQUEST
        except (Exception, CancelledError) as exc:
            if status:
                raise
            response = await problems.unexpected(Request(scope), exc)
            await response(scope, receive, send_with_id)
        finally:
            self._record(scope, status, request_id.decode(), time.perf_counter() - started)

    def _record(self, scope: Scope, status: int, request_id: str, seconds: float) -> None:
        """Log and observe the request. Known routes take the fast log path; anything else is scrubbed."""
        method, route = scope["method"], scope.get("route")
        if isinstance(route, APIRoute) and method in KNOWN_METHODS:
            self._series(method, route.path, status).observe(seconds)
            # Probes come every few seconds, and a successful one is no information.
            if not (route.path.startswith(PROBES) and status == HTTPStatus.OK):
                self._access_log.write(method, route.path, status, request_id=request_id, seconds=seconds)
            return
        self._series("-", "-", status).observe(seconds)
        log.info("request", method=method, path=_loggable(scope), status=status, ms=round(seconds * 1000, 1))


def _loggable(scope: Scope) -> str:
    """The path, or `[masked]` if it could contain an e-mail address or a token."""
    path = scope["raw_path"].decode("latin-1")[:MAX_LOGGED_PATH]
    return path if _PLAIN_PATH.fullmatch(path) and "eyJ" not in path else "[masked]"
