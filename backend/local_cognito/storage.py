"""The SQLite database: connections, transactions, and the schema's version."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, LifoQueue
from threading import Lock

from local_cognito.errors import CognitoError
from local_cognito.migrations import migrate

BUSY_SECONDS = 30


class Storage:
    """A pool of connections to one database file. Any number of threads may read; one writes at a time.

    WAL with synchronous=NORMAL: a committed transaction survives the end of the process, however it ends. Only a
    power cut could lose the last moments, which is acceptable for a development server.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._idle: LifoQueue[sqlite3.Connection] = LifoQueue()
        self._write_lock = Lock()
        self._callbacks: list[Callable[[], None]] = []
        with self.read() as db:
            db.execute("PRAGMA journal_mode = WAL")
            migrate(db)

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A connection for reading; each statement sees the latest commit."""
        connection = self._take()
        try:
            yield connection
        finally:
            self._idle.put(connection)

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """A write transaction.

        A CognitoError commits, because the attempt that it refuses may have been counted: raise it before other
        writes. Any other error rolls back.
        """
        with self._write_lock, self.read() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except CognitoError:
                self._commit(db)
                raise
            except BaseException:
                self._callbacks.clear()
                db.execute("ROLLBACK")
                raise
            self._commit(db)

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Within a write transaction: call `callback` once it is committed, or never if it is rolled back."""
        self._callbacks.append(callback)

    def close(self) -> None:
        """Close the idle connections; closing the last one merges the WAL into the database file."""
        while True:
            try:
                self._idle.get_nowait().close()
            except Empty:
                return

    def _commit(self, db: sqlite3.Connection) -> None:
        callbacks, self._callbacks = self._callbacks, []
        db.execute("COMMIT")
        for callback in callbacks:
            callback()

    def _take(self) -> sqlite3.Connection:
        try:
            return self._idle.get_nowait()
        except Empty:
            return self._open()

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        db.row_factory = sqlite3.Row
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA foreign_keys = ON")
        return db
