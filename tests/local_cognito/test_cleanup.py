"""Rows that no request can need any more are deleted when the next one is stored."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from local_cognito.model import (
    authorization_codes,
    browser_sessions,
    challenge_sessions,
    limits,
    lockouts,
    provider_requests,
    sessions,
)
from local_cognito.model.authorization_codes import Grant
from local_cognito.model.challenge_sessions import ChallengeSession
from local_cognito.model.clients import Client
from local_cognito.model.pools import Pool
from local_cognito.model.users import User
from local_cognito.storage import Storage

MINUTE, HOUR, DAY = 60, 3600, 86400
POOL = Pool("us-east-1_Test", {"PoolName": "test"}, {}, 0, 0)
APP = Client("app", POOL, (), {"UserPoolId": POOL.id, "ClientId": "app", "AuthSessionValidity": 3}, 0, 0)
USER = User("sub", POOL.id, "ada", "CONFIRMED", None, {}, 0, 0)
Store = Callable[[sqlite3.Connection, float], object]


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    storage = Storage(tmp_path / "pool.sqlite3")
    yield storage
    storage.close()


# Table: (what stores a row at a time, how long after that time a row is kept)
KEPT: dict[str, tuple[Store, int]] = {
    "authorization_codes": (
        lambda db, now: authorization_codes.create(db, APP, USER, Grant("https://app.example", "", now), now),
        5 * MINUTE + DAY,
    ),
    "browser_sessions": (lambda db, now: browser_sessions.create(db, USER, "COGNITO", now, HOUR), HOUR),
    "challenge_sessions": (
        lambda db, now: challenge_sessions.create(db, APP, ChallengeSession("X", "ada", None, {}), now),
        2 * 3 * MINUTE,
    ),
    "provider_requests": (
        lambda db, now: provider_requests.create(db, "app", "Google", {}, "browser", now),
        5 * MINUTE,
    ),
    "sessions": (lambda db, now: sessions.create(db, "sub", "app", now, HOUR), HOUR + 7 * DAY),
    "attempts": (lambda db, now: limits.record(db, "sub", "send", now), HOUR),
}


@pytest.mark.parametrize("table", KEPT)
def test_a_row_is_kept_as_long_as_a_request_can_need_it(storage: Storage, table: str) -> None:
    store, seconds = KEPT[table]
    counts = []
    with storage.read() as db:
        db.execute("PRAGMA foreign_keys = OFF")
        for now in (0, 1, seconds, seconds + 0.5):
            store(db, now)
            counts += db.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608  a table of ours

    assert counts == [1, 2, 2, 3]


@pytest.mark.parametrize(("failures", "lockout"), [(1, 0), (4, 0), (5, 1), (6, 2)])
def test_the_count_of_failures_restarts_a_quarter_of_an_hour_after_the_lockout(
    storage: Storage, failures: int, lockout: int
) -> None:
    kept = []
    with storage.read() as db:
        for _ in range(failures):
            lockouts.record_failure(db, "sub", 0)
        for now in (lockout + 900, lockout + 900.5):
            lockouts.record_failure(db, "other", now)
            kept += db.execute("SELECT count(*) FROM lockouts").fetchone()

    assert kept == [2, 1]
