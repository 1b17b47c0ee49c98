"""SessionLog: note where users are signed in, and notify them of a sign-in from an unknown browser."""

from collections.abc import Callable
from contextlib import suppress
from typing import Annotated

from fastapi import BackgroundTasks, Request

from vestibule.api.http.class_dependency import class_dependency
from vestibule.api.security.client_ip import ClientIp
from vestibule.api.security.known_browsers import KnownBrowserCookieDep
from vestibule.api.security.notifications import NotificationsDep
from vestibule.api.security.user_agent import describe_browser
from vestibule.api.services import services_of
from vestibule.cognito.models import Profile, SignedIn
from vestibule.errors import StoreUnavailable
from vestibule.records import Origin
from vestibule.revocations import TokenClaims

UNKNOWN_BROWSER = "unknown_browser"


class SessionLog:
    """The sessions that this request begins or continues.

    They are noted before the response: a write without a flush takes less than the way to another thread after it. An
    unavailable store is no reason to refuse a sign-in, nor to wait: the session is noted when it is refreshed.
    """

    def __init__(
        self,
        request: Request,
        background: BackgroundTasks,
        client_ip: ClientIp,
        notifications: NotificationsDep,
        known_browsers: KnownBrowserCookieDep,
    ) -> None:
        self._origin = Origin(describe_browser(request.headers.get("user-agent", "")), client_ip)
        self._background = background
        self._services = services_of(request)
        self._notifications = notifications
        self._known_browsers = known_browsers

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
                profile = Profile.model_validate(user.model_dump())
                self._notifications.send("new_sign_in", profile, device=self._origin.browser or UNKNOWN_BROWSER)


SessionLogDep = Annotated[SessionLog, class_dependency(SessionLog)]
