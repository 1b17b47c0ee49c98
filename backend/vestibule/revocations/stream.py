"""The stream that facts travel by: one in Valkey or Redis, whose entries each tell of a fact."""

import math
import time
from collections.abc import Callable, Iterable
from typing import cast

import structlog
from redis import Redis
from redis.asyncio import Redis as AsyncRedis
from redis.typing import EncodableT

from vestibule.revocations.memory import Fact

log = structlog.get_logger(__name__)

STREAM = "vestibule:facts"
RETENTION_SECONDS = 25 * 60 * 60  # a fact lives a day at most; an hour more, for clocks that differ
BATCH = 100
"""As many entries as are read or written in some two milliseconds: requests on the same event loop wait no longer."""

BEGINNING = b"0-0"
Answer = list[tuple[bytes, list[tuple[bytes, dict[bytes, bytes]]]]] | None


class FactStream:
    """Adds facts and reads them on. What is older than any fact may live is trimmed as others are added."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock

    def add(self, writer: Redis, fact: Fact) -> None:
        """Add one, and wait until the store has it."""
        writer.xadd(STREAM, _fields(fact), minid=self._oldest(), approximate=True)

    async def add_all(self, writer: AsyncRedis, facts: Iterable[Fact]) -> None:
        """Add a batch, in one round trip."""
        async with writer.pipeline(transaction=False) as pipeline:
            for fact in facts:
                pipeline.xadd(STREAM, _fields(fact), minid=self._oldest(), approximate=True)
            await pipeline.execute()

    async def read(self, reader: AsyncRedis, after: bytes, *, block: int | None = None) -> tuple[bytes, list[Fact]]:
        """The facts of the next entries, oldest first, and the last entry looked at.

        That is `after` when there are none within `block` milliseconds. Entries that cannot be read are skipped.
        """
        answer = cast("Answer", await reader.xread({STREAM: after}, count=BATCH, block=block))
        entries = [entry for _, some in answer or () for entry in some]
        facts = [fact for entry in entries if (fact := _fact(*entry)) is not None]
        return (entries[-1][0] if entries else after), facts

    async def holds(self, reader: AsyncRedis, entry: bytes) -> bool:
        """Whether an entry that was read is still there; those that follow it are, too."""
        return entry == BEGINNING or bool(await reader.xrange(STREAM, min=entry, max=entry))

    def _oldest(self) -> str:
        return str(int((self._clock() - RETENTION_SECONDS) * 1000))


def _fields(fact: Fact) -> dict[EncodableT, EncodableT]:
    return {"key": fact.key, "value": fact.value, "until": fact.until}


def _fact(entry: bytes, fields: dict[bytes, bytes]) -> Fact | None:
    try:
        return Fact(fields[b"key"].decode(), int(fields[b"value"]), _time(fields[b"until"]))
    except (KeyError, ValueError) as exc:
        log.warning("store.entry_unreadable", entry=entry.decode(), reason=type(exc).__name__)
        return None


def _time(text: bytes) -> float:
    seconds = float(text)
    if not math.isfinite(seconds):
        raise ValueError("a time that never comes")
    return seconds
