"""The refresh token's cookie."""

import re
from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import Request, Response
from pydantic import SecretStr

from vestibule.api.http.inline_dependency import inline_dependency
from vestibule.api.security.cookies import StrictCookies
from vestibule.api.services import services_of
from vestibule.cognito.models import SignedIn, Tokens
from vestibule.errors import AppError, SessionEnded

NAME = "vestibule_refresh"
MAX_TOKENS = 4
"""Further cookies of the same name are ignored: each one tried is a call to Cognito."""

Step = TypeVar("Step")
Result = TypeVar("Result")

_TOKEN = re.compile(r"[\x21-\x7e]{1,16384}")


class RefreshCookie:
    """The refresh token of this browser. Without https there may be several, and each is tried.

    Endpoints that use the cookie are in a router with the dependency `same_origin`.
    """

    def __init__(self, request: Request, response: Response) -> None:
        self._services = services_of(request)
        self._cookies = StrictCookies(request, response)
        sent = [value for value in self._cookies.values(NAME) if _TOKEN.fullmatch(value)]
        self.tokens = [SecretStr(value) for value in sent[:MAX_TOKENS]]
        """The refresh tokens that were sent."""

    def exchange(self, exchange: Callable[[SecretStr], Result]) -> Result:
        """Return the result for the first token that `exchange` accepts. SessionEnded if there is none."""
        for token in self.tokens:
            try:
                return exchange(token)
            except SessionEnded:
                continue
        raise SessionEnded

    def set(self, step: Step) -> Step:
        """Set the cookie if the step contains a refresh token."""
        if isinstance(step, SignedIn | Tokens) and step.refresh_token:
            self._cookies.set(NAME, step.refresh_token.get_secret_value(), max_age=self._max_age())
        return step

    def clear(self) -> None:
        """Delete the cookie, also if the request fails later."""
        self._cookies.delete(NAME)
        self._cookies.keep_on_error()

    def _max_age(self) -> int:
        """The life of refresh tokens in seconds, as the app client has it; else as the settings have it."""
        try:
            return self._services.cognito.pool.latest().refresh_token_seconds
        except AppError:
            return self._services.settings.refresh_token_seconds


RefreshCookieDep = Annotated[RefreshCookie, inline_dependency(RefreshCookie)]
