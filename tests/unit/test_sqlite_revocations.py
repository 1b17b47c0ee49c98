"""The revocation list in an SQLite file: every worker sees each write, also after a kill."""

import asyncio
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.children import child_process, start_child
from tests.revocation_lists import RECOVERED, put_during_outage, tomorrow, worker
from tests.shared_store import until
from vestibule.errors import StoreUnavailable
from vestibule.revocations import Entry, open_revocations
from vestibule.storage import open_storage
from vestibule.storage.database import Database, DatabaseUnusable

pytestmark = pytest.mark.anyio


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "vestibule.sqlite3"


WRITER = """
import sys, time
from vestibule.revocations import Entry, open_revocations
from vestibule.storage import open_storage

revocations = open_revocations(open_storage(sys.argv[1]))
for number in range(100_000):
    revocations.put(Entry(f"key-{number}", 1, time.time() + 86_400))
    print(number, flush=True)
"""


class TestSqliteRevocations:
    async def test_another_worker_applies_an_entry_as_soon_as_it_is_written(self, file: Path) -> None:
        async with worker(f"sqlite:///{file}") as one, worker(f"sqlite:///{file}") as other:
            for number in range(200):
                one.put(Entry(f"key-{number}", 1, tomorrow()))

                assert other.current().get(f"key-{number}") == 1

    async def test_the_larger_value_applies_whichever_worker_wrote_it(self, file: Path) -> None:
        async with worker(f"sqlite:///{file}") as one, worker(f"sqlite:///{file}") as other:
            one.put(Entry("a", 9, tomorrow()))
            other.put(Entry("a", 5, tomorrow()))

        async with worker(f"sqlite:///{file}") as late:
            assert late.current().get("a") == 9

    async def test_several_entries_are_written_together(self, file: Path) -> None:
        async with worker(f"sqlite:///{file}") as one, worker(f"sqlite:///{file}") as other:
            one.put(Entry("a", 1, tomorrow()), Entry("b", 2, tomorrow()))

            assert (other.current().get("a"), other.current().get("b")) == (1, 2)

    async def test_a_restart_keeps_all_entries(self, file: Path) -> None:
        async with worker(f"sqlite:///{file}") as one:
            one.put(Entry("a", 7, tomorrow()))

        async with worker(f"sqlite:///{file}") as late:
            assert late.current().get("a") == 7

    async def test_an_expired_entry_is_deleted_from_the_file(self, file: Path) -> None:
        async with worker(f"sqlite:///{file}") as one:
            one.put(Entry("old", 1, time.time() - 1))
            one.put(Entry("new", 1, tomorrow()))

        with sqlite3.connect(file) as database:
            assert database.execute("SELECT key FROM revocations").fetchall() == [("new",)]

    async def test_a_killed_worker_loses_no_acknowledged_entry(self, file: Path) -> None:
        command = [sys.executable, "-c", WRITER, f"sqlite:///{file}"]
        with child_process(command, stdout=subprocess.PIPE, text=True) as writer:
            confirmed = [int(writer.stdout.readline()) for _ in range(50)]
            writer.kill()
            confirmed += [int(line) for line in writer.stdout.read().split()]

        async with worker(f"sqlite:///{file}") as late:
            assert all(late.current().get(f"key-{number}") == 1 for number in confirmed)

    async def test_entries_of_a_worker_killed_before_its_notification_are_read(self, file: Path) -> None:
        async with worker(f"sqlite:///{file}") as one:
            with sqlite3.connect(file) as database:  # all that a worker does before it is killed
                database.execute("INSERT INTO revocations (key, value, expires_at) VALUES ('a', 1, ?)", (tomorrow(),))

            await until(lambda: one.current().get("a") == 1, within=RECOVERED)

    async def test_a_read_takes_about_a_microsecond(self, file: Path) -> None:
        async with worker(f"sqlite:///{file}") as one:
            one.put(Entry("a", 1, tomorrow()))

            started = time.thread_time()
            for _ in range(100_000):
                one.current().get("a")
            seconds = time.thread_time() - started

        assert seconds / 100_000 < 5e-6

    async def test_a_failed_write_is_reported_applies_here_and_is_written_later(self, file: Path) -> None:
        async with worker(Database(file, write_wait=0.2)) as one, worker(f"sqlite:///{file}") as other:
            with capture_logs() as logs:
                with locked(file):
                    await put_during_outage(one, "a")
                    await put_during_outage(one, "b")
                    during = (one.current().get("a"), one.connected, one.ready)
                await until(lambda: other.current().get("a") == 1 and one.connected, within=RECOVERED)

        assert during == (1, False, True)
        assert [line["event"] for line in logs] == ["store.unavailable", "store.available"]

    async def test_a_write_that_fails_while_the_outage_ends_is_written_later_too(self, file: Path) -> None:
        storage = Database(file, write_wait=0.2)
        one = open_revocations(storage)
        await one.start()
        async with worker(f"sqlite:///{file}") as other:
            with locked(file):
                await put_during_outage(one, "a")
                storage.outage.ended()  # as another thread reports it, which could write a moment later

            await until(lambda: other.current().get("a") == 1, within=RECOVERED)
        await one.aclose()
        storage.close()

    async def test_a_closed_worker_is_not_ready_without_its_file(self, file: Path) -> None:
        async with worker(f"sqlite:///{file}", closed=True) as one:
            with locked(file):
                await put_during_outage(one, "a")

            assert not one.ready

    async def test_known_entries_apply_after_the_file_became_unusable(self, file: Path) -> None:
        async with worker(f"sqlite:///{file}") as one:
            one.put(Entry("a", 1, tomorrow()))
            with sqlite3.connect(file) as database:
                database.execute("DROP TABLE revocations")

            await put_during_outage(one, "b")

            assert (one.current().get("a"), one.current().get("b"), one.connected) == (1, 1, False)

    async def test_a_deleted_file_is_reported(self, file: Path) -> None:
        async with worker(f"sqlite:///{file}") as one:
            one.put(Entry("a", 1, tomorrow()))
            await asyncio.to_thread(file.unlink)

            await put_during_outage(one, "b")

            assert (one.current().get("a"), one.current().get("b"), one.connected) == (1, 1, False)

    def test_several_processes_can_create_the_file_together(self, file: Path) -> None:
        code = f"from vestibule.storage import open_storage; open_storage('sqlite:///{file}').close()"
        starting = [start_child([sys.executable, "-c", code]) for _ in range(4)]

        assert [process.wait(60) for process in starting] == [0] * 4

    def test_a_write_waits_for_another_thread_only_for_a_while(self, file: Path) -> None:
        with closing(Database(file, write_wait=0.2)) as database, ThreadPoolExecutor(1) as threads:
            with database.write():
                waiting = threads.submit(database.execute, "SELECT 1")
                with pytest.raises(StoreUnavailable):
                    waiting.result()

            assert database.execute("SELECT 1") == [(1,)]

    def test_the_file_is_readable_by_its_owner_only(self, file: Path) -> None:
        storage = open_storage(f"sqlite:///{file}")

        modes = {path.name: path.stat().st_mode & 0o777 for path in file.parent.iterdir()}
        storage.close()

        assert set(modes.values()) == {0o600}

    @pytest.mark.parametrize(
        ("content", "reason"),
        [(b"not a database, but long enough to look at" * 100, "not a database"), (None, "Not a directory")],
    )
    def test_an_unusable_file_is_reported_in_one_line(self, tmp_path: Path, content: bytes | None, reason: str) -> None:
        file = tmp_path / "file"
        file.write_bytes(content or b"")

        with pytest.raises(DatabaseUnusable) as caught:
            open_storage(f"sqlite:///{file if content else file / 'vestibule.sqlite3'}")

        (line,) = str(caught.value).splitlines()
        assert line.startswith("STORE_URL: ")
        assert reason in line

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ("CREATE TABLE accounts (id); PRAGMA application_id=0", "another program"),
            ("PRAGMA application_id=7", "another program"),
            ("PRAGMA user_version=2", "later version"),
        ],
    )
    def test_a_database_of_another_program_or_version_is_not_changed(
        self, file: Path, change: str, reason: str
    ) -> None:
        open_storage(f"sqlite:///{file}").close()
        with closing(sqlite3.connect(file)) as database:
            database.executescript(change)
        before = file.read_bytes()

        with pytest.raises(DatabaseUnusable, match=reason):
            open_storage(f"sqlite:///{file}")

        assert file.read_bytes() == before

    def test_damage_is_detected_at_start(self, file: Path) -> None:
        open_storage(f"sqlite:///{file}").close()
        with file.open("r+b") as content:
            content.seek(4096)
            content.write(b"\xff" * 4096)

        with pytest.raises(DatabaseUnusable, match=r"damaged|malformed"):
            open_storage(f"sqlite:///{file}")


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Another program holds the write lock."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.close()
