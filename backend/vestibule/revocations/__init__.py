"""Shared state: small facts that every replica must know, each forgotten at its own time.

memory    LocalStore: one process, and the copy that every replica reads from
shared    SharedStore: that copy, kept the same everywhere through a Valkey or Redis stream
"""

import time
from collections.abc import Callable
from typing import Protocol

from vestibule.revocations.memory import Fact, LocalStore
from vestibule.revocations.on_failure import OnFailure

__all__ = ["Fact", "LocalStore", "OnFailure", "Store", "open_store"]


class Store(Protocol):
    """Numbers under keys. Reading never leaves the process; writing returns when the others can know.

    Of two values for one key the larger stays, so the order in which replicas hear of them does not matter.
    """

    @property
    def ready(self) -> bool:
        """Whether what the other replicas know is known here too."""
        ...

    def get(self, key: str) -> int | None:
        """The value, unless there is none or its time is over."""
        ...

    def put(self, key: str, value: int, *, until: float) -> None:
        """Keep `value` until that time (seconds since the epoch). May be called from any thread."""
        ...

    async def start(self) -> None:
        """Load what the other replicas know, and stay up to date until `aclose`."""
        ...

    async def aclose(self) -> None:
        """Let go of connections and tasks."""
        ...


def open_store(
    url: str | None, *, on_failure: OnFailure = OnFailure.OPEN, clock: Callable[[], float] = time.time
) -> Store:
    """A store for this process alone, or with `url` (redis://, rediss:// or valkey://) one that replicas share."""
    local = LocalStore(clock=clock)
    if url is None:
        return local
    from vestibule.revocations.shared import SharedStore  # noqa: PLC0415  redis is slow to load: only where it is used

    return SharedStore(url, local, on_failure=on_failure, clock=clock)
