"""The state of a sign-in by redirect: encrypted in a cookie of the browser that began it, valid for five minutes."""

import hmac
import re
import secrets
from collections.abc import Iterator
from typing import Literal

from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict, Field

from vestibule.api.security.cookies import StrictCookies
from vestibule.api.services import services_of
from vestibule.errors import OAuthStateInvalid, SessionInvalid
from vestibule.records.single_use import STATE_SECONDS

NAME = "vestibule_oauth_"
"""How the names of the cookies begin. Each ends with a part of its state: several tabs may sign in at the same time."""
NAMED_CHARACTERS = 16
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
    """The pending sign-ins by redirect of this browser, each in a cookie of its own.

    The callback is a request of our own page, so a `SameSite=Strict` cookie is sent with it, although it is not when
    the domain redirects the browser to that page.
    """

    errors = (OAuthStateInvalid,)

    def __init__(self, request: Request, response: Response) -> None:
        services = services_of(request)
        self._request = request
        self._cookies = StrictCookies(request, response)
        self._cipher = services.oauth_cipher
        self._used = services.records.used_states

    def set(self, state: OAuthState, response: Response) -> None:
        """Set the cookie on a response. Earlier sign-ins are forgotten once there are too many."""
        cookies = StrictCookies(self._request, response)
        pending = cookies.names(NAME)
        if len(pending) >= MAX_PENDING:
            for name in pending:
                cookies.delete(name)
        members = {name: str(value) for name, value in state.model_dump().items()}
        value = self._cipher.encrypt(members, lifetime=STATE_SECONDS)
        cookies.set(_cookie_name(state.state), value, max_age=STATE_SECONDS)

    def take(self, state: str) -> OAuthState:
        """The sign-in that this browser began with the state, once. OAuthStateInvalid if it is forged, late or used."""
        found = next((known for known in self._pending(state) if _equal(known.state, state)), None)
        if found is None or not self._used.use(state):
            raise OAuthStateInvalid(field="state")
        self._cookies.delete(_cookie_name(state))
        self._cookies.keep_on_error()
        return found

    def restore(self, state: OAuthState) -> None:
        """The callback had no effect, since the domain could not be reached: it may be repeated."""
        self._used.release(state.state)
        del self._request.state.set_cookie

    def _pending(self, state: str) -> Iterator[OAuthState]:
        if not re.fullmatch(STATE_PATTERN, state):
            return
        for value in self._cookies.values(_cookie_name(state)):
            try:
                yield OAuthState.model_validate(self._cipher.decrypt(value))
            except SessionInvalid:
                continue


def _cookie_name(state: str) -> str:
    return NAME + state[:NAMED_CHARACTERS]


def _equal(known: str, sent: str) -> bool:
    return hmac.compare_digest(known.encode(), sent.encode())
