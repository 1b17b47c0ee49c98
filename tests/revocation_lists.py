"""Revocation lists of several workers, for tests."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from vestibule.errors import StoreUnavailable
from vestibule.revocations import Entry, RevocationList, open_revocations
from vestibule.storage import open_storage

AT_ONCE = 0.5
RECOVERED = 5.0


def tomorrow() -> float:
    """The time in a day, in seconds since the epoch."""
    return time.time() + 86_400


@asynccontextmanager
async def worker(url: str, *, closed: bool = False) -> AsyncIterator[RevocationList]:
    """The revocation list of one worker, started."""
    storage = open_storage(url)
    revocations = open_revocations(storage, closed=closed)
    await revocations.start()
    try:
        yield revocations
    finally:
        await revocations.aclose()
        storage.close()


async def put(revocations: RevocationList, key: str, value: int = 1) -> None:
    """Write as an endpoint does: from a thread."""
    await asyncio.to_thread(revocations.put, Entry(key, value, tomorrow()))


async def put_during_outage(revocations: RevocationList, key: str, value: int = 1) -> None:
    """Write while other workers cannot be notified: the caller gets an error."""
    with pytest.raises(StoreUnavailable):
        await put(revocations, key, value)
