"""The counters of limits, the same in memory, in SQLite and in Valkey or Redis."""

from collections.abc import Callable
from pathlib import Path

import pytest
from limits import RateLimitItemPerMinute
from limits.storage import Storage as Counters

from tests.servers import Clock
from vestibule.errors import StoreUnavailable
from vestibule.limits import open_counters
from vestibule.limits.attempt_slots import PERIOD_SECONDS, AttemptSlots
from vestibule.limits.counters import MemoryCounters
from vestibule.limits.fallback import FallbackCounters
from vestibule.storage import Database, open_storage

LIMIT = RateLimitItemPerMinute(2, 15)


class UnsteadyCounters(MemoryCounters):
    """Counters that are unavailable while `away`, and know how often they were tried."""

    away, attempts = True, 0

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        self.attempts += 1
        if self.away:
            raise StoreUnavailable
        return super().incr(key, expiry, amount)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def open_at(store_url: str) -> Callable[[Clock], Counters]:
    return lambda clock: open_counters(open_storage(store_url), several_workers=True, clock=clock)


class TestCounters:
    def test_a_counter_counts_from_nothing_until_it_is_cleared(
        self, open_at: Callable[[Clock], Counters], clock: Clock
    ) -> None:
        counters = open_at(clock)

        counted = [counters.get("a"), counters.incr("a", 60), counters.incr("a", 60, 2), counters.incr("a", 60, -1)]
        counters.incr("b", 60)
        counters.clear("a")
        counters.clear("unknown")

        assert counted == [0, 1, 3, 2]
        assert (counters.get("a"), counters.get("b"), counters.check()) == (0, 1, True)

    def test_a_reset_deletes_every_counter_and_tells_how_many(
        self, open_at: Callable[[Clock], Counters], clock: Clock
    ) -> None:
        counters = open_at(clock)
        for key in ("a", "b"):
            counters.incr(key, 60)

        assert counters.reset() == 2
        assert (counters.get("a"), counters.get("b")) == (0, 0)

    def test_a_window_ends_that_many_seconds_after_its_first_call(
        self, open_at: Callable[[Clock], Counters], clock: Clock
    ) -> None:
        counters, began = open_at(clock), clock()
        unknown = counters.get_expiry("a")
        counters.incr("a", 60)
        counters.incr("a", 900)

        assert unknown == pytest.approx(began, abs=3)
        assert counters.get_expiry("a") == pytest.approx(began + 60, abs=3)

    @pytest.mark.parametrize("store_url", ["memory", "sqlite"], indirect=True)
    def test_the_first_call_after_a_window_starts_another(
        self, open_at: Callable[[Clock], Counters], clock: Clock
    ) -> None:
        counters = open_at(clock)
        counters.incr("a", 60)

        clock.advance(59)
        before = (counters.get("a"), counters.get_expiry("a"))
        clock.advance(1)
        ended = (counters.get("a"), counters.get_expiry("a"))
        again = counters.incr("a", 30, 5)

        assert before == (1, clock())
        assert ended == (0, clock())
        assert (again, counters.get_expiry("a")) == (5, clock() + 30)


def test_counters_whose_window_ended_leave_the_file(tmp_path: Path, clock: Clock) -> None:
    database = Database(tmp_path / "vestibule.sqlite3")
    counters = open_counters(database, several_workers=True, clock=clock)
    counters.incr("old", 60)
    clock.advance(60)
    counters.incr("new", 60)

    assert database.read("SELECT key FROM counters") == [("new",)]


def test_memory_drops_the_least_recently_used_counters_beyond_its_capacity(clock: Clock) -> None:
    counters = MemoryCounters(clock=clock, capacity=2)
    for key in ("a", "b", "a", "c"):
        counters.incr(key, 60)

    assert [counters.get(key) for key in ("a", "b", "c")] == [2, 0, 1]


class TestFallback:
    def test_shared_counters_that_failed_are_tried_again_after_a_second(self, clock: Clock) -> None:
        shared = UnsteadyCounters(clock=clock)
        counters = FallbackCounters(shared, MemoryCounters(clock=clock), timer=clock)

        counted = [counters.incr("a", 60), counters.incr("a", 60)]
        clock.advance(0.9)
        counted.append(counters.incr("a", 60))
        shared.away = False
        clock.advance(0.1)
        counted.append(counters.incr("a", 60))

        assert counted == [1, 2, 3, 1]
        assert shared.attempts == 2
        assert counters.check()

    def test_closed_counters_refuse_for_that_second_too(self, clock: Clock) -> None:
        shared = UnsteadyCounters(clock=clock)
        counters = FallbackCounters(shared, MemoryCounters(clock=clock), closed=True, timer=clock)

        for _ in range(2):
            with pytest.raises(counters.base_exceptions):
                counters.incr("a", 60)
        assert shared.attempts == 1

    @pytest.mark.parametrize("closed", [False, True])
    def test_workers_without_their_file_count_for_themselves_unless_closed(self, tmp_path: Path, closed: bool) -> None:
        database = Database(tmp_path / "vestibule.sqlite3")
        counters = open_counters(database, several_workers=True, closed=closed)
        database.path.unlink()

        if closed:
            with pytest.raises(StoreUnavailable):
                counters.incr("a", 60)
        else:
            assert [counters.incr("a", 60), counters.incr("a", 60)] == [1, 2]


class TestAttemptSlots:
    @pytest.fixture
    def attempt(self, clock: Clock) -> Callable[[], AttemptSlots]:
        counters = MemoryCounters(clock=clock)
        return lambda: AttemptSlots(counters, LIMIT, "alice", clock=clock)

    def test_slots_of_a_killed_process_are_free_after_two_minutes(
        self, attempt: Callable[[], AttemptSlots], clock: Clock
    ) -> None:
        taken = [attempt().acquire() for _ in range(3)]

        clock.advance(PERIOD_SECONDS)
        before = attempt().acquire()
        clock.advance(PERIOD_SECONDS)

        assert taken == [True, True, False]
        assert PERIOD_SECONDS == 60
        assert (before, attempt().acquire()) == (False, True)

    def test_attempts_in_progress_hold_their_slots_when_a_period_ends(
        self, attempt: Callable[[], AttemptSlots], clock: Clock
    ) -> None:
        earlier = attempt()
        earlier.acquire()
        earlier.release()
        for _ in range(10):
            one, other = attempt(), attempt()
            taken = [one.acquire(), other.acquire()]
            clock.advance(PERIOD_SECONDS - 1)

            assert taken == [True, True]
            assert not attempt().acquire()
            one.release()
            other.release()

    def test_a_slot_that_ran_out_before_its_release_makes_no_room_for_another(
        self, attempt: Callable[[], AttemptSlots], clock: Clock
    ) -> None:
        late = attempt()
        late.acquire()
        clock.advance(2 * PERIOD_SECONDS)

        late.release()

        assert [attempt().acquire() for _ in range(3)] == [True, True, False]

    def test_wrong_attempts_use_slots_up_until_the_window_ends(self, clock: Clock) -> None:
        slots = AttemptSlots(MemoryCounters(clock=clock), LIMIT, "alice", clock=clock)
        states = [(slots.used, slots.used_up)]
        for _ in range(2):
            slots.use_up()
            states.append((slots.used, slots.used_up))

        assert states == [(0, False), (1, False), (2, True)]
        assert slots.resets_at == clock() + 15 * 60
        assert not slots.acquire()
        clock.advance(15 * 60)
        assert slots.acquire()
