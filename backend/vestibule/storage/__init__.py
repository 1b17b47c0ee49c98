"""Connections to the store of STORE_URL. `revocations`, `records` and `limits` build on them.

database    one SQLite file, for the workers of one machine
redis_server    one Valkey or Redis, for replicas
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import unquote

from vestibule.storage.database import Database
from vestibule.storage.outage import Outage

if TYPE_CHECKING:
    from vestibule.storage.redis_server import RedisServer

__all__ = ["Database", "Memory", "Outage", "Storage", "open_storage"]


@dataclass(frozen=True)
class Memory:
    """Nothing is stored outside this process: for tests, and for commands that store nothing."""

    def close(self) -> None:
        """Nothing to close."""


Storage: TypeAlias = "Memory | Database | RedisServer"


def open_storage(url: str) -> Storage:
    """Open the store of a valid STORE_URL. Raises `DatabaseUnusable` for an SQLite file that cannot be written.

    No connection to a Redis server is opened yet: it may be started later than the API.
    """
    scheme, _, location = url.partition("://")
    if scheme == "memory":
        return Memory()
    if scheme == "sqlite":
        return Database(Path(unquote(location.removeprefix("/"))))
    from vestibule.storage.redis_server import RedisServer  # noqa: PLC0415  redis is slow to import

    return RedisServer(url)
