"""Counters in an SQLite file, for the workers of one machine."""

import time
from collections.abc import Callable
from typing import cast

from limits.storage import Storage as Counters

from vestibule.errors import StoreUnavailable
from vestibule.storage import Database

INCREMENT = """
INSERT INTO counters (key, number, expires_at) VALUES (:key, :amount, :now + :seconds)
ON CONFLICT (key) DO UPDATE SET
    number = CASE WHEN expires_at <= :now THEN :amount ELSE number + :amount END,
    expires_at = CASE WHEN expires_at <= :now THEN :now + :seconds ELSE expires_at END
RETURNING number
"""
DROP_EXPIRED = "DELETE FROM counters WHERE expires_at <= ?"


class SqliteCounters(Counters):
    """Counters in the table `counters`. Writes are not flushed to the disk: a power failure may undo the last ones."""

    STORAGE_SCHEME = None

    def __init__(self, database: Database, *, clock: Callable[[], float] = time.time) -> None:
        super().__init__()
        self._database = database
        self._clock = clock

    @property
    def base_exceptions(self) -> type[Exception]:
        """The exceptions that the library wraps."""
        return StoreUnavailable

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Add to the counter; the first call starts its window of `expiry` seconds."""
        now = self._clock()
        with self._database.write(durable=False) as transaction:
            transaction.execute(DROP_EXPIRED, (now,))
            parameters = {"key": key, "amount": amount, "now": now, "seconds": expiry}
            (number,) = transaction.execute(INCREMENT, parameters).fetchone()
        return cast("int", number)

    def get(self, key: str) -> int:
        """The count; 0 when its window has ended."""
        rows = self._database.read("SELECT number FROM counters WHERE key = ? AND expires_at > ?", (key, self._clock()))
        return cast("int", rows[0][0]) if rows else 0

    def get_expiry(self, key: str) -> float:
        """When the window ends."""
        now = self._clock()
        rows = self._database.read("SELECT expires_at FROM counters WHERE key = ? AND expires_at > ?", (key, now))
        return cast("float", rows[0][0]) if rows else now

    def clear(self, key: str) -> None:
        """Delete the counter."""
        self._database.execute("DELETE FROM counters WHERE key = ?", (key,), durable=False)

    def check(self) -> bool:
        """Whether the counters can be read."""
        self._database.read("SELECT 1 FROM counters LIMIT 1")
        return True

    def reset(self) -> int | None:
        """Delete every counter."""
        return len(self._database.execute("DELETE FROM counters RETURNING 1", durable=False))
