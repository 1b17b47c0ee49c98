"""The cookie of browsers in which a user signed in before: a sign-in in another one is worth a mail."""

import re
from typing import Annotated

from fastapi import Request, Response

from vestibule.api.http.class_dependency import class_dependency
from vestibule.api.security.refresh_cookie import SECURE_PATH, auth_path, cookie_values
from vestibule.api.services import services_of
from vestibule.storage.keyed_digest import KeyedDigest

NAME = "vestibule_known"
SECURE_NAME = f"__Host-{NAME}"
MAX_USERS = 8
YEAR = 365 * 24 * 60 * 60

_DIGESTS = re.compile(r"[0-9a-f]{32}(?:\.[0-9a-f]{32}){0,7}")


class KnownBrowserCookie:
    """Keyed digests of the users who signed in here: only we can make one, and it reveals nothing."""

    def __init__(self, request: Request, response: Response) -> None:
        services = services_of(request)
        self._request = request
        self._response = response
        self._secure = services.settings.secure_cookies
        self._name = SECURE_NAME if self._secure else NAME
        self._digest = KeyedDigest(services.secret_keys, "known browser")

    def add(self, sub: str) -> bool:
        """Make this browser known to the user; returns whether it was already."""
        digests, known = self._digest.all(sub), self._read()
        users = [digests[0], *(other for other in known if other not in digests)][:MAX_USERS]
        self._response.set_cookie(
            self._name,
            ".".join(users),
            max_age=YEAR,
            path=SECURE_PATH if self._secure else auth_path(self._request),
            secure=self._secure,
            httponly=True,
            samesite="strict",
        )
        return any(digest in known for digest in digests)

    def _read(self) -> list[str]:
        values = [value for name, value in cookie_values(self._request) if name == self._name]
        return [digest for value in values if _DIGESTS.fullmatch(value) for digest in value.split(".")]


KnownBrowserCookieDep = Annotated[KnownBrowserCookie, class_dependency(KnownBrowserCookie)]
