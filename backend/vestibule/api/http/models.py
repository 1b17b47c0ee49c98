"""Bodies: JSON that every parser reads the same way, and models that take nothing for granted."""

import re
from collections.abc import Callable, Coroutine
from typing import Annotated, Any
from urllib.parse import parse_qsl

from email_validator import EmailNotValidError, validate_email
from fastapi import Request, Response
from fastapi.params import Form
from fastapi.routing import APIRoute
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, StringConstraints, WithJsonSchema

from vestibule.api.http.deadline import within
from vestibule.errors import MalformedRequest, UnsupportedMediaType
from vestibule.strict_json import NotStrictJson, parse_object

MAX_BODY_BYTES = 64 * 1024
MAX_FIELDS = 100  # of a form
GRACE_SECONDS = 0.5  # in which a single call's own time-out is heard first
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
EMAIL_SCHEMA = {"type": "string", "format": "email", "maxLength": 128}

MAX_USERNAME = 128  # Cognito's limit, which holds for an address that signs in too


def plain_address(value: str) -> str:
    """One plain address, in one spelling, or ValueError; pydantic's own type takes `Alice <a@example.com>` and trims.

    Addresses at `.test` are for tests (RFC 6761), and as good as any: the message is Cognito's to send.
    """
    try:
        return validate_email(value, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        raise ValueError("is not an e-mail address") from None


def _one_spelling(value: str) -> str:
    """An address as it is written at sign-up, so that whoever types it as they did then gets in; other names as is."""
    try:
        return plain_address(value)
    except ValueError:
        return value


Email = Annotated[
    str, StringConstraints(max_length=MAX_USERNAME), AfterValidator(plain_address), WithJsonSchema(EMAIL_SCHEMA)
]
Username = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MAX_USERNAME, pattern=r"^[^\s\p{C}]+$"),
    AfterValidator(_one_spelling),
]
Password = Annotated[SecretStr, Field(min_length=1, max_length=256)]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9]{4,10}$")]
AttributeName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,63}$")]
AttributeValue = Annotated[str, StringConstraints(max_length=2048, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$")]
OpaqueToken = Annotated[SecretStr, Field(min_length=1, max_length=16_384)]


class Body(BaseModel):
    """What a client sends: exactly these members, of exactly these types."""

    model_config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True, frozen=True)


class StrictRequest(Request):
    """A request whose JSON has one meaning: UTF-8, no duplicate members, no NaN, no NUL, no lone surrogates."""

    async def json(self) -> object:
        """The body's value; ValueError when it is not such JSON."""
        return parse(await self.body())


class StrictRoute(APIRoute):
    """A route that takes `application/json`, or a form where it declares one, and nothing else.

    A cross-site page can send `text/plain` without asking first; it does not get past here. Once the body is read, the
    answer comes within the time that the settings give Cognito.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's own handler, behind the check where there is a body."""
        handler = super().get_route_handler()

        async def bounded(request: Request) -> Response:
            seconds: float = request.app.state.services.settings.cognito_timeout_seconds
            return await within(seconds + GRACE_SECONDS, handler(request))

        if self.body_field is None:
            return bounded
        expected = FORM if isinstance(self.body_field.field_info, Form) else JSON

        async def strict(request: Request) -> Response:
            if _has_body(request) and _media_type(request) != expected:
                raise UnsupportedMediaType
            strict_request = StrictRequest(request.scope, request.receive)
            body = await strict_request.body()
            if expected == FORM:
                refuse_ambiguous_form(body)
            return await bounded(strict_request)

        return strict


def _has_body(request: Request) -> bool:
    return request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers


def _media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def refuse_ambiguous_form(body: bytes) -> None:
    """MalformedRequest when a parameter occurs twice (RFC 6749, section 3.2), or when it is no UTF-8 or holds NUL."""
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except ValueError as exc:
        raise MalformedRequest from exc
    if len(dict(pairs)) != len(pairs) or any("\0" in name + value for name, value in pairs):
        raise MalformedRequest


_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


def parse(body: bytes) -> dict[str, object]:
    """The members of a strict JSON object without NUL in its strings; ValueError otherwise."""
    if _NUL.search(body):
        raise NotStrictJson("a string holds NUL")
    return parse_object(body)
