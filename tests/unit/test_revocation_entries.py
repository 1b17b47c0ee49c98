"""Entries of the revocation list: merged in any order, and dropped when they expire."""

import time

import pytest

from tests.servers import Clock
from vestibule.revocations import Entries, Entry


def tomorrow() -> float:
    return time.time() + 86_400


class TestEntries:
    def test_an_entry_expires(self) -> None:
        clock = Clock(1000)
        entries = Entries(clock=clock)
        entries.merge(Entry("a", 7, 1060))

        clock.advance(59)
        before = entries.get("a")
        clock.advance(1)

        assert (before, entries.get("a")) == (7, None)

    @pytest.mark.parametrize("values", [(5, 9), (9, 5)])
    def test_the_larger_value_applies_in_any_order(self, values: tuple[int, int]) -> None:
        entries = Entries()

        for value in values:
            entries.merge(Entry("a", value, tomorrow()))

        assert entries.get("a") == 9

    def test_the_later_expiry_applies(self) -> None:
        clock = Clock(1000)
        entries = Entries(clock=clock)

        entries.merge(Entry("a", 1, 1060))
        entries.merge(Entry("a", 1, 1010))
        clock.advance(30)

        assert entries.get("a") == 1

    def test_expired_entries_use_no_memory(self) -> None:
        clock = Clock(1000)
        entries = Entries(clock=clock)

        for number in range(10_000):
            entries.merge(Entry(f"key-{number}", 1, clock() + 60))
            clock.advance(1)

        assert len(entries) == 60

    def test_a_full_list_drops_the_entry_that_expires_first(self) -> None:
        entries = Entries(capacity=2)

        entries.merge(Entry("long", 1, tomorrow() + 10))
        entries.merge(Entry("short", 1, tomorrow()))
        entries.merge(Entry("medium", 1, tomorrow() + 5))

        assert [entries.get(key) for key in ("long", "short", "medium")] == [1, None, 1]

    def test_extending_one_entry_repeatedly_drops_no_other(self) -> None:
        entries = Entries(capacity=3)
        entries.merge(Entry("short", 1, tomorrow()))

        for second in range(1, 10):
            entries.merge(Entry("extended", second, tomorrow() + second))
        entries.merge(Entry("long", 1, tomorrow() + 60))

        assert [entries.get(key) for key in ("short", "extended", "long")] == [1, 9, 1]

    def test_an_extended_entry_is_dropped_by_its_later_expiry(self) -> None:
        entries = Entries(capacity=2)
        entries.merge(Entry("extended", 1, tomorrow()))
        entries.merge(Entry("short", 1, tomorrow() + 5))

        entries.merge(Entry("extended", 1, tomorrow() + 60))
        entries.merge(Entry("long", 1, tomorrow() + 30))

        assert [entries.get(key) for key in ("extended", "short", "long")] == [1, None, 1]
