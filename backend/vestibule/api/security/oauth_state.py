"""The state of a sign-in by redirect: encrypted in a cookie of the browser that began it, valid for five minutes."""

import hmac
import re
import secrets
from collections.abc import Iterator
from typing import Annotated, Literal

from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict, Field

from vestibule.api.http.class_dependency import class_dependency
from vestibule.api.security.refresh_cookie import auth_path, cookie_values
from vestibule.api.services import services_of
from vestibule.errors import OAuthStateInvalid, SessionInvalid
from vestibule.records.used_states import STATE_SECONDS

NAME = "vestibule_oauth_"
SECURE_NAME = "__Host-vestibule_oauth_"
NAMED_CHARACTERS = 16
"""Of the state, which the name of its cookie ends with: several tabs may sign in at the same time."""
MAX_PENDING = 4
STATE_PATTERN = r"^[A-Za-z0-9_-]{43}$"

Purpose = Literal["sign_in", "link", "step_up"]


def _random() -> str:
    return secrets.token_urlsafe(32)


class OAuthState(BaseModel):
    """What the callback must match. `sub` and `session` are those of the user who links or proves an identity."""

    model_config = ConfigDict(frozen=True)

    purpose: Purpose
    provider: str
    redirect_uri: str
    next: str
    started_at: int
    sub: str = ""
    session: str = ""
    state: str = Field(default_factory=_random)
    nonce: str = Field(default_factory=_random)
    verifier: str = Field(default_factory=_random, repr=False)


class OAuthStates:
    """The pending sign-ins by redirect of this browser, each in an `HttpOnly; SameSite=Strict` cookie.

    The callback is a request of our own page, so the cookie need not be sent when the domain redirects to it.
    """

    errors = (OAuthStateInvalid,)

    def __init__(self, request: Request, response: Response) -> None:
        services = services_of(request)
        self._request = request
        self._response = response
        self._cipher = services.oauth_cipher
        self._used = services.used_states
        self._secure = services.settings.secure_cookies
        self._prefix, self._path = (SECURE_NAME, "/") if self._secure else (NAME, auth_path(request))

    def keep(self, state: OAuthState, response: Response) -> None:
        """Set the cookie on a response. Earlier sign-ins are forgotten once there are too many."""
        pending = sorted({name for name, _ in cookie_values(self._request) if name.startswith(self._prefix)})
        if len(pending) >= MAX_PENDING:
            for name in pending:
                self._delete(name, response)
        members = {name: str(value) for name, value in state.model_dump().items()}
        response.set_cookie(
            self._name(state.state),
            self._cipher.encrypt(members, lifetime=STATE_SECONDS),
            max_age=STATE_SECONDS,
            path=self._path,
            secure=self._secure,
            httponly=True,
            samesite="strict",
        )

    def take(self, state: str) -> OAuthState:
        """The sign-in that this browser began with the state, once. OAuthStateInvalid if it is forged, late or used."""
        found = next((known for known in self._pending(state) if _equal(known.state, state)), None)
        if found is None or not self._used.use(state):
            raise OAuthStateInvalid(field="state")
        self._delete(self._name(state), self._response)
        self._request.state.set_cookie = self._response.headers["set-cookie"]  # also if the request fails later
        return found

    def restore(self, state: OAuthState) -> None:
        """The callback had no effect, since the domain could not be reached: it may be repeated."""
        self._used.release(state.state)
        del self._request.state.set_cookie

    def _pending(self, state: str) -> Iterator[OAuthState]:
        if not re.fullmatch(STATE_PATTERN, state):
            return
        for name, value in cookie_values(self._request):
            if name == self._name(state):
                try:
                    yield OAuthState.model_validate(self._cipher.decrypt(value))
                except SessionInvalid:
                    continue

    def _name(self, state: str) -> str:
        return self._prefix + state[:NAMED_CHARACTERS]

    def _delete(self, name: str, response: Response) -> None:
        response.delete_cookie(name, path=self._path, secure=self._secure, httponly=True, samesite="strict")


def _equal(known: str, sent: str) -> bool:
    return hmac.compare_digest(known.encode(), sent.encode())


OAuthStatesDep = Annotated[OAuthStates, class_dependency(OAuthStates)]
