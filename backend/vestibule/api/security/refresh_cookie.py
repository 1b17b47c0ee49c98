"""The refresh token's cookie: no script can read it, and no other site can send it."""

import re
from typing import Annotated, TypeVar

from fastapi import Depends, Request, Response
from pydantic import SecretStr

from vestibule.api.services import ServicesDep
from vestibule.cognito.models import SignedIn, Tokens
from vestibule.errors import SessionEnded

NAME = "refresh_token"
PATH = "/api/auth"
MAX_AGE = 30 * 24 * 3600  # Cognito's default; Cognito refuses an older token in any case

Step = TypeVar("Step")

_TOKEN = re.compile(r"[\x21-\x7e]{1,16384}")


class RefreshCookie:
    """The refresh token of this browser: `HttpOnly; SameSite=Strict; Path=/api/auth`, and `Secure` with https.

    Endpoints that use it are in a router with the dependency `same_origin`.
    """

    def __init__(self, request: Request, response: Response, services: ServicesDep) -> None:
        self._request = request
        self._response = response
        self._secure = services.settings.secure_cookies
        value = request.cookies.get(NAME, "")
        self.token = SecretStr(value) if _TOKEN.fullmatch(value) else None

    def need(self) -> SecretStr:
        """Return the refresh token, or raise SessionEnded."""
        if self.token is None:
            raise SessionEnded
        return self.token

    def keep(self, step: Step) -> Step:
        """Set the cookie if the step contains a refresh token."""
        if isinstance(step, SignedIn | Tokens) and step.refresh_token:
            self._response.set_cookie(
                NAME,
                step.refresh_token.get_secret_value(),
                max_age=MAX_AGE,
                path=PATH,
                secure=self._secure,
                httponly=True,
                samesite="strict",
            )
        return step

    def clear(self) -> None:
        """Delete the cookie, also if the request fails later: see `problems`."""
        self._response.delete_cookie(NAME, path=PATH, secure=self._secure, httponly=True, samesite="strict")
        self._request.state.set_cookie = self._response.headers["set-cookie"]


RefreshCookieDep = Annotated[RefreshCookie, Depends()]
