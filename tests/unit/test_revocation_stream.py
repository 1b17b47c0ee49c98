"""The streams by which replicas tell one another of entries."""

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis as AsyncRedis

from tests.servers import Clock
from tests.shared_store import StoreServer
from vestibule.revocations.entries import Entry
from vestibule.revocations.stream import BATCH, BEGINNING, DAY, LONG, RevocationStream
from vestibule.storage.redis_server import RedisServer

pytestmark = pytest.mark.anyio

HOUR = 3600
DAY_AND_AN_HOUR = 25 * HOUR


@pytest.fixture
async def redis(server: StoreServer) -> AsyncIterator[AsyncRedis]:
    async with RedisServer(server.url).async_client(connect_timeout=5, timeout=5) as client:
        await client.flushall()
        yield client


@pytest.fixture
def stream(clock: Clock) -> RevocationStream:
    return RevocationStream(clock)


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def test_an_entry_is_in_the_stream_that_keeps_it_as_long_as_it_lives(
    stream: RevocationStream, redis: AsyncRedis, clock: Clock
) -> None:
    short, long = (Entry(name, 1, clock() + DAY_AND_AN_HOUR + more) for name, more in (("short", 0), ("long", 1)))
    await stream.add_batch(redis, [short, long])

    position, entries = await stream.read(redis, BEGINNING)

    assert [await redis.xlen(name) for name in (DAY, LONG)] == [1, 1]
    assert sorted(entries) == sorted([short, long])
    assert await stream.read(redis, position, block=1) == (position, [])


async def test_entries_are_added_together_and_read_in_batches_of_a_hundred(
    stream: RevocationStream, redis: AsyncRedis, server: StoreServer, clock: Clock
) -> None:
    added = [Entry(f"key-{number}", number, clock() + HOUR) for number in range(BATCH + 1)]
    writer = RedisServer(server.url).client(5)
    stream.add(writer, added)
    writer.close()

    first, entries = await stream.read(redis, BEGINNING)
    last, others = await stream.read(redis, first)

    assert BATCH == 100
    assert (len(entries), entries + others) == (100, added)
    assert (await stream.read(redis, last))[1] == []


async def test_a_position_holds_while_its_entry_is_there(
    stream: RevocationStream, redis: AsyncRedis, clock: Clock
) -> None:
    await stream.add_batch(redis, [Entry("key", 1, clock() + HOUR)])
    position, _ = await stream.read(redis, BEGINNING)
    held = [await stream.holds(redis, BEGINNING), await stream.holds(redis, position)]
    await redis.flushall()

    assert held == [True, True]
    assert not await stream.holds(redis, position)
    assert await stream.holds(redis, BEGINNING)


@pytest.mark.parametrize(
    "fields",
    [
        {"value": 1, "expires_at": 1},
        {"key": "a", "expires_at": 1},
        {"key": "a", "value": 1},
        {"key": "a", "value": "x", "expires_at": 1},
        {"key": "a", "value": 1, "expires_at": "inf"},
        {"key": "a", "value": 1, "expires_at": "nan"},
        {"key": b"\xff", "value": 1, "expires_at": 1},
    ],
)
async def test_an_entry_that_cannot_be_read_is_passed_over(
    stream: RevocationStream, redis: AsyncRedis, clock: Clock, fields: dict[str, str | int | bytes]
) -> None:
    await redis.xadd(DAY, fields)
    good = Entry("good", 1, clock() + HOUR)
    await stream.add_batch(redis, [good])

    _, entries = await stream.read(redis, BEGINNING)

    assert entries == [good]


@pytest.mark.parametrize(
    ("name", "lifetime", "retention"), [(DAY, HOUR, DAY_AND_AN_HOUR), (LONG, 48 * HOUR, 3651 * 24 * HOUR)]
)
async def test_entries_that_are_too_old_are_trimmed_when_others_are_added(
    redis: AsyncRedis, name: str, lifetime: int, retention: int
) -> None:
    added = int((await redis.time())[0])
    clock = Clock(added)
    stream = RevocationStream(clock)
    for number in range(300):
        await stream.add_batch(redis, [Entry(f"old-{number}", 1, clock() + lifetime)])
    kept = await redis.xlen(name)
    clock.advance(retention - 60)
    await stream.add_batch(redis, [Entry("b", 1, clock() + lifetime)])
    still_kept = await redis.xlen(name)
    clock.advance(120)
    await stream.add_batch(redis, [Entry("c", 1, clock() + lifetime)])

    assert (kept, still_kept) == (300, 301)
    assert await redis.xlen(name) < 150
