"""One request to the domain, and the adapter that makes a handler of such requests an endpoint."""

from __future__ import annotations

import functools
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response

from local_cognito.context import Context, Output
from local_cognito.errors import InvalidParameterException, OAuthError
from local_cognito.http.service_model import ServiceModel
from local_cognito.http.wire import http_request
from local_cognito.operations.registry import OPERATIONS

MAX_BODY_BYTES = 65536
MAX_FIELDS = 100
FORM = "application/x-www-form-urlencoded"
# Handlers block (SQLite, password hashes, providers), so each runs in a thread.
MAX_THREADS = 16

Parameters = Mapping[str, str]


@dataclass(frozen=True)
class Exchange:
    """A request to the domain. `query` and `form` are its parameters; `url` is the domain's, without a slash.

    `has_repeated` is true if a parameter was sent twice, or could not be read.
    """

    context: Context
    model: ServiceModel
    query: Parameters = field(repr=False)
    form: Parameters = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    cookies: Mapping[str, str] = field(repr=False)
    path_params: Mapping[str, str]
    url: str
    has_repeated: bool

    def run(self, operation: str, request: Mapping[str, object]) -> Output:
        """Run one of Cognito's operations as an app would; raises its errors."""
        parsed = self.model.parse(self.model.operation(operation), json.dumps(request).encode())
        return OPERATIONS[operation](self.context, parsed)

    def check_parameters(self) -> None:
        """Raise OAuthError if a parameter is repeated (RFC 6749 section 3.1)."""
        if self.has_repeated:
            raise OAuthError("invalid_request", "A parameter is repeated, or cannot be read.")

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach the domain over TLS."""
        return self.url.startswith("https://")

    def set_cookie(self, response: Response, name: str, value: str, max_age: int) -> None:
        """Set a cookie of the domain. Lax, because browsers come back from providers by a cross-site redirect."""
        response.set_cookie(name, value, max_age, path="/", secure=self.is_secure, httponly=True, samesite="lax")

    def random_cookie(self, name: str) -> str:
        """The value of a cookie that only has to be random, or a new one."""
        return self.cookies.get(name) or secrets.token_urlsafe(32)


Handler = Callable[[Exchange], Response]


class Endpoints:
    """Makes endpoints of handlers."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._model = ServiceModel("cognito-idp", invalid=InvalidParameterException)
        self._limiter = CapacityLimiter(MAX_THREADS)

    def __call__(self, handler: Handler) -> Callable[[Request], object]:
        """The endpoint that runs `handler` in a thread."""

        @functools.wraps(handler)
        async def endpoint(request: Request) -> Response:
            body = await _read(request)
            if body is None:
                return Response(status_code=413)
            return await to_thread.run_sync(self._run, handler, request, body, limiter=self._limiter)

        return endpoint

    def _run(self, handler: Handler, request: Request, body: bytes) -> Response:
        content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        query, form = _parse(request.url.query.encode()), _parse(body if content_type == FORM else b"")
        exchange = Exchange(
            replace(self._context, http=http_request(request)),
            self._model,
            query or {},
            form or {},
            request.headers,
            request.cookies,
            request.path_params,
            self._context.settings.domain_url or str(request.base_url).rstrip("/"),
            has_repeated=query is None or form is None,
        )
        return handler(exchange)


def _parse(text: bytes) -> dict[str, str] | None:
    """Parameters by name, or None if one is repeated or cannot be read."""
    try:
        pairs = parse_qsl(text.decode(), keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except ValueError:
        return None
    return dict(pairs) if len(dict(pairs)) == len(pairs) else None


async def _read(request: Request) -> bytes | None:
    """The body, or None if it is too large."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            return None
    return body
