"""Facts that all replicas share, through one stream in Valkey or Redis."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from typing import cast

from redis import Redis
from redis.asyncio import Redis as AsyncRedis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from redis.typing import EncodableT

from vestibule.errors import StoreUnavailable
from vestibule.store.memory import Fact, LocalStore
from vestibule.store.on_failure import OnFailure

logger = logging.getLogger(__name__)

STREAM = "vestibule:facts"
RETENTION_SECONDS = 25 * 60 * 60  # a fact lives a day at most; an hour more, for clocks that differ
BATCH = 1000
WRITE_SECONDS = 0.5
BLOCK_SECONDS = 1.0
LOAD_SECONDS = 2.0
PAUSE_SECONDS = 0.2

Answer = list[tuple[str, list[tuple[str, dict[str, str]]]]] | None


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
        self._clock = clock
        self._connected = False
        self._closing = False
        self._loaded = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._url = url.replace("valkey", "redis", 1) if url.startswith("valkey") else url
        self._writer = Redis.from_url(
            self._url,
            decode_responses=True,
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
        """The value in the local copy."""
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
            self._writer.xadd(STREAM, _fields(fact), minid=self._oldest(), approximate=True)
        except RedisError:
            self._connected = False  # the task sees it, and reconciles
            return False
        return True

    def _oldest(self) -> str:
        return str(int((self._clock() - RETENTION_SECONDS) * 1000))

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
                logger.warning("the shared store is away: %s", type(exc).__name__)
            self._connected = False
            await asyncio.sleep(PAUSE_SECONDS)

    async def _follow_with(self, reader: AsyncRedis) -> None:
        last = await self._reconcile(reader)
        self._loaded.set()
        logger.info("the shared store is connected, %d facts are known", len(self._local))
        while self._connected:
            for entry_id, fact in await _read(reader, last, block=int(BLOCK_SECONDS * 1000)):
                self._local.keep(fact)
                last = entry_id

    async def _reconcile(self, reader: AsyncRedis) -> str:
        """Read the whole stream, then add what it lacks; answers the last entry read."""
        last, known = "0-0", set[Fact]()
        while entries := await _read(reader, last):
            last = entries[-1][0]
            known.update(self._local.keep(fact) for _, fact in entries)
        self._connected = not self._closing  # before the look at what is known here: a write from now on adds itself
        for fact in set(self._local.facts()) - known:
            await reader.xadd(STREAM, _fields(fact), minid=self._oldest(), approximate=True)
        return last

    def _reader(self) -> AsyncRedis:
        return AsyncRedis.from_url(
            self._url,
            decode_responses=True,
            socket_connect_timeout=WRITE_SECONDS,
            socket_timeout=2 * BLOCK_SECONDS,
            retry=Retry(NoBackoff(), 0),
            protocol=2,
        )


def _fields(fact: Fact) -> dict[EncodableT, EncodableT]:
    return {"key": fact.key, "value": fact.value, "until": fact.until}


async def _read(reader: AsyncRedis, after: str, *, block: int | None = None) -> list[tuple[str, Fact]]:
    """The entries after one, oldest first; none when there are none within `block` milliseconds."""
    answer = cast("Answer", await reader.xread({STREAM: after}, count=BATCH, block=block))
    return [(entry, _fact(fields)) for _, entries in answer or () for entry, fields in entries]


def _fact(fields: dict[str, str]) -> Fact:
    return Fact(fields["key"], int(fields["value"]), float(fields["until"]))
