"""Tokens revoked before they expire: a list that every worker holds in memory, and that survives a restart.

revocations    what is revoked: sessions, and users' sessions up to a time
entries        the copy in memory
sqlite         the list in an SQLite file, for the workers of one machine; generation notifies them of a change
redis          the list in Valkey or Redis, for replicas; stream sends the entries
memory         the list of a single process, for tests
"""

import time
from collections.abc import Callable

from vestibule.revocations.entries import Entries, Entry
from vestibule.revocations.memory import MemoryRevocations
from vestibule.revocations.revocations import RevocationList, Revocations, TokenClaims
from vestibule.revocations.sqlite import SqliteRevocations
from vestibule.storage import Database, Memory, Storage

__all__ = ["Entries", "Entry", "RevocationList", "Revocations", "TokenClaims", "open_revocations"]


def open_revocations(
    storage: Storage, *, closed: bool = False, clock: Callable[[], float] = time.time
) -> RevocationList:
    """The revocation list in `storage`. `closed`: refuse rather than guess while it is unavailable (STORE_FAILURE)."""
    entries = Entries(clock=clock)
    if isinstance(storage, Memory):
        return MemoryRevocations(entries)
    if isinstance(storage, Database):
        return SqliteRevocations(storage, entries, closed=closed, clock=clock)
    from vestibule.revocations.redis import RedisRevocations  # noqa: PLC0415  redis is slow to import

    return RedisRevocations(storage, entries, closed=closed, clock=clock)
