"""Limits that workers and replicas share, and limits while the store is unavailable."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.limiters import KNOWN_IP, UNKNOWN_IP, limiter_at, outcome, wrong
from tests.shared_store import StoreServer, impostor, store_server
from vestibule.errors import InvalidCredentials, StoreUnavailable, TooManyAttempts
from vestibule.limits import open_counters
from vestibule.storage import Memory, open_storage


@pytest.fixture
def server() -> Iterator[StoreServer]:
    with store_server() as server:
        yield server


def test_workers_of_one_machine_count_together(tmp_path: Path) -> None:
    one, other = (limiter_at(f"sqlite:///{tmp_path}/vestibule.sqlite3") for _ in range(2))

    wrong(one, 5)
    outcomes = wrong(other, 6)

    assert outcomes == [InvalidCredentials] * 5 + [TooManyAttempts]


def test_replicas_count_together(server: StoreServer) -> None:
    one, other = limiter_at(server.url), limiter_at(server.url)

    wrong(one, 5)
    outcomes = wrong(other, 6)

    assert outcomes == [InvalidCredentials] * 5 + [TooManyAttempts]


def test_no_account_and_no_client_ip_is_stored_in_plain_text(server: StoreServer) -> None:
    limiter = limiter_at(server.url)
    outcome(limiter, None, client_ip=KNOWN_IP)
    wrong(limiter, 11)

    with server.client() as client:
        keys = " ".join(client.scan_iter())
    assert keys
    assert not any(text in keys for text in ("alice", "example", KNOWN_IP, UNKNOWN_IP))


def test_each_process_counts_for_itself_while_the_store_is_unavailable(server: StoreServer) -> None:
    limiter = limiter_at(server.url)
    wrong(limiter, 1)
    server.kill()

    started = time.perf_counter()
    with capture_logs() as logs:
        outcomes = wrong(limiter, 11)
    seconds = time.perf_counter() - started

    assert [line["event"] for line in logs] == ["store.unavailable"]
    assert outcomes[-2:] == [InvalidCredentials, TooManyAttempts]
    assert seconds < 5


@pytest.mark.parametrize("reply", [b"+OK\r\n", b"$-1\r\n", b":1\r\n", b"*1\r\n$1\r\nx\r\n", b"HTTP/1.1 400\r\n\r\n"])
def test_a_server_of_another_kind_counts_as_unavailable(reply: bytes) -> None:
    with impostor(reply) as url:
        outcomes = wrong(limiter_at(url), 11)
        refused = outcome(limiter_at(url, closed=True), None)

    assert outcomes[-2:] == [InvalidCredentials, TooManyAttempts]
    assert refused is StoreUnavailable


def test_attempts_are_refused_while_the_store_is_unavailable_when_closed(server: StoreServer) -> None:
    limiter = limiter_at(server.url, closed=True)
    server.kill()

    assert outcome(limiter, None) is StoreUnavailable


def test_a_single_process_counts_in_memory(tmp_path: Path) -> None:
    storage = open_storage(f"sqlite:///{tmp_path}/vestibule.sqlite3")

    alone, among_others = (open_counters(storage, several_workers=several) for several in (False, True))

    assert type(alone) is type(open_counters(Memory(), several_workers=True))
    assert type(alone) is not type(among_others)
    storage.close()


def test_a_single_process_counts_in_a_server_that_others_may_use(server: StoreServer) -> None:
    storage = open_storage(server.url)
    one, other = (open_counters(storage, several_workers=False) for _ in range(2))

    one.incr("key", 60)

    assert other.get("key") == 1
    storage.close()
