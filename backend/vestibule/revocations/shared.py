"""Facts that all replicas share, through one stream in Valkey or Redis."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterator

import structlog
from redis import Redis
from redis.asyncio import Redis as AsyncRedis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from vestibule.errors import StoreUnavailable
from vestibule.revocations.memory import Fact, LocalStore
from vestibule.revocations.on_failure import OnFailure
from vestibule.revocations.stream import BATCH, BEGINNING, FactStream

log = structlog.get_logger(__name__)

WRITE_SECONDS = 0.5
BLOCK_SECONDS = 1.0
LOAD_SECONDS = 2.0
PAUSE_SECONDS = 0.2


class SharedStore:
    """A LocalStore that is kept the same in every replica.

    Every write is added to a stream; a task reads the stream on. After each (re)connection the task reads the whole
    stream, then adds what is known here and is not in it: that sends what was written while the store was away,
    and restores what a store lost that came back empty.
    """

    def __init__(
        self,
        url: str,
        local: LocalStore,
        *,
        on_failure: OnFailure = OnFailure.OPEN,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._local = local
        self._on_failure = on_failure
        self._stream = FactStream(clock)
        self._connected = False
        self._closing = False
        self._blind = on_failure is OnFailure.CLOSED
        self._loaded = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._url = url.replace("valkey", "redis", 1) if url.startswith("valkey") else url
        self._writer = Redis.from_url(
            self._url,
            socket_connect_timeout=WRITE_SECONDS,
            socket_timeout=WRITE_SECONDS,
            retry=Retry(NoBackoff(), 1),
        )

    @property
    def connected(self) -> bool:
        """Whether what happens elsewhere is known here at once."""
        return self._connected

    @property
    def ready(self) -> bool:
        """Loaded once; and connected, when the settings say to refuse rather than to guess."""
        return self._loaded.is_set() and (self._connected or self._on_failure is OnFailure.OPEN)

    def get(self, key: str) -> int | None:
        """The value in the local copy; StoreUnavailable before it is loaded, when the settings say not to guess."""
        if self._blind:
            raise StoreUnavailable
        return self._local.get(key)

    def put(self, key: str, value: int, *, until: float) -> None:
        """Keep it here, then add it to the stream: this answers when the store has it.

        Waits at most half a second for the store, and not at all while it is known to be away.
        """
        fact = self._local.keep(Fact(key, value, until))
        if not self._added(fact) and self._on_failure is OnFailure.CLOSED:
            raise StoreUnavailable

    def _added(self, fact: Fact) -> bool:
        if not self._connected:
            return False
        try:
            self._stream.add(self._writer, fact)
        except RedisError:
            self._connected = False  # the task sees it, and reconciles
            return False
        return True

    async def start(self) -> None:
        """Load what the others know. Waits two seconds at most; the task goes on trying, and `ready` tells."""
        self._task = asyncio.create_task(self._follow())
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._loaded.wait(), LOAD_SECONDS)

    async def aclose(self) -> None:
        """Stop following, and let go of the connections."""
        self._closing, self._connected = True, False  # a cancellation alone can be lost in the client's time-outs
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})
        self._writer.close()

    async def _follow(self) -> None:
        while not self._closing:
            try:
                async with self._reader() as reader:
                    await self._follow_with(reader)
            except (RedisError, OSError) as exc:
                log.warning("store.away", reason=type(exc).__name__)
            except Exception:  # a replica that does not hear the others must never pass for one that does
                log.exception("store.follow_failed")
            self._connected = False
            await asyncio.sleep(PAUSE_SECONDS)

    async def _follow_with(self, reader: AsyncRedis) -> None:
        last = await self._reconcile(reader)
        self._loaded.set()
        self._blind = False
        log.info("store.connected", facts=len(self._local))
        while self._connected:
            seen = last
            last, facts = await self._stream.read(reader, last, block=int(BLOCK_SECONDS * 1000))
            for fact in facts:
                self._local.keep(fact)
            if not await self._stream.holds(reader, seen):  # flushed or evicted, over an unbroken connection
                log.warning("store.stream_lost")
                last = await self._reconcile(reader)

    async def _reconcile(self, reader: AsyncRedis) -> bytes:
        """Read the whole stream, then add what it lacks; answers the last entry read."""
        last, told = await self._load(reader)
        self._connected = not self._closing  # before the look at what is known here: a write from now on adds itself
        for batch in _batches(self._local.facts()):
            if lacking := [fact for fact in batch if told.get(fact.key) != fact]:
                await self._stream.add_all(reader, lacking)
            else:
                await asyncio.sleep(0)
        return last

    async def _load(self, reader: AsyncRedis) -> tuple[bytes, dict[str, Fact]]:
        """Keep all that the stream tells; answers the last entry, and what holds by the stream alone."""
        last, told = BEGINNING, dict[str, Fact]()
        while (read := await self._stream.read(reader, last))[0] != last:
            last, facts = read
            for fact in facts:
                self._local.keep(fact)
                told[fact.key] = fact.merged(told.get(fact.key))
        return last, told

    def _reader(self) -> AsyncRedis:
        return AsyncRedis.from_url(
            self._url,
            socket_connect_timeout=WRITE_SECONDS,
            socket_timeout=2 * BLOCK_SECONDS,
            retry=Retry(NoBackoff(), 0),
            protocol=2,
        )


def _batches(facts: list[Fact]) -> Iterator[list[Fact]]:
    return (facts[start : start + BATCH] for start in range(0, len(facts), BATCH))
