"""Limits while the shared counters are unavailable."""

import math
import time
from collections.abc import Callable
from typing import TypeVar

from limits.storage import Storage as Counters

from vestibule.errors import StoreUnavailable
from vestibule.limits.counters import MemoryCounters

PAUSE_SECONDS = 1.0

Result = TypeVar("Result")


class FallbackCounters(Counters):
    """Shared counters; while they are unavailable, each process counts for itself.

    After a call that failed, no other is tried for a second. `closed`: StoreUnavailable instead of counting here.
    """

    STORAGE_SCHEME = None

    def __init__(
        self,
        shared: Counters,
        local: MemoryCounters,
        *,
        closed: bool = False,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._shared = shared
        self._local = local
        self._closed = closed
        self._timer = timer
        self._retry_at = -math.inf

    @property
    def base_exceptions(self) -> type[Exception]:
        """The exceptions that the library wraps."""
        return StoreUnavailable

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Add to the counter; the first call starts its window of `expiry` seconds."""
        return self._call(lambda counters: counters.incr(key, expiry, amount))

    def get(self, key: str) -> int:
        """The count; 0 when its window has ended."""
        return self._call(lambda counters: counters.get(key))

    def get_expiry(self, key: str) -> float:
        """When the window ends."""
        return self._call(lambda counters: counters.get_expiry(key))

    def clear(self, key: str) -> None:
        """Delete the counter."""
        self._call(lambda counters: counters.clear(key))

    def check(self) -> bool:
        """Whether the shared counters are available."""
        return self._shared.check()

    def reset(self) -> int | None:
        """Delete every counter."""
        return self._call(lambda counters: counters.reset())

    def _call(self, function: Callable[[Counters], Result]) -> Result:
        if self._timer() >= self._retry_at:
            try:
                return function(self._shared)
            except StoreUnavailable:
                self._retry_at = self._timer() + PAUSE_SECONDS
        if self._closed:
            raise StoreUnavailable
        return function(self._local)
