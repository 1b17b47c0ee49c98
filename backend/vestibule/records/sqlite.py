"""Records in an SQLite file, for the workers of one machine."""

import time
from collections.abc import Callable, Mapping
from typing import cast

from vestibule.records.records import RecordKey
from vestibule.storage import Database

READ = "SELECT value FROM records WHERE kind = ? AND owner = ? AND item = ? AND expires_at > ?"
DELETE = "DELETE FROM records WHERE kind = ? AND owner = ? AND item = ? RETURNING value"
DROP_EXPIRED = "DELETE FROM records WHERE expires_at <= ?"


class SqliteRecordStore:
    """Records in the table `records`. The expired ones are deleted whenever one is written."""

    def __init__(self, database: Database, *, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def put(self, key: RecordKey, value: str, expires_at: float, *, durable: bool = True) -> None:
        """Write a record, or replace it."""
        with self._database.write(durable=durable) as transaction:
            transaction.execute(DROP_EXPIRED, (self._clock(),))
            transaction.execute("INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?)", (*key, value, expires_at))

    def create(self, key: RecordKey, value: str, expires_at: float) -> bool:
        """Write a record unless there is one."""
        with self._database.write() as transaction:
            transaction.execute(DROP_EXPIRED, (self._clock(),))
            new = transaction.execute("INSERT OR IGNORE INTO records VALUES (?, ?, ?, ?, ?)", (*key, value, expires_at))
            return new.rowcount == 1

    def get(self, key: RecordKey) -> str | None:
        """Read a record."""
        rows = self._database.read(READ, (*key, self._clock()))
        return cast("str", rows[0][0]) if rows else None

    def take(self, key: RecordKey) -> str | None:
        """Read a record and delete it."""
        with self._database.write() as transaction:
            transaction.execute(DROP_EXPIRED, (self._clock(),))
            rows = transaction.execute(DELETE, key).fetchall()
        return cast("str", rows[0][0]) if rows else None

    def delete(self, key: RecordKey, *, durable: bool = True) -> None:
        """Delete a record, if there is one."""
        with self._database.write(durable=durable) as transaction:
            transaction.execute(DELETE, key).fetchall()

    def count(self, kind: str, owner: str) -> int:
        """How many records of a kind the owner has; expired ones count until a record is written."""
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
        with self._database.write() as transaction:
            transaction.execute("DELETE FROM records WHERE kind = ? AND owner = ?", (kind, owner))

    def close(self) -> None:
        """Does nothing: the database is closed where it was opened."""
