"""Client IPs from which somebody signed in to an account recently."""

import time
from collections.abc import Callable

from pydantic import BaseModel, ConfigDict

from vestibule.errors import StoreUnavailable
from vestibule.records.records import Kind, Records
from vestibule.storage.keyed_digest import normalize_username

DAY = 24 * 60 * 60


class KnownAddress(BaseModel):
    """When the address was used last, to a day (seconds since the epoch)."""

    model_config = ConfigDict(frozen=True)

    used_at: float


KNOWN_ADDRESS = Kind("known-address", KnownAddress, lifetime=30 * DAY, durable=False)


class KnownAddresses:
    """Remembers addresses for 30 days after their last use. Each is written once a day.

    While the store is unavailable, no address is known; `closed`: StoreUnavailable instead.
    """

    def __init__(self, records: Records, *, closed: bool = False, clock: Callable[[], float] = time.time) -> None:
        self._records = records
        self._closed = closed
        self._clock = clock

    def includes(self, account: str, address: str) -> bool:
        """Whether somebody signed in to the account from this address within 30 days."""
        return self._find(account, address) is not None

    def add(self, account: str, address: str) -> None:
        """Remember that somebody signed in to the account from this address."""
        known, now = self._find(account, address), self._clock()
        if known is not None and now - known.used_at < DAY:
            return
        try:
            self._records.put(KNOWN_ADDRESS, normalize_username(account), KnownAddress(used_at=now), item=address)
        except StoreUnavailable:
            if self._closed:
                raise

    def _find(self, account: str, address: str) -> KnownAddress | None:
        try:
            return self._records.get(KNOWN_ADDRESS, normalize_username(account), item=address)
        except StoreUnavailable:
            if self._closed:
                raise
            return None
