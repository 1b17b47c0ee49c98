"""Where counters live: in this process, or in a Valkey or Redis that replicas share.

Both are storages of the library `limits`, whose own in-memory one reads `time.time`, runs a thread of timers, and
drops a counter's lock while another thread holds it.
"""

import logging
import math
import time
from collections.abc import Callable
from threading import Lock
from typing import NamedTuple, TypeVar

from cachetools import TLRUCache
from limits.storage import RedisStorage, Storage
from redis import ConnectionPool
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from vestibule.errors import StoreUnavailable

logger = logging.getLogger(__name__)

CAPACITY = 100_000
PREFIX = "vestibule:limits"
SHARED_SECONDS = 0.25
AWAY_SECONDS = 1.0

Answer = TypeVar("Answer")


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
    def base_exceptions(self) -> type[Exception]:
        """What the library may wrap: nothing here fails."""
        return RedisError

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


class SharedStorage(Storage):
    """Counters in Valkey or Redis. While that is away, each process counts for itself.

    A call waits a quarter of a second at most; after one that failed, no other is tried for a second. When the
    settings say to refuse rather than to guess (`closed`), StoreUnavailable is raised instead of counting here.
    """

    STORAGE_SCHEME = None

    def __init__(
        self, url: str, local: LocalStorage, *, closed: bool = False, timer: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self._local = local
        self._closed = closed
        self._timer = timer
        self._away_until = -math.inf
        self._pool = ConnectionPool.from_url(
            url.replace("valkey", "redis", 1) if url.startswith("valkey") else url,
            socket_connect_timeout=SHARED_SECONDS,
            socket_timeout=SHARED_SECONDS,
            retry=Retry(NoBackoff(), 1),
        )
        self._shared = RedisStorage("redis://", connection_pool=self._pool, key_prefix=PREFIX)

    @property
    def base_exceptions(self) -> type[Exception]:
        """What the library may wrap."""
        return RedisError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Add to the counter; the first to do so starts its window of `expiry` seconds."""
        return self._ask(lambda storage: storage.incr(key, expiry, amount))

    def get(self, key: str) -> int:
        """The count; 0 when its window is over."""
        return self._ask(lambda storage: storage.get(key))

    def get_expiry(self, key: str) -> float:
        """When the window is over."""
        return self._ask(lambda storage: storage.get_expiry(key))

    def clear(self, key: str) -> None:
        """Forget the counter."""
        self._ask(lambda storage: storage.clear(key))

    def check(self) -> bool:
        """Whether the shared counters can be reached."""
        return bool(self._shared.check())

    def close(self) -> None:
        """Let go of the connections."""
        self._pool.disconnect()

    def reset(self) -> int | None:
        """Forget every counter."""
        return self._ask(lambda storage: storage.reset())

    def _ask(self, question: Callable[[Storage], Answer]) -> Answer:
        if self._timer() >= self._away_until:
            try:
                return question(self._shared)
            except RedisError as exc:
                logger.warning("the shared counters are away: %s", type(exc).__name__)
                self._away_until = self._timer() + AWAY_SECONDS
        if self._closed:
            raise StoreUnavailable
        return question(self._local)


Counters = LocalStorage | SharedStorage


def open_storage(url: str | None, *, closed: bool = False, clock: Callable[[], float] = time.time) -> Counters:
    """Counters for this process alone, or with `url` (redis://, rediss:// or valkey://) such as replicas share."""
    local = LocalStorage(clock=clock)
    return local if url is None else SharedStorage(url, local, closed=closed)
