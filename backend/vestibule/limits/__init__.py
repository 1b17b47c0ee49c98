"""Rate limits, per client IP and per account.

limiter    counts requests and attempts, and raises when there are too many
table      the numbers
counters, sqlite, redis, fallback    where the counts are stored
"""

import time
from collections.abc import Callable

from limits.storage import Storage as Counters

from vestibule.limits.client_ip import client_ip_of, is_trusted, network_of, real_peer
from vestibule.limits.counters import MemoryCounters
from vestibule.limits.fallback import FallbackCounters
from vestibule.limits.limiter import Attempt, Limiter
from vestibule.limits.sqlite import SqliteCounters
from vestibule.limits.table import LIMITS, Limit
from vestibule.storage import Database, Memory, Storage

__all__ = [
    "LIMITS",
    "Attempt",
    "Counters",
    "Limit",
    "Limiter",
    "client_ip_of",
    "is_trusted",
    "network_of",
    "open_counters",
    "real_peer",
]


def open_counters(
    storage: Storage, *, several_workers: bool, closed: bool = False, clock: Callable[[], float] = time.time
) -> Counters:
    """Counters for this process alone, or shared by the workers and replicas that use `storage`.

    A single process with an SQLite file counts in memory, which is a hundred times faster; `several_workers` count in
    the file, so that they do not multiply the limits.
    """
    local = MemoryCounters(clock=clock)
    if isinstance(storage, Memory) or (isinstance(storage, Database) and not several_workers):
        return local
    if isinstance(storage, Database):
        return FallbackCounters(SqliteCounters(storage, clock=clock), local, closed=closed)
    from vestibule.limits.redis import RedisCounters  # noqa: PLC0415  redis is slow to import

    return FallbackCounters(RedisCounters(storage), local, closed=closed)
