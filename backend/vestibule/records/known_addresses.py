"""Client IPs from which somebody signed in to an account recently."""

import time
from collections.abc import Callable

from vestibule.records.records import DAY, Kind, RecordModel, Records, tolerated_outage
from vestibule.storage.keyed_digest import normalize_username


class KnownAddress(RecordModel):
    """When the client IP was used last, to a day (seconds since the epoch)."""

    used_at: float


KNOWN_ADDRESS = Kind("known-address", KnownAddress, lifetime=30 * DAY, durable=False)


class KnownAddresses:
    """Remembers client IPs (or networks) for 30 days after their last use. Each is written once a day.

    While the store is unavailable, none is known; `closed`: StoreUnavailable instead.
    """

    def __init__(self, records: Records, *, closed: bool = False, clock: Callable[[], float] = time.time) -> None:
        self._records = records
        self._closed = closed
        self._clock = clock

    def includes(self, account: str, client_ip: str) -> bool:
        """Whether somebody signed in to the account from this client IP within 30 days."""
        return self._find(account, client_ip) is not None

    def add(self, account: str, client_ip: str) -> None:
        """Remember that somebody signed in to the account from this client IP."""
        known, now = self._find(account, client_ip), self._clock()
        if known is not None and now - known.used_at < DAY:
            return
        with tolerated_outage(closed=self._closed):
            self._records.put(KNOWN_ADDRESS, normalize_username(account), KnownAddress(used_at=now), item=client_ip)

    def _find(self, account: str, client_ip: str) -> KnownAddress | None:
        with tolerated_outage(closed=self._closed):
            return self._records.get(KNOWN_ADDRESS, normalize_username(account), item=client_ip)
        return None
