"""Records in an SQLite file, for the workers of one machine."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, cast

from vestibule.records.records import RecordKey
from vestibule.storage import Database
from vestibule.storage.group_commit import GroupCommit

DROP_SECONDS = 60

READ = "SELECT value FROM records WHERE kind = ? AND owner = ? AND item = ? AND expires_at > ?"
# Any number of records in one row or statement: SQLite takes a step for each, around which other threads run.
READ_ALL = "SELECT json_group_object(item, value) FROM records WHERE kind = ? AND owner = ? AND expires_at > ?"
PUT = """
INSERT OR REPLACE INTO records
SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
    json_extract(value, '$[3]'), json_extract(value, '$[4]')
FROM json_each(?)
"""
CREATE = """
INSERT INTO records VALUES (?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at WHERE records.expires_at <= ?
RETURNING 1
"""
TAKE = "DELETE FROM records WHERE kind = ? AND owner = ? AND item = ? RETURNING value, expires_at"
DELETE = """
DELETE FROM records WHERE (kind, owner, item) IN
    (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]') FROM json_each(?))
"""
DROP_EXPIRED = "DELETE FROM records WHERE expires_at <= ?"


class _Put(NamedTuple):
    row: tuple[str, str, str, str, float]
    durable: bool


class SqliteRecordStore:
    """Records in the table `records`. Expired ones are not read, and are deleted by a write every minute."""

    def __init__(self, database: Database, *, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        self._drop_at = clock() + DROP_SECONDS
        self._puts: GroupCommit[_Put] = GroupCommit(self._put_all)

    def put(self, key: RecordKey, value: str, expires_at: float, *, durable: bool = True) -> None:
        """Write a record, or replace it."""
        self._drop_expired()
        self._puts.write(_Put((*key, value, expires_at), durable))

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
        taken = cast("list[tuple[str, float]]", self._database.execute(TAKE, key))
        return next((value for value, expires_at in taken if expires_at > self._clock()), None)

    def delete(self, keys: Sequence[RecordKey], *, durable: bool = True) -> None:
        """Delete records, as far as they exist."""
        self._database.execute(DELETE, (json.dumps(keys),), durable=durable)

    def all_of(self, kind: str, owner: str) -> Mapping[str, str]:
        """The owner's records of a kind, by item."""
        ((found,),) = self._database.read(READ_ALL, (kind, owner, self._clock()))
        return cast("dict[str, str]", json.loads(cast("str", found)))

    def delete_all_of(self, kind: str, owner: str) -> None:
        """Delete the owner's records of a kind."""
        self._database.execute("DELETE FROM records WHERE kind = ? AND owner = ?", (kind, owner))

    def close(self) -> None:
        """Does nothing: the database is closed where it was opened."""

    def _put_all(self, puts: Sequence[_Put]) -> None:
        rows = json.dumps([put.row for put in puts])
        self._database.execute(PUT, (rows,), durable=any(put.durable for put in puts))

    def _drop_expired(self) -> None:
        now = self._clock()
        if now >= self._drop_at:
            self._drop_at = now + DROP_SECONDS
            self._database.execute(DROP_EXPIRED, (now,), durable=False)
