"""Records in an SQLite file, for the workers of one machine."""

import time
from collections.abc import Callable, Mapping
from typing import cast

from vestibule.records.records import RecordKey
from vestibule.storage import Database

DROP_SECONDS = 60

READ = "SELECT value FROM records WHERE kind = ? AND owner = ? AND item = ? AND expires_at > ?"
PUT = "INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?)"
CREATE = """
INSERT INTO records VALUES (?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at WHERE records.expires_at <= ?
RETURNING 1
"""
DELETE = "DELETE FROM records WHERE kind = ? AND owner = ? AND item = ? RETURNING value, expires_at"
DROP_EXPIRED = "DELETE FROM records WHERE expires_at <= ?"


class SqliteRecordStore:
    """Records in the table `records`. Expired ones are not read, and are deleted by a write every minute."""

    def __init__(self, database: Database, *, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        self._drop_at = clock() + DROP_SECONDS

    def put(self, key: RecordKey, value: str, expires_at: float, *, durable: bool = True) -> None:
        """Write a record, or replace it."""
        self._drop_expired()
        self._database.execute(PUT, (*key, value, expires_at), durable=durable)

    def create(self, key: RecordKey, value: str, expires_at: float) -> bool:
        """Write a record unless there is one."""
        self._drop_expired()
        return bool(self._database.execute(CREATE, (*key, value, expires_at, self._clock())))

    def get(self, key: RecordKey) -> str | None:
        """Read a record."""
        rows = self._database.read(READ, (*key, self._clock()))
        return cast("str", rows[0][0]) if rows else None

    def take(self, key: RecordKey) -> str | None:
        """Read a record and delete it."""
        taken = cast("list[tuple[str, float]]", self._database.execute(DELETE, key))
        return next((value for value, expires_at in taken if expires_at > self._clock()), None)

    def delete(self, key: RecordKey, *, durable: bool = True) -> None:
        """Delete a record, if there is one."""
        self._database.execute(DELETE, key, durable=durable)

    def count(self, kind: str, owner: str) -> int:
        """How many records of a kind the owner has; expired ones count until they are deleted."""
        rows = self._database.read("SELECT count(*) FROM records WHERE kind = ? AND owner = ?", (kind, owner))
        return cast("int", rows[0][0])

    def all_of(self, kind: str, owner: str) -> Mapping[str, str]:
        """The owner's records of a kind, by item."""
        rows = self._database.read(
            "SELECT item, value FROM records WHERE kind = ? AND owner = ? AND expires_at > ?",
            (kind, owner, self._clock()),
        )
        return dict(cast("list[tuple[str, str]]", rows))

    def delete_all_of(self, kind: str, owner: str) -> None:
        """Delete the owner's records of a kind."""
        self._database.execute("DELETE FROM records WHERE kind = ? AND owner = ?", (kind, owner))

    def close(self) -> None:
        """Does nothing: the database is closed where it was opened."""

    def _drop_expired(self) -> None:
        now = self._clock()
        if now >= self._drop_at:
            self._drop_at = now + DROP_SECONDS
            self._database.execute(DROP_EXPIRED, (now,), durable=False)
