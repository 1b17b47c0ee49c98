"""One SQLite file: the schema, connections and transactions."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, LifoQueue
from threading import Lock

from local_cognito.errors import CognitoError

BUSY_SECONDS = 30

SCHEMA = """
CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pools (
  id TEXT PRIMARY KEY, settings TEXT NOT NULL, mfa TEXT NOT NULL, created REAL NOT NULL, modified REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS keys (
  pool_id TEXT NOT NULL REFERENCES pools ON DELETE CASCADE, purpose TEXT NOT NULL, kid TEXT NOT NULL, pem BLOB NOT NULL,
  PRIMARY KEY (pool_id, purpose)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS clients (
  id TEXT PRIMARY KEY, pool_id TEXT NOT NULL REFERENCES pools ON DELETE CASCADE, secret TEXT, settings TEXT NOT NULL,
  created REAL NOT NULL, modified REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS clients_of_pool ON clients (pool_id);
CREATE TABLE IF NOT EXISTS users (
  id INTEGER PRIMARY KEY, sub TEXT NOT NULL UNIQUE, pool_id TEXT NOT NULL REFERENCES pools ON DELETE CASCADE,
  username TEXT NOT NULL, username_key TEXT NOT NULL, status TEXT NOT NULL, enabled INTEGER NOT NULL, password TEXT,
  password_expires REAL, attributes TEXT NOT NULL, created REAL NOT NULL, modified REAL NOT NULL,
  UNIQUE (pool_id, username_key)
);
CREATE INDEX IF NOT EXISTS users_of_pool ON users (pool_id, id);
CREATE INDEX IF NOT EXISTS users_by_email ON users (pool_id, attributes ->> '$.email');
CREATE TABLE IF NOT EXISTS aliases (
  pool_id TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
  sub TEXT NOT NULL REFERENCES users (sub) ON DELETE CASCADE, PRIMARY KEY (pool_id, value, name)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS aliases_of_user ON aliases (sub);
CREATE TABLE IF NOT EXISTS groups (
  pool_id TEXT NOT NULL REFERENCES pools ON DELETE CASCADE, name TEXT NOT NULL, description TEXT, role TEXT,
  precedence INTEGER, created REAL NOT NULL, modified REAL NOT NULL, PRIMARY KEY (pool_id, name)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS memberships (
  sub TEXT NOT NULL REFERENCES users (sub) ON DELETE CASCADE, pool_id TEXT NOT NULL, name TEXT NOT NULL,
  PRIMARY KEY (sub, name), FOREIGN KEY (pool_id, name) REFERENCES groups ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS memberships_of_group ON memberships (pool_id, name);
CREATE TABLE IF NOT EXISTS codes (
  sub TEXT NOT NULL REFERENCES users (sub) ON DELETE CASCADE, purpose TEXT NOT NULL, digest BLOB NOT NULL,
  target TEXT NOT NULL, expires REAL NOT NULL, PRIMARY KEY (sub, purpose)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS attempts (subject TEXT NOT NULL, kind TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS attempts_of_subject ON attempts (subject, kind, at);
CREATE INDEX IF NOT EXISTS attempts_by_time ON attempts (at);
CREATE TABLE IF NOT EXISTS lockouts (
  subject TEXT PRIMARY KEY, failures INTEGER NOT NULL, until REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS lockouts_by_time ON lockouts (until);
CREATE TABLE IF NOT EXISTS challenges (
  digest BLOB PRIMARY KEY, sub TEXT NOT NULL REFERENCES users (sub) ON DELETE CASCADE, client_id TEXT NOT NULL,
  name TEXT NOT NULL, expires REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sessions (
  event_id TEXT PRIMARY KEY, origin_jti TEXT NOT NULL, sub TEXT NOT NULL REFERENCES users (sub) ON DELETE CASCADE,
  client_id TEXT NOT NULL REFERENCES clients ON DELETE CASCADE, auth_time REAL NOT NULL, expires REAL NOT NULL,
  revoked REAL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sessions_of_user ON sessions (sub);
CREATE INDEX IF NOT EXISTS sessions_by_expiry ON sessions (expires);
CREATE TABLE IF NOT EXISTS refresh_tokens (
  digest BLOB PRIMARY KEY, event_id TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE, rotated REAL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS refresh_tokens_of_session ON refresh_tokens (event_id);
CREATE TABLE IF NOT EXISTS messages (
  id INTEGER PRIMARY KEY AUTOINCREMENT, recipient TEXT NOT NULL, medium TEXT NOT NULL, purpose TEXT NOT NULL,
  subject TEXT NOT NULL, code TEXT NOT NULL, sent REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS messages_to ON messages (recipient COLLATE NOCASE, id);
"""


class Storage:
    """The database file. Any number of threads may read; writers take turns.

    WAL with synchronous=NORMAL: what was committed outlives the process, however it dies. Only a power cut
    could take the last moments, which a stand-in may lose.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._idle: LifoQueue[sqlite3.Connection] = LifoQueue()
        self._turn = Lock()
        self._waiting: list[Callable[[], None]] = []
        with self.read() as db:
            db.execute("PRAGMA journal_mode = WAL")
            db.executescript(SCHEMA)

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
        """A transaction. A refusal keeps what it counted, so check before you write; any other error undoes all."""
        with self._turn, self.read() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except CognitoError:
                self._commit(db)
                raise
            except BaseException:
                self._waiting.clear()
                db.execute("ROLLBACK")
                raise
            self._commit(db)

    def after_commit(self, call: Callable[[], None]) -> None:
        """Within a transaction: what to do when it is certain, and never if it is undone."""
        self._waiting.append(call)

    def close(self) -> None:
        """Close what is idle; the last one folds the log into the file."""
        while True:
            try:
                self._idle.get_nowait().close()
            except Empty:
                return

    def _commit(self, db: sqlite3.Connection) -> None:
        waiting, self._waiting = self._waiting, []
        db.execute("COMMIT")
        for call in waiting:
            call()

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
