"""The streams in Valkey or Redis by which replicas send entries to each other."""

import math
import time
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias, cast

import structlog
from redis import Redis
from redis.asyncio import Redis as AsyncRedis
from redis.typing import EncodableT, KeyT, StreamIdT

from vestibule.revocations.entries import Entry

log = structlog.get_logger(__name__)

DAY = "vestibule:revocations:day"
LONG = "vestibule:revocations:long"
DAY_SECONDS = 25 * 60 * 60  # access tokens live a day at most; an hour more, for clocks that differ
LONG_SECONDS = 3651 * 24 * 60 * 60  # refresh tokens live 3,650 days at most
RETENTION_SECONDS: Mapping[str, int] = {DAY: DAY_SECONDS, LONG: LONG_SECONDS}
"""Two streams, because a stream is trimmed by the age of its entries: sign-outs would else be kept for years."""

BATCH = 100
"""Entries read or written together. Other requests on the event loop wait about two milliseconds for them."""

Position: TypeAlias = Mapping[str, bytes]
"""The id of the entry last read, by stream."""
BEGINNING: Position = dict.fromkeys(RETENTION_SECONDS, b"0-0")

Response = list[tuple[bytes, list[tuple[bytes, dict[bytes, bytes]]]]] | None


class RevocationStream:
    """Adds entries and reads them in order. Entries too old to hold are trimmed as others are added."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock

    def add(self, writer: Redis, entries: Iterable[Entry]) -> None:
        """Add all the entries or none, and return when the server has them."""
        with writer.pipeline(transaction=True) as pipeline:
            for entry in entries:
                stream = self._stream_of(entry)
                pipeline.xadd(stream, _fields(entry), minid=self._oldest(stream), approximate=True)
            pipeline.execute()

    async def add_batch(self, writer: AsyncRedis, entries: Iterable[Entry]) -> None:
        """Add a batch in one round trip, from the event loop."""
        async with writer.pipeline(transaction=False) as pipeline:
            for entry in entries:
                stream = self._stream_of(entry)
                pipeline.xadd(stream, _fields(entry), minid=self._oldest(stream), approximate=True)
            await pipeline.execute()

    async def read(
        self, reader: AsyncRedis, after: Position, *, block: int | None = None
    ) -> tuple[Position, list[Entry]]:
        """The next entries, oldest first, and the new position.

        That is `after` if there are none within `block` milliseconds. Entries that cannot be parsed are skipped.
        """
        response = cast("Response", await reader.xread(cast("dict[KeyT, StreamIdT]", after), count=BATCH, block=block))
        position = dict(after)
        entries: list[Entry] = []
        for stream, messages in response or ():
            entries += [entry for message in messages if (entry := _parse(*message)) is not None]
            position[stream.decode()] = messages[-1][0]
        return position, entries

    async def holds(self, reader: AsyncRedis, position: Position) -> bool:
        """Whether the entries last read are still there; then those that follow them are, too."""
        for stream, message_id in position.items():
            if message_id != BEGINNING[stream] and not await reader.xrange(stream, min=message_id, max=message_id):
                return False
        return True

    def _stream_of(self, entry: Entry) -> str:
        return DAY if entry.expires_at <= self._clock() + DAY_SECONDS else LONG

    def _oldest(self, stream: str) -> str:
        return str(max(0, int((self._clock() - RETENTION_SECONDS[stream]) * 1000)))


def _fields(entry: Entry) -> dict[EncodableT, EncodableT]:
    return {"key": entry.key, "value": entry.value, "expires_at": entry.expires_at}


def _parse(message_id: bytes, fields: dict[bytes, bytes]) -> Entry | None:
    try:
        return Entry(fields[b"key"].decode(), int(fields[b"value"]), _seconds(fields[b"expires_at"]))
    except (KeyError, ValueError) as exc:
        log.warning("store.entry_unreadable", entry=message_id.decode(), reason=type(exc).__name__)
        return None


def _seconds(text: bytes) -> float:
    seconds = float(text)
    if not math.isfinite(seconds):
        raise ValueError("not a finite time")
    return seconds
