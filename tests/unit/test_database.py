"""The SQLite file: connections, and what happens to a file that is deleted or replaced."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from tests.servers import Clock
from vestibule.errors import StoreUnavailable
from vestibule.storage import Database

COUNTER = "INSERT OR REPLACE INTO counters VALUES (?, 1, 0)"
THREADS = 8


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def database(tmp_path: Path, clock: Clock) -> Iterator[Database]:
    database = Database(tmp_path / "vestibule.sqlite3", timer=clock)
    yield database
    database.close()


def test_threads_read_at_the_same_time_what_was_written_last(database: Database) -> None:
    start = Barrier(THREADS)

    def read(_number: int) -> list[tuple[object, ...]]:
        start.wait(10)
        return database.read("SELECT key FROM counters")

    with ThreadPoolExecutor(THREADS) as threads:
        for turn in range(5):
            database.execute(COUNTER, (f"turn {turn}",), durable=False)
            found = list(threads.map(read, range(THREADS)))

            assert found == [[(f"turn {number}",) for number in range(turn + 1)]] * THREADS


def test_a_closed_database_is_unavailable(database: Database) -> None:
    database.read("SELECT 1")
    database.close()

    with pytest.raises(StoreUnavailable):
        database.read("SELECT 1")
    with pytest.raises(StoreUnavailable):
        database.execute(COUNTER, ("key",))


def test_a_durable_write_fails_at_once_when_the_file_is_gone(database: Database) -> None:
    database.execute(COUNTER, ("key",))
    database.path.unlink()

    with pytest.raises(StoreUnavailable):
        database.execute(COUNTER, ("key",))


def test_other_writes_fail_within_a_second_when_the_file_is_gone(database: Database, clock: Clock) -> None:
    database.execute(COUNTER, ("key",), durable=False)
    database.path.unlink()
    clock.advance(0.9)
    database.execute(COUNTER, ("not noticed",), durable=False)
    clock.advance(0.1)

    with pytest.raises(StoreUnavailable):
        database.execute(COUNTER, ("key",), durable=False)
