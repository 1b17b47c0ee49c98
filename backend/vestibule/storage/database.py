"""The SQLite file that all workers of one machine share."""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

from vestibule.errors import StoreUnavailable
from vestibule.storage.outage import Outage

WRITE_WAIT_SECONDS = 2.0
"""How long a write waits for another worker's write; each takes milliseconds."""
READ_WAIT_SECONDS = 0.05
"""Reads run on the event loop too. In WAL mode they do not wait for writes, except during the recovery from a crash."""
OPEN_WAIT_SECONDS = 10.0
CHECK_SECONDS = 1.0
"""How often writes that are not durable look whether the file is still there."""
APPLICATION_ID = 0x76657374  # "vest": marks the file as ours
SCHEMA_VERSION = 1

SCHEMA = """
CREATE TABLE IF NOT EXISTS revocations (
    id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, value INTEGER NOT NULL, expires_at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS revocations_expiry ON revocations (expires_at);
CREATE TABLE IF NOT EXISTS records (
    kind TEXT NOT NULL, owner TEXT NOT NULL, item TEXT NOT NULL, value TEXT NOT NULL, expires_at REAL NOT NULL,
    PRIMARY KEY (kind, owner, item)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS records_expiry ON records (expires_at);
CREATE TABLE IF NOT EXISTS counters (
    key TEXT PRIMARY KEY, number INTEGER NOT NULL, expires_at REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS counters_expiry ON counters (expires_at);
"""

MARKS = f"PRAGMA application_id={APPLICATION_ID}; PRAGMA user_version={SCHEMA_VERSION};"

Row = tuple[object, ...]
Parameters = Sequence[str | int | float]


class DatabaseUnusable(SystemExit):
    """The file cannot be used at all; its text is one readable line. Ends the process unless it is caught."""


class Database:
    """Reads and writes of one SQLite file in WAL mode. Safe for threads and for processes of one machine.

    A durable write is on the disk when it returns (`synchronous=FULL`); any other is safe against the end of this
    process, but not against a power failure, and is not tried during an outage. An SQLite error becomes
    `StoreUnavailable`: the disk is full, the file is read-only or damaged, or another process holds it.
    """

    def __init__(
        self, path: Path, *, timer: Callable[[], float] = time.monotonic, write_wait: float = WRITE_WAIT_SECONDS
    ) -> None:
        self.path = path
        self.outage = Outage()
        self._write_lock = Lock()
        self._read_lock = Lock()
        self._write_wait = write_wait
        try:
            _create(path)
            self._writer = _connect(path, write_wait)
            _prepare(self._writer)
            self._reader = _connect(path, READ_WAIT_SECONDS)
            self._inode = path.stat().st_ino
        except (sqlite3.Error, OSError) as exc:
            raise DatabaseUnusable(f"STORE_URL: the database {path} cannot be used: {_reason(exc)}") from None
        self._durable = True
        self._timer = timer
        self._check_at = 0.0

    def read(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """All rows of a query.

        One thread at a time: those that wait for a lock do not compete with the event loop for Python's global lock,
        which SQLite's steps release. With a connection for each, the event loop answered three times as late.
        """
        with self._errors(), self._read_lock:
            return self._reader.execute(sql, parameters).fetchall()

    def execute(self, sql: str, parameters: Parameters = (), *, durable: bool = True) -> list[Row]:
        """One statement that writes, as a transaction of its own: a third of the work of `write`. Returns its rows."""
        with self._errors(), self._turn_to_write():
            self._prepare_write(durable)
            return self._writer.execute(sql, parameters).fetchall()

    @contextmanager
    def write(self, *, durable: bool = True) -> Iterator[sqlite3.Connection]:
        """One transaction, committed when the block ends and rolled back when it raises."""
        with self._errors(), self._turn_to_write():
            self._prepare_write(durable)
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
                self._writer.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # SQLite has rolled back already after some errors
                    self._writer.execute("ROLLBACK")
                raise

    @contextmanager
    def _turn_to_write(self) -> Iterator[None]:
        """Waiting for other threads has a limit, like waiting for other processes."""
        if not self._write_lock.acquire(timeout=self._write_wait):
            raise sqlite3.OperationalError("other writes take too long")
        try:
            yield
        finally:
            self._write_lock.release()

    def probe(self) -> None:
        """Try a write, to find out whether an outage is over."""
        self.execute("INSERT OR REPLACE INTO counters VALUES ('probe', 1, 0)")

    def close(self) -> None:
        """Close the connections. The last process to do so merges the WAL into the file."""
        with self._write_lock, self._read_lock:
            self._reader.close()
            self._writer.close()

    def _prepare_write(self, durable: bool) -> None:
        if not durable and self.outage.active:
            raise StoreUnavailable
        if durable or self._timer() >= self._check_at:
            self._check_file()
            self._check_at = self._timer() + CHECK_SECONDS
        if durable is not self._durable:
            self._writer.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
            self._durable = durable

    def _check_file(self) -> None:
        """SQLite keeps writing to a file that was deleted or replaced, and a restart would not find that data."""
        try:
            inode = self.path.stat().st_ino
        except OSError as exc:
            raise sqlite3.OperationalError(f"{self.path} was deleted; restart the API") from exc
        if inode != self._inode:
            raise sqlite3.OperationalError(f"{self.path} was replaced; restart the API")

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as exc:
            self.outage.began(exc)
            raise StoreUnavailable from exc


def _create(path: Path) -> None:
    """Create the file for its owner alone, before SQLite does: -wal and -shm get the same permissions.

    A file that exists is not opened: to close it would release the locks that SQLite holds in this process (POSIX).
    """
    with suppress(FileExistsError):  # if it is no directory, open() says so
        path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def _connect(path: Path, wait: float) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=wait, isolation_level=None, check_same_thread=False)


def _prepare(connection: sqlite3.Connection) -> None:
    """Switch to WAL and create the tables. SQLite does not wait when another worker does the same: this does."""
    give_up_at = time.monotonic() + OPEN_WAIT_SECONDS
    while True:
        try:
            _check_identity(connection)
            connection.execute("PRAGMA journal_mode=WAL").fetchone()
            connection.execute("PRAGMA synchronous=FULL")
            connection.executescript(f"BEGIN IMMEDIATE; {SCHEMA} {MARKS} COMMIT;")
        except sqlite3.OperationalError as exc:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            if exc.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise
            if time.monotonic() > give_up_at:
                raise
            time.sleep(0.02)
        else:
            _check_integrity(connection)
            return


def _check_identity(connection: sqlite3.Connection) -> None:
    """Refuse a file of another program or of a later version of this one."""
    (application_id,), (version,), (tables,) = (
        connection.execute(query).fetchone()
        for query in ("PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_master")
    )
    if application_id != APPLICATION_ID and (application_id or tables):
        raise sqlite3.DatabaseError("it belongs to another program")
    if version > SCHEMA_VERSION:
        raise sqlite3.DatabaseError("it was written by a later version of Vestibule")


def _check_integrity(connection: sqlite3.Connection) -> None:
    """Detect damage at start rather than at the first sign-out that meets it."""
    (result,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if result != "ok":
        raise sqlite3.DatabaseError(f"it is damaged ({result})")
    connection.execute("PRAGMA shrink_memory")  # the check has filled the cache, with up to 2 MB


def _reason(error: Exception) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)
