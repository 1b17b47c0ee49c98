"""Client IPs from which somebody signed in to an account recently."""

import time
from collections.abc import Callable
from threading import Lock

from cachetools import TLRUCache

from vestibule.records.records import DAY, Kind, RecordModel, Records, tolerated_outage
from vestibule.storage.keyed_digest import normalize_username

REMEMBERED = 10_000


class KnownAddress(RecordModel):
    """When the client IP was used last, to a day (seconds since the epoch)."""

    used_at: float


KNOWN_ADDRESS = Kind("known-address", KnownAddress, lifetime=30 * DAY, durable=False)


class KnownAddresses:
    """Remembers client IPs (or networks) for 30 days after their last use. Each is written once a day.

    Those that were read or written within a day are kept in memory, because no record is deleted before it expires.
    While the store is unavailable, no other one is known; `closed`: StoreUnavailable instead.
    """

    def __init__(self, records: Records, *, closed: bool = False, clock: Callable[[], float] = time.time) -> None:
        self._records = records
        self._closed = closed
        self._clock = clock
        self._recent: TLRUCache[tuple[str, str], KnownAddress] = TLRUCache(REMEMBERED, ttu=_forget_at, timer=clock)
        self._lock = Lock()

    def includes(self, account: str, client_ip: str) -> bool:
        """Whether somebody signed in to the account from this client IP within 30 days."""
        return self._find(account, client_ip) is not None

    def has_any(self, account: str) -> bool:
        """Whether somebody signed in to the account lately, from any address."""
        with tolerated_outage(closed=self._closed):
            return bool(self._records.all_of(KNOWN_ADDRESS, normalize_username(account)))
        return False

    def add(self, account: str, client_ip: str) -> None:
        """Remember that somebody signed in to the account from this client IP."""
        known, now = self._find(account, client_ip), self._clock()
        if known is not None and now - known.used_at < DAY:
            return
        name, used = normalize_username(account), KnownAddress(used_at=now)
        with tolerated_outage(closed=self._closed):
            self._records.put(KNOWN_ADDRESS, name, used, item=client_ip)
            self._keep(name, client_ip, used)

    def _find(self, account: str, client_ip: str) -> KnownAddress | None:
        name = normalize_username(account)
        with self._lock:
            recent = self._recent.get((name, client_ip))
        if recent is not None:
            return recent
        with tolerated_outage(closed=self._closed):
            known = self._records.get(KNOWN_ADDRESS, name, item=client_ip)
            if known is not None:
                self._keep(name, client_ip, known)
            return known
        return None

    def _keep(self, name: str, client_ip: str, known: KnownAddress) -> None:
        with self._lock:
            self._recent[name, client_ip] = known


def _forget_at(_key: object, known: KnownAddress, now: float) -> float:
    return min(now + DAY, known.used_at + KNOWN_ADDRESS.lifetime)
