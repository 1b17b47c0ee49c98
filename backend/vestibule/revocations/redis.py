"""The revocation list that replicas share through Valkey or Redis."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterator

import structlog
from redis.asyncio import Redis as AsyncRedis
from redis.exceptions import RedisError

from vestibule.errors import StoreUnavailable
from vestibule.revocations.entries import Entries, Entry
from vestibule.revocations.stream import BATCH, BEGINNING, Position, RevocationStream
from vestibule.storage.redis_server import REDIS_FAULTS, RedisServer

log = structlog.get_logger(__name__)

WRITE_SECONDS = 0.5
BLOCK_SECONDS = 1.0
LOAD_SECONDS = 2.0
PAUSE_SECONDS = 0.2
CANCEL_SECONDS = 0.05


class RedisRevocations:
    """A copy of the list in memory, synchronized between all replicas.

    Every write is added to a stream; a task reads the stream. After each (re)connection the task reads the whole
    stream, then adds the entries that are known here and not in it: that sends what was written during an outage, and
    restores what a server lost that came back empty.
    """

    def __init__(
        self, server: RedisServer, entries: Entries, *, closed: bool = False, clock: Callable[[], float] = time.time
    ) -> None:
        self._server = server
        self._entries = entries
        self._closed = closed
        self._stream = RevocationStream(clock)
        self._writer = server.client(WRITE_SECONDS)
        self._connected = False
        self._closing = False
        self._loaded = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def connected(self) -> bool:
        """Whether entries that other replicas write arrive here immediately."""
        return self._connected

    @property
    def ready(self) -> bool:
        """The list was loaded; with `closed`, the server is also connected."""
        return self._loaded.is_set() and (self._connected or not self._closed)

    def __len__(self) -> int:
        return len(self._entries)

    def current(self) -> Entries:
        """The local copy; StoreUnavailable before it is loaded, if `closed`."""
        if self._closed and not self._loaded.is_set():
            raise StoreUnavailable
        return self._entries

    def put(self, *entries: Entry) -> None:
        """Merge the entries here, then add them to the stream. StoreUnavailable: done here, sent to the others later.

        Waits at most half a second for the server, and not at all while it is known to be unavailable.
        """
        merged = [self._entries.merge(entry) for entry in entries]
        if not self._connected:
            raise StoreUnavailable
        try:
            self._stream.add(self._writer, merged)
        except REDIS_FAULTS as exc:
            self._connected = False  # the task notices, and sends what is missing when it has connected again
            self._server.outage.began(exc)
            raise StoreUnavailable from exc

    async def start(self) -> None:
        """Load the list. Waits at most two seconds; the task keeps trying, and `ready` shows the result."""
        self._task = asyncio.create_task(self._follow())
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._loaded.wait(), LOAD_SECONDS)

    async def aclose(self) -> None:
        """Stop following, and close the connections."""
        self._closing, self._connected = True, False
        while self._task is not None and not self._task.done():
            self._task.cancel()  # repeated, because a cancellation can be lost in the client's timeouts
            await asyncio.wait({self._task}, timeout=CANCEL_SECONDS)
        self._writer.close()

    async def _follow(self) -> None:
        while not self._closing:
            try:
                async with self._server.async_client(
                    connect_timeout=WRITE_SECONDS, timeout=2 * BLOCK_SECONDS
                ) as reader:
                    await self._follow_with(reader)
            except (RedisError, OSError) as exc:
                self._connected = False
                self._server.outage.began(exc)
            except Exception:  # a replica that receives no entries must not count as connected
                self._connected = False
                log.exception("store.reading_failed")
            await asyncio.sleep(PAUSE_SECONDS)

    async def _follow_with(self, reader: AsyncRedis) -> None:
        position = await self._reconcile(reader)
        self._loaded.set()
        log.info("store.connected", entries=len(self._entries))
        while self._connected:
            self._server.outage.ended()
            seen = position
            position, entries = await self._stream.read(reader, position, block=int(BLOCK_SECONDS * 1000))
            for entry in entries:
                self._entries.merge(entry)
            if not await self._stream.holds(reader, seen):  # flushed or evicted, over an unbroken connection
                log.warning("store.stream_lost")
                position = await self._reconcile(reader)

    async def _reconcile(self, reader: AsyncRedis) -> Position:
        """Read the whole stream, then add the entries that it lacks. Returns the position."""
        position, streamed = await self._load(reader)
        self._connected = not self._closing  # before `all()`: a write from now on adds itself
        for batch in _batches(self._entries.all()):
            if lacking := [entry for entry in batch if streamed.get(entry.key) != entry]:
                await self._stream.add_batch(reader, lacking)
            else:
                await asyncio.sleep(0)
        return position

    async def _load(self, reader: AsyncRedis) -> tuple[Position, dict[str, Entry]]:
        """Merge the whole stream into the copy. Returns the position, and the entries by the stream alone."""
        position, streamed = BEGINNING, dict[str, Entry]()
        while (read := await self._stream.read(reader, position))[0] != position:
            position, entries = read
            for entry in entries:
                self._entries.merge(entry)
                streamed[entry.key] = entry.merge(streamed.get(entry.key))
        return position, streamed


def _batches(entries: list[Entry]) -> Iterator[list[Entry]]:
    return (entries[start : start + BATCH] for start in range(0, len(entries), BATCH))
