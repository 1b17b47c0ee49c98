"""From where users signed in before: a sign-in from a new browser and a new client IP causes a mail."""

import time
from collections.abc import Callable

from vestibule.records.records import DAY, Kind, RecordModel, Records
from vestibule.records.sessions import Origin


class KnownOrigin(RecordModel):
    """When somebody signed in from there last, to a day (seconds since the epoch)."""

    used_at: float = 0


KNOWN_ORIGIN = Kind("known-origin", KnownOrigin, lifetime=90 * DAY, durable=False)


class KnownOrigins:
    """By user (`sub`), for 90 days after the last sign-in from there. Every method may raise StoreUnavailable."""

    def __init__(self, records: Records, *, clock: Callable[[], float] = time.time) -> None:
        self._records = records
        self._clock = clock

    def add(self, sub: str, origin: Origin) -> bool:
        """Remember an origin. Returns whether it is new, though the user signed in before."""
        item, now = f"{origin.browser}\0{origin.client_ip}", self._clock()
        known = self._records.get(KNOWN_ORIGIN, sub, item=item)
        if known is not None and now - known.used_at < DAY:
            return False
        signed_in_before = known is None and bool(self._records.all_of(KNOWN_ORIGIN, sub))
        self._records.put(KNOWN_ORIGIN, sub, KnownOrigin(used_at=now), item=item)
        return signed_in_before

    def forget(self, sub: str) -> None:
        """Forget all origins of a user."""
        self._records.delete_all_of(KNOWN_ORIGIN, sub)
