"""Where counters live: in this process, or in a Valkey or Redis that replicas share.

Both are storages of the library `limits`, whose own in-memory one reads `time.time`, runs a thread of timers, and
drops a counter's lock while another thread holds it.
"""

import time
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from cachetools import TLRUCache
from limits.storage import Storage

if TYPE_CHECKING:
    from vestibule.limits.shared import SharedStorage

CAPACITY = 100_000


class Counter(NamedTuple):
    """A number, and when it is forgotten (seconds since the epoch)."""

    number: int
    until: float


class LocalStorage(Storage):
    """Counters in this process. Beyond `capacity` those go first that were not used for longest."""

    STORAGE_SCHEME = None

    def __init__(self, *, clock: Callable[[], float] = time.time, capacity: int = CAPACITY) -> None:
        super().__init__()
        self._clock = clock
        self._lock = Lock()
        self._counters: TLRUCache[str, Counter] = TLRUCache(capacity, ttu=_until, timer=clock)

    @property
    def base_exceptions(self) -> tuple[type[Exception], ...]:
        """What the library may wrap: nothing here fails."""
        return ()

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Add to the counter; the first to do so starts its window of `expiry` seconds."""
        with self._lock:
            number, until = self._counters.get(key) or Counter(0, self._clock() + expiry)
            self._counters[key] = Counter(number + amount, until)
            return number + amount

    def get(self, key: str) -> int:
        """The count; 0 when its window is over."""
        with self._lock:
            counter = self._counters.get(key)
        return counter.number if counter else 0

    def get_expiry(self, key: str) -> float:
        """When the window is over, by this storage's clock."""
        with self._lock:
            counter = self._counters.get(key)
        return counter.until if counter else self._clock()

    def clear(self, key: str) -> None:
        """Forget the counter."""
        with self._lock:
            self._counters.pop(key, None)

    def check(self) -> bool:
        """Always there."""
        return True

    def close(self) -> None:
        """Nothing to let go of."""

    def reset(self) -> int | None:
        """Forget every counter."""
        with self._lock:
            forgotten = len(self._counters)
            self._counters.clear()
        return forgotten


def _until(_key: str, counter: Counter, _now: float) -> float:
    return counter.until


Counters: TypeAlias = "LocalStorage | SharedStorage"


def open_storage(url: str | None, *, closed: bool = False, clock: Callable[[], float] = time.time) -> Counters:
    """Counters for this process alone, or with `url` (redis://, rediss:// or valkey://) such as replicas share."""
    local = LocalStorage(clock=clock)
    if url is None:
        return local
    from vestibule.limits.shared import SharedStorage  # noqa: PLC0415  redis is slow to load: only where it is used

    return SharedStorage(url, local, closed=closed)
