"""Which writes wait for the disk: SQLite's own trace tells."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.servers import Clock
from vestibule.errors import StoreUnavailable
from vestibule.records import (
    CHALLENGE_SESSION,
    KnownAddresses,
    KnownOrigins,
    Origin,
    Ownership,
    Records,
    ReplacedToken,
    ReplacedTokens,
    Sessions,
    SingleUse,
    open_record_store,
)
from vestibule.storage import Database
from vestibule.storage.keyed_digest import KeyedDigest
from vestibule.storage.secret_keys import SecretKeys
from vestibule.storage.text_cipher import TextCipher

KEYS = SecretKeys(SecretStr("k" * 32))
DAY = 24 * 60 * 60
HERE = Origin("Firefox (Linux)", "203.0.113.5")


WRITE_AND_DIE = """
import os, signal, sys
from pathlib import Path
from vestibule.storage import Database

Database(Path(sys.argv[1])).execute("INSERT INTO counters VALUES ('written', 1, 0)", durable=False)
os.kill(os.getpid(), signal.SIGKILL)
"""


class Trace:
    """The writes to a database since `clear`: for each, whether it flushes the disk."""

    def __init__(self, database: Database) -> None:
        self._flushes, self.writes = True, list[bool]()
        with database.write() as transaction:
            transaction.set_trace_callback(self._note)
        self.clear()

    def clear(self) -> None:
        self.writes.clear()

    def _note(self, statement: str) -> None:
        verb = statement.split(maxsplit=1)[0]
        if statement.startswith("PRAGMA synchronous="):
            self._flushes = statement.endswith("FULL")
        elif verb in ("INSERT", "DELETE", "BEGIN"):
            self.writes.append(self._flushes)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "vestibule.sqlite3")


@pytest.fixture
def trace(database: Database) -> Trace:
    return Trace(database)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def records(database: Database, clock: Clock) -> Records:
    return Records(open_record_store(database, clock=clock), KeyedDigest(KEYS, "records"), clock=clock)


class TestWithoutFlush:
    def test_a_session_is_noted_by_one_write_without_a_flush(
        self, records: Records, clock: Clock, trace: Trace
    ) -> None:
        sessions = Sessions(records, TextCipher(KEYS, "sessions"), lifetime=lambda: DAY, clock=clock)

        sessions.use("alice", "session", clock(), HERE)

        assert trace.writes == [False]

    def test_room_for_another_session_costs_no_flush_and_less_than_two_writes(
        self, records: Records, clock: Clock, trace: Trace
    ) -> None:
        sessions = Sessions(records, TextCipher(KEYS, "sessions"), lifetime=lambda: DAY, clock=clock)
        for number in range(100):
            sessions.use("alice", f"session-{number}", clock(), HERE)
        trace.clear()

        for number in range(100):
            sessions.use("alice", f"later-{number}", clock(), HERE)

        assert set(trace.writes) == {False}
        assert len(trace.writes) <= 2 * 100

    def test_an_origin_is_written_once_a_day_without_a_flush(
        self, records: Records, clock: Clock, trace: Trace
    ) -> None:
        origins = KnownOrigins(records, clock=clock)

        answers = [origins.add("alice", HERE), origins.add("alice", HERE)]
        clock.advance(DAY)
        answers.append(origins.add("alice", HERE))

        assert answers == [False, False, False]
        assert trace.writes[:1] == [False]
        assert set(trace.writes) == {False}

    def test_a_client_ip_becomes_known_without_a_flush(self, records: Records, clock: Clock, trace: Trace) -> None:
        KnownAddresses(records, clock=clock).add("alice@example.com", HERE.client_ip)

        assert trace.writes == [False]

    def test_a_refresh_takes_no_flush(self, records: Records, clock: Clock, trace: Trace) -> None:
        sessions = Sessions(records, TextCipher(KEYS, "sessions"), lifetime=lambda: DAY, clock=clock)
        sessions.begin("alice", "session", clock(), HERE)
        clock.advance(599.9)
        sessions.use("alice", "session", clock(), HERE)
        before = len(trace.writes)
        clock.advance(0.1)
        replaced = ReplacedTokens(records, lifetime=lambda: DAY)

        replaced.add(SecretStr("a refresh token"), ReplacedToken(sub="alice", origin_jti="session"))
        sessions.use("alice", "session", clock(), HERE)

        assert (before, trace.writes) == (1, [False] * 4)

    def test_a_write_without_a_flush_survives_the_sudden_end_of_the_process(self, database: Database) -> None:
        killed = subprocess.run([sys.executable, "-c", WRITE_AND_DIE, str(database.path)], check=False)

        assert killed.returncode == -signal.SIGKILL
        assert database.read("SELECT key FROM counters") == [("written",)]


class TestWithFlush:
    def test_what_decides_about_security_is_on_the_disk_when_it_returns(self, records: Records, trace: Trace) -> None:
        SingleUse(records, CHALLENGE_SESSION, closed=False).use("a session")
        ownership = Ownership(records, client_digests=lambda _: ["client"], closed=False)
        ownership.require_new_password("alice@example.com", HERE.client_ip)

        assert trace.writes == [True, True]

    def test_an_address_that_another_worker_noted_is_not_written_again(self, records: Records, trace: Trace) -> None:
        for sub in ("sub", "sub", "another"):
            worker = Ownership(records, client_digests=lambda _: ["client"], closed=False)
            worker.signed_in("alice", sub, "alice@example.com")

        assert trace.writes == [True, True]


class TestOutage:
    def test_only_what_needs_a_flush_is_tried_while_the_store_is_known_to_be_unavailable(
        self, database: Database, records: Records, clock: Clock
    ) -> None:
        sessions = Sessions(records, TextCipher(KEYS, "sessions"), lifetime=lambda: DAY, clock=clock)
        used = SingleUse(records, CHALLENGE_SESSION, closed=True)
        database.outage.began(OSError("the disk is full"))

        with pytest.raises(StoreUnavailable):
            sessions.begin("alice", "session", clock(), HERE)
        assert used.use("a session")

        database.outage.ended()
        sessions.begin("alice", "session", clock(), HERE)
        assert len(sessions.of_user("alice")) == 1
