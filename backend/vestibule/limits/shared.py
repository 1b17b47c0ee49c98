"""Counters that replicas share, in Valkey or Redis."""

import math
import time
from collections.abc import Callable
from typing import TypeVar

import structlog
from limits.storage import RedisStorage, Storage
from redis import ConnectionPool
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from vestibule.errors import StoreUnavailable
from vestibule.limits.storage import LocalStorage

log = structlog.get_logger(__name__)

PREFIX = "vestibule:limits"
SHARED_SECONDS = 0.25
AWAY_SECONDS = 1.0

Answer = TypeVar("Answer")


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
                log.warning("limits.store_away", reason=type(exc).__name__)
                self._away_until = self._timer() + AWAY_SECONDS
        if self._closed:
            raise StoreUnavailable
        return question(self._local)
