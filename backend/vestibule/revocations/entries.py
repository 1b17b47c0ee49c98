"""Entries of the revocation list, and the copy of it in this process's memory."""

import time
from collections.abc import Callable
from heapq import heappop, heappush, heapreplace
from threading import Lock
from typing import NamedTuple

CAPACITY = 500_000


class Entry(NamedTuple):
    """A number under a key, until it expires (seconds since the epoch)."""

    key: str
    value: int
    expires_at: float

    def merge(self, other: "Entry | None") -> "Entry":
        """The larger value and the later expiry, so that the order in which workers receive entries does not matter."""
        if other is None:
            return self
        return Entry(self.key, max(self.value, other.value), max(self.expires_at, other.expires_at))


class Entries:
    """A dictionary of entries that drops the expired ones. Safe for threads.

    `capacity` bounds their number (about 300 bytes each); beyond it, those that expire first are dropped first. The
    heap holds one (expiry, key) pair for each entry. A pair whose entry was extended since is moved when it comes up.
    """

    def __init__(self, *, clock: Callable[[], float] = time.time, capacity: int = CAPACITY) -> None:
        self._clock = clock
        self._capacity = capacity
        self.by_key: dict[str, Entry] = {}
        """For those who look up more than one key; expired entries may still be in it."""
        self._by_expiry: list[tuple[float, str]] = []
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self.by_key)

    def get(self, key: str) -> int | None:
        """The value, unless it has expired. Takes no lock: a look-up in a dictionary is atomic."""
        entry = self.by_key.get(key)
        return entry.value if entry is not None and entry.expires_at > self._clock() else None

    def merge(self, entry: Entry) -> Entry:
        """Merge an entry into the one of the same key, and return the result."""
        with self._lock:
            known = self.by_key.get(entry.key)
            merged = entry.merge(known)
            if merged != known:
                self.by_key[entry.key] = merged
                if known is None:
                    heappush(self._by_expiry, (merged.expires_at, merged.key))
                self._drop()
            return merged

    def all(self) -> list[Entry]:
        """All entries that have not expired."""
        with self._lock:
            self._drop()
            return list(self.by_key.values())

    def _drop(self) -> None:
        now = self._clock()
        while self._by_expiry and (self._by_expiry[0][0] <= now or len(self.by_key) > self._capacity):
            expected, key = self._by_expiry[0]
            if (expires_at := self.by_key[key].expires_at) > expected:
                heapreplace(self._by_expiry, (expires_at, key))
            else:
                heappop(self._by_expiry)
                del self.by_key[key]
