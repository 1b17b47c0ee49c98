"""Facts that replicas share: in memory, and through a real server that crashes and comes back."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

import pytest
from redis.typing import EncodableT
from structlog.testing import capture_logs

from tests.servers import Clock
from tests.shared_store import StoreServer, store_server, until
from vestibule.errors import StoreUnavailable
from vestibule.revocations import Fact, LocalStore, OnFailure, Store, open_store
from vestibule.revocations.shared import SharedStore
from vestibule.revocations.stream import STREAM

pytestmark = pytest.mark.anyio

AT_ONCE = 0.5
RECOVERED = 5.0


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def server() -> Iterator[StoreServer]:
    with store_server() as server:
        yield server


@asynccontextmanager
async def replica(url: str | None, on_failure: OnFailure = OnFailure.OPEN) -> AsyncIterator[Store]:
    store = open_store(url, on_failure=on_failure)
    await store.start()
    try:
        yield store
    finally:
        await store.aclose()


def tomorrow() -> float:
    return time.time() + 86_400


async def put(store: Store, key: str, value: int = 1) -> None:
    """Write as an endpoint does: from a thread."""
    await asyncio.to_thread(store.put, key, value, until=tomorrow())


class TestLocalStore:
    def test_forgets_a_fact_at_its_time(self) -> None:
        clock = Clock(1000)
        store = LocalStore(clock=clock)
        store.put("a", 7, until=1060)

        clock.advance(59)
        before = store.get("a")
        clock.advance(1)

        assert (before, store.get("a")) == (7, None)

    @pytest.mark.parametrize("values", [(5, 9), (9, 5)])
    def test_keeps_the_larger_value_in_whatever_order_they_come(self, values: tuple[int, int]) -> None:
        store = LocalStore()

        for value in values:
            store.put("a", value, until=tomorrow())

        assert store.get("a") == 9

    def test_keeps_a_fact_for_as_long_as_any_said(self) -> None:
        clock = Clock(1000)
        store = LocalStore(clock=clock)

        store.put("a", 1, until=1060)
        store.put("a", 1, until=1010)
        clock.advance(30)

        assert store.get("a") == 1

    def test_stays_as_small_as_what_still_holds(self) -> None:
        clock = Clock(1000)
        store = LocalStore(clock=clock)

        for number in range(10_000):
            store.put(f"key-{number}", 1, until=clock() + 60)
            clock.advance(1)

        assert len(store) <= 61

    def test_drops_what_ends_first_when_it_is_full(self) -> None:
        store = LocalStore(capacity=2)

        store.put("long", 1, until=tomorrow() + 10)
        store.put("short", 1, until=tomorrow())
        store.put("medium", 1, until=tomorrow() + 5)

        assert [store.get(key) for key in ("long", "short", "medium")] == [1, None, 1]

    def test_loses_none_when_one_is_renewed_again_and_again(self) -> None:
        store = LocalStore(capacity=3)
        store.put("short", 1, until=tomorrow())

        for second in range(1, 10):
            store.put("renewed", second, until=tomorrow() + second)
        store.put("long", 1, until=tomorrow() + 60)

        assert [store.get(key) for key in ("short", "renewed", "long")] == [1, 9, 1]

    def test_goes_by_the_last_word_on_what_ends_first(self) -> None:
        store = LocalStore(capacity=2)
        store.put("renewed", 1, until=tomorrow())
        store.put("short", 1, until=tomorrow() + 5)

        store.put("renewed", 1, until=tomorrow() + 60)
        store.put("long", 1, until=tomorrow() + 30)

        assert [store.get(key) for key in ("renewed", "short", "long")] == [1, None, 1]

    def test_reads_within_microseconds_beside_ten_thousand_facts(self) -> None:
        store = LocalStore()
        for number in range(10_000):
            store.put(f"session:{number:036}", 1, until=tomorrow())

        started = time.perf_counter()
        for number in range(10_000):
            store.get(f"session:{number:036}")
        seconds = time.perf_counter() - started

        assert seconds / 10_000 < 20e-6
        assert sum(sys.getsizeof(fact) + sys.getsizeof(fact.key) for fact in store.facts()) < 4_000_000

    async def test_is_ready_from_the_start(self) -> None:
        async with replica(None) as store:
            await put(store, "a")

            assert store.ready
            assert store.get("a") == 1


class TestSharedStore:
    async def test_tells_the_other_replicas_at_once(self, server: StoreServer) -> None:
        async with replica(server.url) as one, replica(server.url) as other:
            await put(one, "a", 7)

            await until(lambda: other.get("a") == 7, within=AT_ONCE)

    async def test_takes_the_address_of_a_valkey(self, server: StoreServer) -> None:
        async with replica(server.url.replace("redis", "valkey")) as one, replica(server.url) as other:
            await put(one, "a")

            await until(lambda: other.get("a") == 1, within=AT_ONCE)

    async def test_a_new_replica_knows_everything_when_it_has_started(self, server: StoreServer) -> None:
        async with replica(server.url) as one:
            for number in range(2500):
                one.put(f"key-{number}", number, until=tomorrow())

            async with replica(server.url) as late:
                assert late.ready
                assert all(late.get(f"key-{number}") == number for number in range(2500))

    async def test_a_write_has_reached_the_server_when_it_returns(self, server: StoreServer) -> None:
        async with replica(server.url) as one:
            await put(one, "a")

            with server.client() as client:
                assert client.xlen("vestibule:facts") == 1

    async def test_a_write_while_the_server_is_away_is_sent_when_it_is_back(self, server: StoreServer) -> None:
        async with replica(server.url) as one, replica(server.url) as other:
            server.kill()
            await put(one, "a")
            here = one.get("a")
            server.start()

            assert here == 1
            await until(lambda: other.get("a") == 1, within=RECOVERED)

    async def test_a_write_waits_less_than_two_seconds_for_a_server_that_is_away(self, server: StoreServer) -> None:
        async with replica(server.url) as store:
            server.kill()

            started = time.perf_counter()
            await put(store, "a")

            assert time.perf_counter() - started < 2

    async def test_a_write_does_not_wait_for_a_server_that_hangs(self, server: StoreServer) -> None:
        async with replica(server.url) as store:
            server.pause()

            started = time.perf_counter()
            for key in "abcdefgh":
                await put(store, key)
            seconds = time.perf_counter() - started
            server.resume()

            assert seconds < 2
            await until(lambda: stream_keys(server) == set("abcdefgh"), within=RECOVERED)

    async def test_gives_back_what_a_server_lost(self, server: StoreServer) -> None:
        async with replica(server.url) as one:
            await put(one, "a")
            server.restart()
            await until(lambda: stream_keys(server) == {"a"}, within=RECOVERED)

        async with replica(server.url) as late:
            assert late.get("a") == 1

    async def test_gives_back_what_was_flushed_over_an_unbroken_connection(self, server: StoreServer) -> None:
        async with replica(server.url) as here, replica(server.url) as other:
            await put(here, "a")
            await until(lambda: other.get("a") == 1, within=AT_ONCE)
            with server.client() as operator:
                operator.flushall()
                await put(here, "b")

                await until(lambda: operator.xlen(STREAM) >= 2, within=RECOVERED)

            async with replica(server.url) as late:
                assert (late.get("a"), late.get("b")) == (1, 1)

    async def test_when_closed_does_not_guess_before_it_has_loaded(self, server: StoreServer) -> None:
        server.kill()

        async with replica(server.url, OnFailure.CLOSED) as closed, replica(server.url) as open_:
            assert open_.get("a") is None
            with pytest.raises(StoreUnavailable):
                closed.get("a")

    async def test_catches_up_with_what_was_written_while_it_could_not_hear(self) -> None:
        with store_server(durable=True) as server:
            async with replica(server.url) as one, replica(server.url) as other:
                await put(one, "a")
                server.restart()
                await put(one, "b")

                await until(lambda: (other.get("a"), other.get("b")) == (1, 1), within=RECOVERED)

    async def test_is_not_ready_before_it_has_loaded(self, server: StoreServer) -> None:
        server.kill()

        async with replica(server.url) as store:
            before = store.ready
            server.start()

            assert not before
            await until(lambda: store.ready, within=RECOVERED)

    async def test_when_open_stays_ready_without_its_server(self, server: StoreServer) -> None:
        async with replica(server.url) as store:
            server.kill()
            await put(store, "a")

            assert store.ready

    async def test_when_closed_says_that_the_others_do_not_know(self, server: StoreServer) -> None:
        async with replica(server.url, OnFailure.CLOSED) as store:
            server.kill()

            with pytest.raises(StoreUnavailable):
                await put(store, "a")

            assert store.get("a") == 1
            assert not store.ready

    @pytest.mark.parametrize(
        "fields",
        [
            {"note": "of another program"},
            {"key": "a", "value": "many", "until": "4e9"},
            {"key": "a", "value": "1", "until": "nan"},
            {"key": b"\xff", "value": "1", "until": "4e9"},
        ],
        ids=str,
    )
    async def test_skips_an_entry_that_it_cannot_read(
        self, server: StoreServer, fields: dict[EncodableT, EncodableT]
    ) -> None:
        async with replica(server.url) as before:
            with capture_logs() as logs, server.client() as client:
                client.xadd("vestibule:facts", fields)
                client.xadd("vestibule:facts", {"key": "b", "value": 7, "until": tomorrow()})

                async with replica(server.url) as after:
                    await until(lambda: (before.get("b"), after.get("b")) == (7, 7), within=RECOVERED)

        assert "store.entry_unreadable" in {line["event"] for line in logs}
        assert before.get("a") is after.get("a") is None

    async def test_begins_anew_after_what_nobody_foresaw(self, server: StoreServer) -> None:
        local = StumblingStore()
        store = SharedStore(server.url, local, on_failure=OnFailure.CLOSED)
        await store.start()
        ready = [store.ready]

        with capture_logs() as logs:
            local.stumbles = True
            async with replica(server.url) as other:
                await put(other, "a")
                await until(lambda: not store.ready, within=RECOVERED)
                local.stumbles = False
                await until(lambda: store.ready and store.get("a") == 1, within=RECOVERED)
        await store.aclose()

        assert ready == [True]
        assert ("store.follow_failed", "error") in {(line["event"], line["log_level"]) for line in logs}

    async def test_sends_a_later_word_that_the_server_did_not_hear(self) -> None:
        with store_server(durable=True) as server:
            async with replica(server.url) as one, replica(server.url) as other:
                await put(one, "a", 5)
                server.kill()
                await put(one, "a", 9)
                server.start()

                await until(lambda: other.get("a") == 9, within=RECOVERED)

    async def test_gives_much_back_in_few_messages_and_lets_others_work_meanwhile(self, server: StoreServer) -> None:
        local = LocalStore()
        for number in range(20_000):
            local.put(f"session:{number:036}", 1, until=tomorrow())
        store = SharedStore(server.url, local)

        turns = asyncio.create_task(longest_turn(lambda: store.ready))
        await store.start()
        longest = await asyncio.wait_for(turns, 10 * RECOVERED)
        await store.aclose()

        with server.client() as client:
            assert client.xlen("vestibule:facts") == 20_000
            assert client.info("stats")["total_reads_processed"] < 4_000
        assert longest < 0.02

    async def test_trims_what_no_token_can_outlive(self, server: StoreServer) -> None:
        clock = Clock()
        store = SharedStore(server.url, LocalStore(clock=clock), clock=clock)
        await store.start()
        for number in range(500):
            store.put(f"old-{number}", 1, until=clock() + 60)

        clock.advance(2 * 86_400)
        store.put("new", 1, until=clock() + 60)
        await store.aclose()

        assert len(stream_keys(server)) < 200


class StumblingStore(LocalStore):
    """Fails in a way that no store is known to fail in, while it is told to."""

    stumbles = False

    def keep(self, fact: Fact) -> Fact:
        if self.stumbles:
            raise RuntimeError("stumbled")
        return super().keep(fact)


async def longest_turn(done: Callable[[], bool]) -> float:
    """For how many seconds of its own work the event loop let nobody else have a turn."""
    longest, begun = 0.0, time.thread_time()
    while not done():
        await asyncio.sleep(0)
        now = time.thread_time()
        longest, begun = max(longest, now - begun), now
    return longest


def stream_keys(server: StoreServer) -> set[str]:
    """The keys that the server's stream tells of."""
    with server.client() as client:
        return {fields["key"] for _, fields in client.xrange("vestibule:facts")}
