"""The refresh token: it travels in a cookie that no script can read and no other site can send."""

import re
from typing import Annotated, TypeVar

from fastapi import Depends, Request, Response
from pydantic import SecretStr

from vestibule.api.security.same_origin import refuse_foreign_page
from vestibule.api.state import ServicesDep
from vestibule.cognito.models import SignedIn, Tokens
from vestibule.errors import SessionEnded

NAME = "refresh_token"
PATH = "/api/auth"
MAX_AGE = 30 * 24 * 3600  # Cognito's default; what is older, Cognito refuses anyway

Step = TypeVar("Step")

_TOKEN = re.compile(r"[\x21-\x7e]{1,16384}")


class RefreshCookie:
    """The refresh token of this browser: `HttpOnly; SameSite=Strict; Path=/api/auth`, and `Secure` over https.

    Whoever asks for it has had the page checked that sends it: SameSite does not keep a sister site out, this does.
    """

    def __init__(self, request: Request, response: Response, services: ServicesDep) -> None:
        refuse_foreign_page(request, services.settings)
        self._request = request
        self._response = response
        self._secure = services.settings.secure_cookies
        value = request.cookies.get(NAME, "")
        self.token = SecretStr(value) if _TOKEN.fullmatch(value) else None

    def need(self) -> SecretStr:
        """The refresh token, or SessionEnded."""
        if self.token is None:
            raise SessionEnded
        return self.token

    def keep(self, step: Step) -> Step:
        """Set the cookie, where the step brought a refresh token."""
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
        """Make the browser forget it, however the request ends: see `problems`."""
        self._response.delete_cookie(NAME, path=PATH, secure=self._secure, httponly=True, samesite="strict")
        self._request.state.set_cookie = self._response.headers["set-cookie"]


RefreshCookieDep = Annotated[RefreshCookie, Depends()]
