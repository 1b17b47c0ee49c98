"""Facts in this process's memory."""

import time
from collections.abc import Callable
from heapq import heappop, heappush, heapreplace
from threading import Lock
from typing import NamedTuple


class Fact(NamedTuple):
    """A number under a key, true until a time (seconds since the epoch)."""

    key: str
    value: int
    until: float

    def merged(self, other: "Fact | None") -> "Fact":
        """What holds when both were said, in whatever order."""
        return self if other is None else Fact(self.key, max(self.value, other.value), max(self.until, other.until))


class LocalStore:
    """A dictionary whose entries go at their time; a heap knows which may be next.

    `capacity` bounds the number of facts (about 300 bytes each): beyond it those go first that have the least left to
    live. The heap has one entry for each fact, with the time that was said first: a later one is seen to at its turn.
    """

    def __init__(self, *, clock: Callable[[], float] = time.time, capacity: int = 500_000) -> None:
        self._clock = clock
        self._capacity = capacity
        self._facts: dict[str, Fact] = {}
        self._order: list[tuple[float, str]] = []
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._facts)

    @property
    def ready(self) -> bool:
        """There is nobody to wait for."""
        return True

    def get(self, key: str) -> int | None:
        """The value, unless its time is over. Takes no lock: one look into a dictionary is atomic."""
        fact = self._facts.get(key)
        return fact.value if fact is not None and fact.until > self._clock() else None

    def put(self, key: str, value: int, *, until: float) -> None:
        """Keep `value` until that time."""
        self.keep(Fact(key, value, until))

    def keep(self, fact: Fact) -> Fact:
        """Merge the fact with what is known of its key, and answer what now holds."""
        with self._lock:
            known = self._facts.get(fact.key)
            merged = fact.merged(known)
            if merged != known:
                self._facts[fact.key] = merged
                if known is None:
                    heappush(self._order, (merged.until, merged.key))
                self._forget()
            return merged

    def facts(self) -> list[Fact]:
        """All that still holds."""
        with self._lock:
            self._forget()
            return list(self._facts.values())

    def _forget(self) -> None:
        now = self._clock()
        while self._order and (self._order[0][0] <= now or len(self._facts) > self._capacity):
            said, key = self._order[0]
            if (until := self._facts[key].until) > said:
                heapreplace(self._order, (until, key))
            else:
                heappop(self._order)
                del self._facts[key]

    async def start(self) -> None:
        """Nothing to load."""

    async def aclose(self) -> None:
        """Nothing to let go of."""
