"""SingleUse: what counts once, such as the session of a challenge or the state of a sign-in by redirect.

Cognito's own sessions and codes work once too, but not every challenge has one: a password is checked without.
"""

from vestibule.records.records import Kind, Mark, Records, tolerated_outage

STATE_SECONDS = 300
LONGEST_CHALLENGE_SECONDS = 3600

CHALLENGE_SESSION = Kind("used-challenge-session", Mark, lifetime=LONGEST_CHALLENGE_SECONDS)
OAUTH_STATE = Kind("used-oauth-state", Mark, lifetime=2 * STATE_SECONDS)


class SingleUse:
    """Remembers what was used, for at least as long as it is valid. Only digests are stored.

    While the store is unavailable, everything counts as unused, unless `closed` (STORE_FAILURE): then StoreUnavailable.
    """

    def __init__(self, records: Records, kind: Kind[Mark], *, closed: bool) -> None:
        self._records = records
        self._kind = kind
        self._closed = closed

    def includes(self, value: str) -> bool:
        """Whether the value was used."""
        with tolerated_outage(closed=self._closed):
            return self._records.get(self._kind, value) is not None
        return False

    def use(self, value: str) -> bool:
        """Mark a value as used; of several callers, one gets True."""
        with tolerated_outage(closed=self._closed):
            return self._records.create(self._kind, value, Mark())
        return True

    def release(self, value: str) -> None:
        """The use had no effect: the value may be used again."""
        with tolerated_outage(closed=self._closed):
            self._records.delete(self._kind, value)
