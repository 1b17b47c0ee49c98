"""When the trust in a user's browsers ended: trusted browsers keep their proof in a cookie that we cannot delete."""

from collections.abc import Callable

from vestibule.records.records import DAY, Kind, RecordModel, Records
from vestibule.storage.keyed_digest import normalize_username


class TrustEnding(RecordModel):
    """Browsers that were trusted until then (seconds since 1970) are not trusted any more."""

    at: float


class TrustEndings:
    """By the name that the user signs in with, and by Cognito's name of the user. StoreUnavailable if the store is.

    `days`: how long a browser is trusted; after that, the record is not needed.
    """

    def __init__(self, records: Records, *, days: int, clock: Callable[[], float]) -> None:
        self._records = records
        self._kind = Kind("trust-ending", TrustEnding, lifetime=days * DAY)
        self._clock = clock
        self._enabled = days > 0

    def end(self, *names: str) -> None:
        """From now on, no browser of the user is trusted."""
        for name in {normalize_username(name) for name in names} if self._enabled else ():
            self._records.put(self._kind, name, TrustEnding(at=self._clock()))

    def last(self, *names: str) -> float:
        """When the trust last ended, in seconds since 1970; 0 if it did not."""
        found = (self._records.get(self._kind, normalize_username(name)) for name in set(names))
        return max((ending.at for ending in found if ending), default=0)
