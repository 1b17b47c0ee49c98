"""The streams in which Valkey or Redis keeps the revocation list: what they hold, and for how long."""

from collections.abc import Iterator

import pytest

from tests.revocation_lists import stream_keys, worker
from tests.servers import Clock
from tests.shared_store import StoreServer, store_server
from vestibule.revocations import Entries, Entry
from vestibule.revocations.redis import RedisRevocations
from vestibule.revocations.stream import LONG
from vestibule.storage.redis_server import RedisServer

YEAR = 365 * 86_400

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def server() -> Iterator[StoreServer]:
    with store_server() as server:
        yield server


@pytest.fixture(autouse=True)
def _empty(server: StoreServer) -> None:
    with server.client() as client:
        client.flushall()


async def test_entries_valid_for_more_than_a_day_have_their_own_stream(server: StoreServer) -> None:
    clock = Clock()
    store = RedisRevocations(RedisServer(server.url), Entries(clock=clock), clock=clock)
    await store.start()
    store.put(Entry("user", 1, clock() + YEAR), Entry("session", 1, clock() + 3600))
    clock.advance(2 * 86_400)
    for number in range(500):
        store.put(Entry(f"new-{number}", 1, clock() + 60))
    await store.aclose()

    async with worker(server.url) as late:
        assert late.current().get("user") == 1
    with server.client() as client:
        assert client.xlen(LONG) == 1


async def test_entries_that_no_token_outlives_are_trimmed(server: StoreServer) -> None:
    clock = Clock()
    store = RedisRevocations(RedisServer(server.url), Entries(clock=clock), clock=clock)
    await store.start()
    for number in range(500):
        store.put(Entry(f"old-{number}", 1, clock() + 60))

    clock.advance(2 * 86_400)
    store.put(Entry("new", 1, clock() + 60))
    await store.aclose()

    assert len(stream_keys(server)) < 200
