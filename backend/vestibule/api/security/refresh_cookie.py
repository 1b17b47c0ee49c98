"""The refresh token's cookie: no script can read it, and no other site can send it."""

import re
from collections.abc import Callable, Iterator
from typing import Annotated, TypeVar

from fastapi import Request, Response
from pydantic import SecretStr

from vestibule.api.http.class_dependency import class_dependency
from vestibule.api.services import services_of
from vestibule.cognito.models import SignedIn, Tokens
from vestibule.errors import AppError, SessionEnded

NAME = "vestibule_refresh"
SECURE_NAME, SECURE_PATH = "__Host-vestibule_refresh", "/"
MAX_TOKENS = 4
"""Further cookies of the same name are ignored: each one tried is a call to Cognito."""

Step = TypeVar("Step")
Result = TypeVar("Result")

_TOPIC = re.compile(r"/(?:auth|me)(?:/|$)")
_TOKEN = re.compile(r"[\x21-\x7e]{1,16384}")


class RefreshCookie:
    """The refresh token of this browser, in an `HttpOnly; SameSite=Strict` cookie.

    With https it is also `Secure`, and its prefix `__Host-` keeps other hosts and plain http from setting it. Without,
    another application on this host may set a cookie of the same name, so a request can have several; each is tried.
    Endpoints that use the cookie are in a router with the dependency `same_origin`.
    """

    def __init__(self, request: Request, response: Response) -> None:
        self._request = request
        self._services = services_of(request)
        self._response = response
        self._secure = self._services.settings.secure_cookies
        self._name, self._path = (SECURE_NAME, SECURE_PATH) if self._secure else (NAME, auth_path(request))
        values = dict.fromkeys(value for name, value in cookie_values(request) if name == self._name)
        self.tokens = [SecretStr(value) for value in values if _TOKEN.fullmatch(value)]
        """The refresh tokens that were sent, most specific path first."""
        del self.tokens[MAX_TOKENS:]

    def exchange(self, exchange: Callable[[SecretStr], Result]) -> Result:
        """Return the result for the first token that `exchange` accepts. SessionEnded if there is none."""
        for token in self.tokens:
            try:
                return exchange(token)
            except SessionEnded:
                continue
        raise SessionEnded

    def keep(self, step: Step) -> Step:
        """Set the cookie if the step contains a refresh token."""
        if isinstance(step, SignedIn | Tokens) and step.refresh_token:
            self._response.set_cookie(
                self._name,
                step.refresh_token.get_secret_value(),
                max_age=self._max_age(),
                path=self._path,
                secure=self._secure,
                httponly=True,
                samesite="strict",
            )
        return step

    def _max_age(self) -> int:
        """The life of refresh tokens in seconds, as the app client has it; else as the settings have it."""
        try:
            return self._services.cognito.pool.latest().refresh_token_seconds
        except AppError:
            return self._services.settings.refresh_token_seconds

    def clear(self) -> None:
        """Delete the cookie, also if the request fails later: see `problems`."""
        self._response.delete_cookie(self._name, path=self._path, secure=self._secure, httponly=True, samesite="strict")
        self._request.state.set_cookie = self._response.headers["set-cookie"]


def cookie_values(request: Request) -> Iterator[tuple[str, str]]:
    """Every cookie's name and value. Of cookies with the same name, Starlette's own parser keeps only the last one."""
    for header in request.headers.getlist("cookie"):
        for cookie in header.split(";"):
            name, _, value = cookie.partition("=")
            yield name.strip(" \t"), value.strip(" \t").strip('"')


def auth_path(request: Request) -> str:
    """The path of the authentication endpoints, `/api/auth`, or below another application's prefix."""
    prefix, *_ = _TOPIC.split(request.scope["path"], maxsplit=1)
    return f"{prefix}/auth"


RefreshCookieDep = Annotated[RefreshCookie, class_dependency(RefreshCookie)]
