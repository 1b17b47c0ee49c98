"""Storage of counters: in this process, in an SQLite file for the workers of one machine, or in Valkey or Redis.

They are storages of the library `limits`. Its own in-memory storage is not used: it reads `time.time`, starts a thread,
and drops a counter's lock while another thread holds it.
"""

import time
from collections.abc import Callable
from threading import Lock
from typing import NamedTuple

from cachetools import TLRUCache
from limits.storage import Storage as Counters

CAPACITY = 100_000


class Counter(NamedTuple):
    """A number, and when its window ends (seconds since the epoch)."""

    number: int
    expires_at: float


class MemoryCounters(Counters):
    """Counters in this process. Beyond `capacity`, the least recently used are dropped first."""

    STORAGE_SCHEME = None

    def __init__(self, *, clock: Callable[[], float] = time.time, capacity: int = CAPACITY) -> None:
        super().__init__()
        self._clock = clock
        self._lock = Lock()
        self._counters: TLRUCache[str, Counter] = TLRUCache(capacity, ttu=_expiry, timer=clock)

    @property
    def base_exceptions(self) -> tuple[type[Exception], ...]:
        """The exceptions that the library wraps: none here."""
        return ()

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Add to the counter; the first call starts its window of `expiry` seconds."""
        with self._lock:
            number, expires_at = self._counters.get(key) or Counter(0, self._clock() + expiry)
            self._counters[key] = Counter(number + amount, expires_at)
            return number + amount

    def get(self, key: str) -> int:
        """The count; 0 when its window has ended."""
        with self._lock:
            counter = self._counters.get(key)
        return counter.number if counter else 0

    def get_expiry(self, key: str) -> float:
        """When the window ends, by this storage's clock."""
        with self._lock:
            counter = self._counters.get(key)
        return counter.expires_at if counter else self._clock()

    def clear(self, key: str) -> None:
        """Delete the counter."""
        with self._lock:
            self._counters.pop(key, None)

    def check(self) -> bool:
        """Memory is always available."""
        return True

    def reset(self) -> int | None:
        """Delete every counter."""
        with self._lock:
            dropped = len(self._counters)
            self._counters.clear()
        return dropped


def _expiry(_key: str, counter: Counter, _now: float) -> float:
    return counter.expires_at
