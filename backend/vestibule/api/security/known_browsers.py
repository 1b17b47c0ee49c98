"""The cookie of browsers in which a user signed in before: a sign-in from another browser causes a mail."""

import re

from fastapi import Request, Response

from vestibule.api.security.cookies import StrictCookies
from vestibule.api.services import services_of
from vestibule.storage.keyed_digest import KeyedDigest

NAME = "vestibule_known"
MAX_USERS = 8
YEAR_SECONDS = 365 * 24 * 60 * 60

_DIGESTS = re.compile(r"[0-9a-f]{32}(?:\.[0-9a-f]{32}){0,7}")


class KnownBrowserCookie:
    """Keyed digests of the users who signed in here: only we can make one, and it reveals nothing."""

    def __init__(self, request: Request, response: Response) -> None:
        self._cookies = StrictCookies(request, response)
        self._digest = KeyedDigest(services_of(request).secret_keys, "known browser")

    def add(self, sub: str) -> bool:
        """Make this browser known to the user; returns whether it was already."""
        digests, known = self._digest.all(sub), self._read()
        users = [digests[0], *(other for other in known if other not in digests)][:MAX_USERS]
        self._cookies.set(NAME, ".".join(users), max_age=YEAR_SECONDS)
        return any(digest in known for digest in digests)

    def _read(self) -> list[str]:
        values = self._cookies.values(NAME)
        return [digest for value in values if _DIGESTS.fullmatch(value) for digest in value.split(".")]
