"""Counters in Valkey or Redis, for replicas."""

from collections.abc import Callable
from typing import TypeVar

from limits.storage import RedisStorage, Storage as Counters

from vestibule.errors import StoreUnavailable
from vestibule.storage.redis_server import REDIS_FAULTS, RedisServer

PREFIX = "vestibule:limits"
TIMEOUT_SECONDS = 0.25

Result = TypeVar("Result")


class RedisCounters(Counters):
    """The library's own storage, whose errors become `StoreUnavailable`. A call waits a quarter of a second at most."""

    STORAGE_SCHEME = None

    def __init__(self, server: RedisServer) -> None:
        super().__init__()
        self._server = server
        self._client = server.client(TIMEOUT_SECONDS)
        self._counters = RedisStorage("redis://", connection_pool=self._client.connection_pool, key_prefix=PREFIX)

    @property
    def base_exceptions(self) -> type[Exception]:
        """The exceptions that the library wraps."""
        return StoreUnavailable

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Add to the counter; the first call starts its window of `expiry` seconds."""
        return self._call(lambda: self._counters.incr(key, expiry, amount))

    def get(self, key: str) -> int:
        """The count; 0 when its window has ended."""
        return self._call(lambda: self._counters.get(key))

    def get_expiry(self, key: str) -> float:
        """When the window ends."""
        return self._call(lambda: self._counters.get_expiry(key))

    def clear(self, key: str) -> None:
        """Delete the counter."""
        self._call(lambda: self._counters.clear(key))

    def check(self) -> bool:
        """Whether the server responds."""
        return bool(self._counters.check())

    def reset(self) -> int | None:
        """Delete every counter."""
        return self._call(self._counters.reset)

    def _call(self, function: Callable[[], Result]) -> Result:
        try:
            return function()
        except REDIS_FAULTS as exc:
            self._server.outage.began(exc)
            raise StoreUnavailable from exc
