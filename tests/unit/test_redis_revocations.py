"""The revocation list in Valkey or Redis, with a real server that crashes and restarts."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, suppress

import pytest
from redis.typing import EncodableT
from structlog.testing import capture_logs

from tests.revocation_lists import AT_ONCE, RECOVERED, put, put_during_outage, stream_keys, tomorrow, worker
from tests.shared_store import StoreServer, store_server, until
from vestibule.errors import StoreUnavailable
from vestibule.revocations import Entries, Entry
from vestibule.revocations.redis import RedisRevocations
from vestibule.revocations.stream import DAY
from vestibule.storage.redis_server import RedisServer

YEAR = 365 * 86_400

pytestmark = pytest.mark.anyio


@pytest.fixture
def server() -> Iterator[StoreServer]:
    with store_server() as server:
        yield server


class TestRedisRevocations:
    async def test_a_revocation_reaches_the_other_replicas_immediately(self, server: StoreServer) -> None:
        async with worker(server.url) as one, worker(server.url) as other:
            await put(one, "a", 7)

            await until(lambda: other.current().get("a") == 7, within=AT_ONCE)

    async def test_a_valkey_url_is_accepted(self, server: StoreServer) -> None:
        async with worker(server.url.replace("redis", "valkey")) as one, worker(server.url) as other:
            await put(one, "a")

            await until(lambda: other.current().get("a") == 1, within=AT_ONCE)

    async def test_a_new_replica_has_the_whole_list_once_it_has_started(self, server: StoreServer) -> None:
        async with worker(server.url) as one:
            for number in range(2500):
                one.put(Entry(f"key-{number}", number, tomorrow()))

            async with worker(server.url) as late:
                assert late.ready
                assert all(late.current().get(f"key-{number}") == number for number in range(2500))

    async def test_a_write_has_reached_the_server_when_it_returns(self, server: StoreServer) -> None:
        async with worker(server.url) as one:
            await put(one, "a")

            with server.client() as client:
                assert client.xlen(DAY) == 1

    async def test_a_write_during_an_outage_is_sent_afterwards(self, server: StoreServer) -> None:
        async with worker(server.url) as one, worker(server.url) as other:
            server.kill()
            await put_during_outage(one, "a")
            here = one.current().get("a")
            server.start()

            assert here == 1
            await until(lambda: other.current().get("a") == 1, within=RECOVERED)

    async def test_a_write_waits_less_than_two_seconds_for_an_unavailable_server(self, server: StoreServer) -> None:
        async with worker(server.url) as store:
            server.kill()

            started = time.perf_counter()
            await put_during_outage(store, "a")

            assert time.perf_counter() - started < 2

    async def test_a_write_does_not_wait_for_a_server_that_hangs(self, server: StoreServer) -> None:
        async with worker(server.url) as store:
            server.pause()

            started = time.perf_counter()
            for key in "abcdefgh":
                await put_during_outage(store, key)
            seconds = time.perf_counter() - started
            server.resume()

            assert seconds < 2
            await until(lambda: stream_keys(server) == set("abcdefgh"), within=RECOVERED)

    async def test_entries_that_the_server_lost_are_sent_again(self, server: StoreServer) -> None:
        async with worker(server.url) as one:
            await put(one, "a")
            server.restart()
            await until(lambda: stream_keys(server) == {"a"}, within=RECOVERED)

        async with worker(server.url) as late:
            assert late.current().get("a") == 1

    async def test_entries_that_were_flushed_are_sent_again_on_the_same_connection(self, server: StoreServer) -> None:
        async with worker(server.url) as here, worker(server.url) as other:
            await put(here, "a")
            await until(lambda: other.current().get("a") == 1, within=AT_ONCE)
            with server.client() as operator:
                operator.flushall()
                await put(here, "b")

                await until(lambda: operator.xlen(DAY) >= 2, within=RECOVERED)

            async with worker(server.url) as late:
                assert (late.current().get("a"), late.current().get("b")) == (1, 1)

    async def test_a_closed_replica_refuses_tokens_before_it_has_loaded(self, server: StoreServer) -> None:
        server.kill()

        async with AsyncExitStack() as stack:
            closed, open_ = await asyncio.gather(
                stack.enter_async_context(worker(server.url, closed=True)),
                stack.enter_async_context(worker(server.url)),
            )
            assert open_.current().get("a") is None
            with pytest.raises(StoreUnavailable):
                closed.current().get("a")

    async def test_entries_written_during_a_disconnection_are_read_afterwards(self) -> None:
        with store_server(durable=True) as server:
            async with worker(server.url) as one, worker(server.url) as other:
                await put(one, "a")
                server.restart()
                with suppress(StoreUnavailable):
                    await put(one, "b")

                await until(lambda: (other.current().get("a"), other.current().get("b")) == (1, 1), within=RECOVERED)

    async def test_a_replica_stops_at_once_also_right_after_its_start(self, server: StoreServer) -> None:
        store = RedisRevocations(RedisServer(server.url), Entries())
        await store.start()

        async with asyncio.timeout(AT_ONCE):
            await store.aclose()

    async def test_a_replica_is_not_ready_before_it_has_loaded(self, server: StoreServer) -> None:
        server.kill()

        async with worker(server.url) as store:
            before = store.ready
            server.start()

            assert not before
            await until(lambda: store.ready, within=RECOVERED)

    async def test_an_open_replica_stays_ready_without_its_server(self, server: StoreServer) -> None:
        async with worker(server.url) as store:
            server.kill()
            await put_during_outage(store, "a")

            assert (store.ready, store.connected) == (True, False)

    async def test_a_closed_replica_is_not_ready_without_its_server(self, server: StoreServer) -> None:
        async with worker(server.url, closed=True) as store:
            server.kill()
            await put_during_outage(store, "a")

            assert store.current().get("a") == 1
            assert not store.ready

    @pytest.mark.parametrize(
        "fields",
        [
            {"note": "of another program"},
            {"key": "a", "value": "many", "expires_at": "4e9"},
            {"key": "a", "value": "1", "expires_at": "nan"},
            {"key": b"\xff", "value": "1", "expires_at": "4e9"},
        ],
        ids=str,
    )
    async def test_an_unreadable_entry_is_skipped(
        self, server: StoreServer, fields: dict[EncodableT, EncodableT]
    ) -> None:
        async with worker(server.url) as before:
            with capture_logs() as logs, server.client() as client:
                client.xadd(DAY, fields)
                client.xadd(DAY, {"key": "b", "value": 7, "expires_at": tomorrow()})

                async with worker(server.url) as after:
                    await until(
                        lambda: (before.current().get("b"), after.current().get("b")) == (7, 7), within=RECOVERED
                    )

        assert "store.entry_unreadable" in {line["event"] for line in logs}
        assert before.current().get("a") is after.current().get("a") is None

    async def test_reading_restarts_after_an_unexpected_exception(self, server: StoreServer) -> None:
        entries = FailingEntries()
        store = RedisRevocations(RedisServer(server.url), entries, closed=True)
        await store.start()
        ready = [store.ready]

        with capture_logs() as logs:
            entries.failing = True
            async with worker(server.url) as other:
                await put(other, "a")
                await until(lambda: not store.ready, within=RECOVERED)
                entries.failing = False
                await until(lambda: store.ready and store.current().get("a") == 1, within=RECOVERED)
        await store.aclose()

        assert ready == [True]
        assert ("store.reading_failed", "error") in {(line["event"], line["log_level"]) for line in logs}

    async def test_a_later_value_that_the_server_missed_is_sent(self) -> None:
        with store_server(durable=True) as server:
            async with worker(server.url) as one, worker(server.url) as other:
                await put(one, "a", 5)
                server.kill()
                await put_during_outage(one, "a", 9)
                server.start()

                await until(lambda: other.current().get("a") == 9, within=RECOVERED)

    async def test_many_entries_are_sent_in_few_messages_without_blocking_the_event_loop(
        self, server: StoreServer
    ) -> None:
        entries = Entries()
        for number in range(20_000):
            entries.merge(Entry(f"session:{number:036}", 1, tomorrow()))
        store = RedisRevocations(RedisServer(server.url), entries)

        turns = asyncio.create_task(longest_turn(lambda: store.ready))
        await store.start()
        longest = await asyncio.wait_for(turns, 10 * RECOVERED)
        await store.aclose()

        with server.client() as client:
            assert client.xlen(DAY) == 20_000
            assert client.info("stats")["total_reads_processed"] < 4_000
        assert longest < 0.02

    async def test_an_outage_is_logged_once_with_its_end(self, server: StoreServer) -> None:
        with capture_logs() as logs:
            async with worker(server.url) as store:
                server.kill()
                await until(lambda: not store.connected, within=RECOVERED)
                for _ in range(5):
                    await put_during_outage(store, "a")
                    await asyncio.sleep(0.2)
                server.start()
                await until(lambda: any(line["event"] == "store.available" for line in logs), within=RECOVERED)

        events = [line["event"] for line in logs if line["event"] in ("store.unavailable", "store.available")]
        assert events == ["store.unavailable", "store.available"]


class FailingEntries(Entries):
    """Raises an unexpected exception while `failing` is set."""

    failing = False

    def merge(self, entry: Entry) -> Entry:
        if self.failing:
            raise RuntimeError("unexpected")
        return super().merge(entry)


async def longest_turn(done: Callable[[], bool]) -> float:
    """The longest CPU time in seconds for which the event loop ran no other task."""
    longest, begun = 0.0, time.thread_time()
    while not done():
        await asyncio.sleep(0)
        now = time.thread_time()
        longest, begun = max(longest, now - begun), now
    return longest
