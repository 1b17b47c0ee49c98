"""Records in this process's memory: for tests."""

import time
from collections.abc import Callable, Mapping, Sequence
from threading import Lock

from vestibule.records.records import RecordKey


class MemoryRecordStore:
    """A dictionary of records, which a restart empties."""

    def __init__(self, *, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._lock = Lock()
        self._records: dict[RecordKey, tuple[str, float]] = {}

    def put(self, key: RecordKey, value: str, expires_at: float, *, durable: bool = True) -> None:  # noqa: ARG002
        """Write a record, or replace it."""
        with self._lock:
            self._drop_expired()
            self._records[key] = (value, expires_at)

    def create(self, key: RecordKey, value: str, expires_at: float) -> bool:
        """Write a record unless there is one."""
        with self._lock:
            self._drop_expired()
            return self._records.setdefault(key, new := (value, expires_at)) is new

    def get(self, key: RecordKey) -> str | None:
        """Read a record."""
        with self._lock:
            self._drop_expired()
            return self._records.get(key, (None,))[0]

    def take(self, key: RecordKey) -> str | None:
        """Read a record and delete it."""
        with self._lock:
            self._drop_expired()
            return self._records.pop(key, (None,))[0]

    def delete(self, keys: Sequence[RecordKey], *, durable: bool = True) -> None:  # noqa: ARG002
        """Delete records, as far as they exist."""
        with self._lock:
            for key in keys:
                self._records.pop(key, None)

    def all_of(self, kind: str, owner: str) -> Mapping[str, str]:
        """The owner's records of a kind, by item."""
        with self._lock:
            self._drop_expired()
            return {key.item: value for key, (value, _) in self._records.items() if key[:2] == (kind, owner)}

    def delete_all_of(self, kind: str, owner: str) -> None:
        """Delete the owner's records of a kind."""
        with self._lock:
            self._records = {key: record for key, record in self._records.items() if key[:2] != (kind, owner)}

    def close(self) -> None:
        """Nothing to close."""

    def _drop_expired(self) -> None:
        now = self._clock()
        for key in [key for key, (_, expires_at) in self._records.items() if expires_at <= now]:
            del self._records[key]
