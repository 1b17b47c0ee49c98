"""FederatedProfiles: the users that Cognito creates when somebody signs in with an identity which it does not know.

Cognito creates one before anybody can ask whether that is wanted: the identity may be meant to be linked to an account,
or its e-mail address may have one. Such a profile is deleted, but never one that somebody has used.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from vestibule.cognito.admin.identities import Identities
from vestibule.errors import NotFound, StoreUnavailable
from vestibule.records import DAY, Kind, Mark, Records

MAX_UNUSED_SECONDS = DAY
"""A profile that is older counts as used: its record may have been lost."""


USED = Kind("used-federated-profile", Mark, lifetime=2 * MAX_UNUSED_SECONDS)
"""Profiles that somebody signed in with."""


@dataclass(frozen=True)
class FederatedProfiles:
    """Tells new profiles from accounts that are in use. The methods about users need AWS credentials."""

    identities: Identities
    records: Records
    clock: Callable[[], float]

    def use(self, sub: str) -> None:
        """Somebody signs in with the profile: from now on it is their account."""
        with suppress(StoreUnavailable):
            self.records.put(USED, sub, Mark())

    def is_unused(self, sub: str, username: str) -> bool:
        """Whether Cognito created the user for an identity within a day, and nobody signed in with it since."""
        try:
            used = self.records.get(USED, sub) is not None
        except StoreUnavailable:
            return False
        with suppress(NotFound):
            return not used and self.identities.is_new_profile(username, self.clock() - MAX_UNUSED_SECONDS)
        return False
