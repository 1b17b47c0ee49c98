"""SessionLog: note where users are signed in, and notify them of a sign-in from an unknown browser."""

from collections.abc import Callable
from contextlib import suppress
from typing import Annotated

from fastapi import BackgroundTasks, Request, Response

from vestibule.api.http.inline_dependency import inline_dependency
from vestibule.api.security.client_ip import get_client_ip
from vestibule.api.security.known_browsers import KnownBrowserCookie
from vestibule.api.security.notifications import Notifications
from vestibule.api.security.user_agent import describe_browser
from vestibule.api.services import services_of
from vestibule.cognito.models import AccountProfile, SignedIn
from vestibule.errors import StoreUnavailable
from vestibule.records import Origin
from vestibule.revocations import TokenClaims

UNKNOWN_BROWSER = "unknown_browser"


class SessionLog:
    """The sessions that this request begins or continues.

    They are noted before the response: a write without a flush takes less than the way to another thread after it. An
    unavailable store is no reason to refuse a sign-in, nor to wait: the session is noted when it is refreshed.
    """

    def __init__(self, request: Request, response: Response, background: BackgroundTasks) -> None:
        browser = describe_browser(request.headers.get("user-agent", ""))
        self._origin = Origin(browser, get_client_ip(request))
        self._background = background
        self._services = services_of(request)
        self._notifications = Notifications(request, background)
        self._known_browsers = KnownBrowserCookie(request, response)

    def began(self, session: SignedIn, claims: TokenClaims) -> None:
        """A session has begun. Its user gets a mail if they signed in before, but not in this browser."""
        self._note(self._services.records.sessions.begin, claims)
        if self._notifications.enabled:
            is_known = self._known_browsers.add(session.user.sub)
            self._background.add_task(self._notify, session, is_known=is_known)

    def note(self, claims: TokenClaims) -> None:
        """A session is used. It may be unknown: the store was unavailable, or was replaced."""
        self._note(self._services.records.sessions.use, claims)

    def _note(self, write: Callable[[str, str, float, Origin], None], claims: TokenClaims) -> None:
        began = claims.auth_time if claims.auth_time is not None else claims.issued_at
        if claims.origin_jti is not None and began is not None:  # otherwise the tokens name no session
            with suppress(StoreUnavailable):
                write(claims.sub, claims.origin_jti, began, self._origin)

    def _notify(self, session: SignedIn, *, is_known: bool) -> None:
        user = session.user
        with suppress(StoreUnavailable):
            if self._services.records.known_origins.add(user.sub, self._origin) and not is_known:
                profile = AccountProfile.model_validate(user.model_dump())
                self._notifications.send("new_sign_in", profile, device=self._origin.browser or UNKNOWN_BROWSER)


SessionLogDep = Annotated[SessionLog, inline_dependency(SessionLog)]
