"""UsedSessions: which sessions of challenges have signed a user in, so that each does so once.

Cognito's own sessions are used once too, but not every challenge has one: a password is checked without.
"""

from pydantic import BaseModel, ConfigDict, SecretStr

from vestibule.errors import StoreUnavailable
from vestibule.records.records import Kind, Records

LONGEST_SECONDS = 3600  # that a challenge's session is valid


class UsedSession(BaseModel):
    """A session was used."""

    model_config = ConfigDict(frozen=True)


USED_SESSION = Kind("used-challenge-session", UsedSession, lifetime=LONGEST_SECONDS)


class UsedSessions:
    """Remembers sessions for as long as they are valid.

    While the store is unavailable, they can be used again, unless `closed` (STORE_FAILURE): then StoreUnavailable.
    """

    def __init__(self, records: Records, *, closed: bool) -> None:
        self._records = records
        self._closed = closed

    def includes(self, session: SecretStr) -> bool:
        """Whether the session was used."""
        try:
            return self._records.get(USED_SESSION, session.get_secret_value()) is not None
        except StoreUnavailable:
            if self._closed:
                raise
            return False

    def use(self, session: SecretStr) -> bool:
        """Mark a session as used; of several callers, one gets True."""
        try:
            return self._records.create(USED_SESSION, session.get_secret_value(), UsedSession())
        except StoreUnavailable:
            if self._closed:
                raise
            return True
