"""Tokens to revoke, and revocation lists of several workers, for tests."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.shared_store import StoreServer
from vestibule.errors import StoreUnavailable
from vestibule.revocations import Entry, RevocationList, open_revocations
from vestibule.revocations.stream import DAY
from vestibule.storage import Database, open_storage
from vestibule.tokens.claims import AccessClaims

NOW = 1_700_000_000.25
AT_ONCE = 0.5
RECOVERED = 5.0


def token(
    *,
    sub: str = "alice",
    auth_time: float | None = None,
    issued_at: float | None = NOW - 60,
    jti: str | None = None,
    origin_jti: str | None = "laptop",
) -> AccessClaims:
    """The claims of an access token that expires an hour after `NOW`."""
    return AccessClaims(
        sub=sub,
        username=sub,
        client_id="client",
        scopes=frozenset(),
        groups=(),
        auth_time=auth_time,
        issued_at=issued_at,
        expires_at=NOW + 3600,
        jti=jti,
        origin_jti=origin_jti,
    )


def tomorrow() -> float:
    """The time in a day, in seconds since the epoch."""
    return time.time() + 86_400


@asynccontextmanager
async def worker(store: str | Database, *, closed: bool = False) -> AsyncIterator[RevocationList]:
    """The revocation list of one worker, started; `store` is a STORE_URL, or a database, which is closed at the end."""
    storage = open_storage(store) if isinstance(store, str) else store
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


def stream_keys(server: StoreServer) -> set[str]:
    """The keys in the server's stream."""
    with server.client() as client:
        return {fields["key"] for _, fields in client.xrange(DAY)}
