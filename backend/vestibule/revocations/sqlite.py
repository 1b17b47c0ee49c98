"""The revocation list in an SQLite file, for the workers of one machine."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Sequence
from threading import Lock
from typing import cast

import structlog

from vestibule.errors import StoreUnavailable
from vestibule.revocations.entries import Entries, Entry
from vestibule.revocations.generation import Generation
from vestibule.storage import Database

log = structlog.get_logger(__name__)

SYNC_SECONDS = 1.0
RETRY_SECONDS = 0.2

READ = "SELECT id, key, value, expires_at FROM revocations WHERE id > ? ORDER BY id LIMIT 10000"
MERGE = """
INSERT OR REPLACE INTO revocations (key, value, expires_at)
SELECT :key, max(:value, coalesce(max(value), 0)), max(:expires_at, coalesce(max(expires_at), 0))
FROM revocations WHERE key = :key
"""
DROP_EXPIRED = "DELETE FROM revocations WHERE expires_at <= ?"


class SqliteRevocations:
    """A copy in memory that follows the database.

    `put` commits to the disk, then changes the generation. Every other worker compares the generation at each `current`
    and reads the new rows when it has changed, so it knows what was put before `put` has returned. A merged entry gets
    a new row number; so what is new is what has a larger number than the last one read.

    A task also reads once a second. It finds what a worker committed that was killed before it changed the generation,
    and writes what could not be written while the database was unavailable.
    """

    def __init__(
        self,
        database: Database,
        entries: Entries,
        *,
        closed: bool = False,
        clock: Callable[[], float] = time.time,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._entries = entries
        self._closed = closed
        self._clock = clock
        self._timer = timer
        self._generation = Generation(database.path)
        self._view: Sequence[int | None] = self._generation.view
        self._seen: int | None = None
        self._last_row = 0
        self._unwritten: dict[str, Entry] = {}
        self._lock = Lock()
        self._retry_at = 0.0
        self._task: asyncio.Task[None] | None = None

    @property
    def connected(self) -> bool:
        """Whether the database could be read and written when it was last tried."""
        return not self._database.outage.active

    @property
    def ready(self) -> bool:
        """Loaded, and connected when the settings say to refuse rather than to guess."""
        return self._seen is not None and (self.connected or not self._closed)

    def __len__(self) -> int:
        return len(self._entries)

    def current(self) -> Entries:
        """What any worker of this machine knows; StoreUnavailable if it cannot be known and `closed`."""
        if self._view[0] != self._seen:
            self._read_if_due()
        return self._entries

    def put(self, *entries: Entry) -> None:
        """Merge the entries here, then write them to the disk. StoreUnavailable: merged here, and written later."""
        merged = [self._entries.merge(entry) for entry in entries]
        try:
            self._write(merged)
        except StoreUnavailable:
            with self._lock:
                self._unwritten |= {entry.key: entry for entry in merged}
            raise

    async def start(self) -> None:
        """Load the list, and follow it until `aclose`."""
        await asyncio.to_thread(self._sync)
        self._task = asyncio.create_task(self._follow())

    async def aclose(self) -> None:
        """Stop following, and close the file."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})
        self._view = (self._seen,)  # a request that is still running gets what was known last
        self._generation.close()

    def _read_if_due(self) -> None:
        """Read; after a failure not before RETRY_SECONDS, since every request asks."""
        if self._timer() >= self._retry_at:
            try:
                self._read()
            except StoreUnavailable:
                self._retry_at = self._timer() + RETRY_SECONDS
        if self._closed and self._view[0] != self._seen:
            raise StoreUnavailable

    def _read(self) -> None:
        with self._lock:
            generation = self._view[0]  # before the rows: what is committed meanwhile is read next time
            while rows := self._database.read(READ, (self._last_row,)):
                for row_id, key, value, expires_at in cast("list[tuple[int, str, int, float]]", rows):
                    self._entries.merge(Entry(key, value, expires_at))
                    self._last_row = row_id
            self._seen = generation

    def _write(self, entries: Sequence[Entry]) -> None:
        with self._database.write() as transaction:
            transaction.execute(DROP_EXPIRED, (self._clock(),))
            row = 0
            for entry in entries:
                row = transaction.execute(MERGE, entry._asdict()).lastrowid or row
        try:
            self._generation.announce(row)
        except OSError as exc:
            self._database.outage.began(exc)
            raise StoreUnavailable from exc

    def _sync(self) -> None:
        """Read what is new, and write what could not be written before."""
        with contextlib.suppress(StoreUnavailable):
            self._read()
            with self._lock:
                unwritten = self._unwritten
            if unwritten:  # also after the outage: a write may have failed just before it ended
                self._write(list(unwritten.values()))
                with self._lock:
                    self._unwritten = {key: e for key, e in self._unwritten.items() if unwritten.get(key) != e}
            elif self._database.outage.active:
                self._database.probe()
            else:
                return
            self._database.outage.ended()

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(SYNC_SECONDS)
            try:
                await asyncio.to_thread(self._sync)
            except Exception:  # a worker that no longer reads the file must not count as connected
                log.exception("store.reading_failed")
