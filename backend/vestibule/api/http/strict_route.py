"""Routes that accept one content type, unambiguous bodies, and answer within the upstream timeout."""

import asyncio
import re
from functools import partial
from urllib.parse import parse_qsl

from fastapi import Request, Response
from fastapi.params import Form
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from vestibule.api.http import problems
from vestibule.api.http.audit_record import recorded
from vestibule.api.http.deadline import within
from vestibule.api.http.handler import Handler
from vestibule.api.http.late_tasks import run_late_tasks
from vestibule.api.services import services_of
from vestibule.errors import BodyTimeout, BodyTooLarge, MalformedRequest, UnsupportedMediaType
from vestibule.strict_json import NotStrictJson, parse_object

MAX_BODY_BYTES = 64 * 1024
MAX_FORM_FIELDS = 100
BODY_TIMEOUT_SECONDS = 10  # less than a proxy's, which would answer 504 or, as some versions of Caddy do, never
EXTRA_SECONDS = 0.5  # lets the timeout of a single call to Cognito fire first
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"

_ESCAPED_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


class StrictRequest(Request):
    """A request whose JSON was parsed already, strictly, for FastAPI to validate."""

    document: dict[str, object]

    async def json(self) -> object:
        """Return the parsed body."""
        return self.document


class StrictRoute(APIRoute):
    """A route that accepts only `application/json`, or only a form if it declares one.

    A cross-site page can send `text/plain` or a form without a preflight, but not JSON. After the body is read, the
    response arrives within COGNITO_TIMEOUT_SECONDS (plus a margin), or is CognitoTimeout. Errors are problems in every
    application that includes the route, whatever handlers that application has.
    """

    def get_route_handler(self) -> Handler:
        """Wrap FastAPI's handler."""
        return problems.translated(self.strict(super().get_route_handler()))

    def strict(self, handler: Handler) -> Handler:
        """Wrap a handler with the checks of the body and the time limit."""

        async def timed(request: Request) -> Response:
            seconds = services_of(request).settings.cognito_timeout_seconds
            late = partial(run_late_tasks, request)
            return await within(seconds + EXTRA_SECONDS, handler(request), after_late_end=late)

        is_audited = any(getattr(depends.dependency, "audited", False) for depends in self.dependencies)
        bounded = recorded(timed) if is_audited else timed
        if self.body_field is None:
            return bounded
        expected = FORM if isinstance(self.body_field.field_info, Form) else JSON

        async def strict(request: Request) -> Response:
            if _has_body(request) and (_media_type(request) != expected or _is_coded(request)):
                raise UnsupportedMediaType
            strict_request = StrictRequest(request.scope, request.receive)
            body = await _read_body(strict_request)
            if expected == FORM:
                refuse_ambiguous_form(body)
            elif body:
                strict_request.document = parse(body)
            return await bounded(strict_request)

        return strict


async def _read_body(request: Request) -> bytes:
    """Read the whole body, or raise BodyTimeout or BodyTooLarge."""
    try:
        async with asyncio.timeout(BODY_TIMEOUT_SECONDS):
            return await request.body()
    except TimeoutError as exc:
        raise BodyTimeout from exc
    except HTTPException as exc:  # of FastAPI's limit for bodies
        raise BodyTooLarge from exc


def _has_body(request: Request) -> bool:
    return request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers


def _media_type(request: Request) -> str:
    """The media type. A list of several is none that we know."""
    return ", ".join(request.headers.getlist("content-type")).partition(";")[0].strip().lower()


def _is_coded(request: Request) -> bool:
    """Whether the body has a content coding such as gzip, which is not supported (RFC 9110, section 8.4)."""
    codings = ",".join(request.headers.getlist("content-encoding")).split(",")
    return any(coding.strip().lower() not in ("", "identity") for coding in codings)


def refuse_ambiguous_form(body: bytes) -> None:
    """Raise MalformedRequest for a repeated parameter (RFC 6749, section 3.2), invalid UTF-8 or NUL."""
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MAX_FORM_FIELDS)
    except ValueError as exc:
        raise MalformedRequest from exc
    if len(dict(pairs)) != len(pairs) or any("\0" in name + value for name, value in pairs):
        raise MalformedRequest


def parse(body: bytes) -> dict[str, object]:
    """Parse an unambiguous JSON object: UTF-8, no duplicate members, NaN, NUL or lone surrogates. MalformedRequest."""
    try:
        if _ESCAPED_NUL.search(body):
            raise NotStrictJson("a string contains NUL")
        return parse_object(body)
    except ValueError as exc:
        raise MalformedRequest from exc
