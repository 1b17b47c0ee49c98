"""What revocations, records and limits build on: the SQLite file, clients of Valkey or Redis, digests, ciphers."""

import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing, suppress
from pathlib import Path

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from tests.servers import Clock
from tests.shared_store import StoreServer
from vestibule.errors import StoreUnavailable
from vestibule.storage import Database, Outage, open_storage
from vestibule.storage.database import DatabaseUnusable
from vestibule.storage.keyed_digest import KeyedDigest, normalize_username
from vestibule.storage.redis_server import RedisServer
from vestibule.storage.secret_keys import DerivedKeys, SecretKeys
from vestibule.storage.text_cipher import TextCipher

OLD, NEW = SecretStr("k" * 32), SecretStr("n" * 32)
INSERT = "INSERT INTO counters VALUES (?, 1, 0)"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with closing(Database(tmp_path / "some" / "folder" / "vestibule.sqlite3")) as database:
        yield database


class TestDatabase:
    def test_a_transaction_whose_block_raises_changes_nothing_and_ends(self, database: Database) -> None:
        with suppress(ZeroDivisionError), database.write() as transaction:
            transaction.execute(INSERT, ("a",))
            raise ZeroDivisionError
        with database.write() as transaction:
            transaction.execute(INSERT, ("b",))

        assert database.read("SELECT key FROM counters") == [("b",)]

    def test_a_transaction_that_sqlite_rolled_back_shows_the_error_of_its_block(self, database: Database) -> None:
        with suppress(ZeroDivisionError), database.write() as transaction:
            transaction.execute("ROLLBACK")
            raise ZeroDivisionError

        assert not database.outage.active

    @pytest.mark.parametrize("sql", ["SELECT nonsense", "INSERT INTO nonsense VALUES (1)"])
    def test_an_error_of_sqlite_begins_an_outage(self, database: Database, sql: str) -> None:
        with capture_logs() as logs:
            with pytest.raises(StoreUnavailable):
                database.read(sql)
            with pytest.raises(StoreUnavailable):
                database.execute(sql)

        assert database.outage.active
        assert [(line["event"], line["reason"]) for line in logs] == [("store.unavailable", "OperationalError")]

    @pytest.mark.parametrize("replaced", [False, True])
    def test_nothing_is_written_to_a_file_that_was_deleted_or_replaced(
        self, database: Database, replaced: bool
    ) -> None:
        database.probe()
        database.path.rename(database.path.with_suffix(".old"))
        if replaced:
            database.path.touch()

        with capture_logs() as logs, pytest.raises(StoreUnavailable):
            database.probe()

        assert "replaced" in logs[0]["error"] if replaced else "deleted" in logs[0]["error"]
        assert "restart the API" in logs[0]["error"]

    def test_the_last_to_close_the_file_leaves_it_alone(self, tmp_path: Path) -> None:
        file = tmp_path / "with space"
        storage = open_storage(f"sqlite:///{tmp_path}/with%20space")
        assert isinstance(storage, Database)
        storage.probe()

        storage.close()

        assert [*tmp_path.iterdir()] == [file]
        with pytest.raises(StoreUnavailable):
            storage.read("SELECT 1")

    def test_an_empty_file_marked_by_another_program_is_refused(self, tmp_path: Path) -> None:
        file = tmp_path / "theirs"
        with closing(sqlite3.connect(file)) as theirs:
            theirs.execute("PRAGMA application_id=7")

        with pytest.raises(DatabaseUnusable, match="another program"):
            Database(file)

    def test_a_file_that_another_worker_prepares_is_waited_for(self, tmp_path: Path) -> None:
        file = tmp_path / "vestibule.sqlite3"
        with closing(sqlite3.connect(file, isolation_level=None)) as other, ThreadPoolExecutor(1) as worker:
            other.execute("BEGIN IMMEDIATE")
            opening = worker.submit(Database, file)
            assert not wait([opening], timeout=0.1).done
            other.execute("COMMIT")

            opening.result().close()

    def test_a_file_that_cannot_be_prepared_is_refused_without_a_wait(self, tmp_path: Path) -> None:
        file = tmp_path / "vestibule.sqlite3"
        file.with_name(f"{file.name}-wal").mkdir()
        started = time.monotonic()

        with pytest.raises(DatabaseUnusable, match="disk I/O error"):
            Database(file)
        assert time.monotonic() - started < 5

    def test_an_error_of_the_file_system_is_shown_without_its_number(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()

        with pytest.raises(DatabaseUnusable, match=r"cannot be used: Not a directory$"):
            Database(tmp_path / "file" / "vestibule.sqlite3")


class TestOutage:
    def test_the_beginning_and_the_end_are_logged_once(self) -> None:
        timer = Clock(100.0)
        outage = Outage(timer=timer)

        with capture_logs() as logs:
            outage.ended()
            states = [outage.active]
            outage.began(OSError("the disk is full"))
            timer.advance(1.26)
            outage.began(OSError("again"))
            states.append(outage.active)
            outage.ended()
            outage.ended()
            states.append(outage.active)

        assert states == [False, True, False]
        assert logs == [
            {
                "event": "store.unavailable",
                "reason": "OSError",
                "error": "the disk is full",
                "log_level": "error",
            },
            {"event": "store.available", "after_seconds": 1.3, "log_level": "warning"},
        ]


class TestRedisServer:
    @pytest.mark.parametrize(
        ("url", "host"),
        [("valkey://valkey:1234/2", "valkey"), ("redis://valkey:1234/2", "valkey"), ("rediss://a:1234/2", "a")],
    )
    def test_every_wait_of_a_client_has_its_limit(self, url: str, host: str) -> None:
        server = RedisServer(url)

        options = server.client(0.5).get_connection_kwargs()
        of_async = server.async_client(connect_timeout=1, timeout=2).get_connection_kwargs()

        for found in (options, of_async):
            assert (found["host"], found["port"], found["db"]) == (host, 1234, 2)
        assert (options["socket_connect_timeout"], options["socket_timeout"]) == (0.5, 0.5)
        assert (of_async["socket_connect_timeout"], of_async["socket_timeout"]) == (1, 2)
        assert of_async["protocol"] == 2

    def test_a_connection_that_the_server_closed_is_replaced_once(self, server: StoreServer) -> None:
        client = RedisServer(server.url).client(5)
        client.ping()
        with server.client() as other:
            other.client_kill_filter(_type="normal", skipme=True)

        assert client.ping()
        client.close()


class TestKeyedDigest:
    def test_a_digest_is_of_all_parts_and_of_one_purpose(self) -> None:
        digest = KeyedDigest(SecretKeys(OLD), "records")
        different = [("a", "b"), ("ab",), ("b", "a"), ("a",), ("A", "b"), ("\ud800",), ("",)]

        digests = {digest(*parts) for parts in different}

        assert len(digests) == len(different)
        assert {len(text) for text in digests} == {32}
        assert digest("a", "b") == KeyedDigest(SecretKeys(OLD), "records")("a", "b")
        assert digest("a", "b") != KeyedDigest(SecretKeys(OLD), "limits")("a", "b")
        assert digest("a", "b") != KeyedDigest(SecretKeys(NEW), "records")("a", "b")

    def test_keys_are_used_once_each_and_the_current_one_first(self) -> None:
        keys = SecretKeys(NEW, OLD, NEW)
        digest = KeyedDigest(keys, "records")

        assert digest.all("a") == [KeyedDigest(SecretKeys(key), "records")("a") for key in (NEW, OLD)]
        assert digest("a") == digest.all("a")[0]
        assert [len(key) for key in DerivedKeys(keys, "records")()] == [32, 32]

    def test_names_are_compared_without_case_width_and_space_around(self) -> None:
        spellings = ("alice@example.com", " Alice@EXAMPLE.com\n", "\uff41lice@example.com", "ALICE@example.com")

        assert {normalize_username(name) for name in spellings} == {"alice@example.com"}
        assert normalize_username("a b") == "a b"


class TestTextCipher:
    def test_text_is_decrypted_while_its_key_is_valid(self) -> None:
        keys = SecretKeys(OLD)
        cipher = TextCipher(keys, "sessions")
        encrypted = cipher.encrypt("192.0.2.1")

        keys.replace(NEW, OLD)
        valid = cipher.decrypt(encrypted)
        newer = cipher.encrypt("192.0.2.1")
        keys.replace(NEW)

        assert "192.0.2.1" not in encrypted
        assert (valid, cipher.decrypt(encrypted), cipher.decrypt(newer)) == ("192.0.2.1", None, "192.0.2.1")
        assert TextCipher(keys, "other").decrypt(newer) is None
        assert cipher.decrypt("nonsense") is None
