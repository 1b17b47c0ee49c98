"""A start with a key endpoint that does not answer: it fails in time, and recovers by itself."""

import asyncio
import contextlib
import threading

import httpx
import pytest

from tests.servers import Clock
from tests.unit.tokens.forge import key_set, pool_key
from tests.unit.tokens.key_server import KeyServer, reset, silence
from vestibule.errors import KeysUnavailable
from vestibule.tokens.jwks import JwksCache
from vestibule.tokens.key_endpoint import KeyEndpoint

pytestmark = pytest.mark.anyio

KID = pool_key().kid
GOOD = key_set(pool_key())


async def test_an_unreachable_endpoint_fails_quickly(clock: Clock) -> None:
    async with KeyServer(silence) as gone:
        url = gone.url
    jwks = JwksCache(KeyEndpoint(url), clock=clock)

    with pytest.raises(KeysUnavailable):
        await asyncio.wait_for(jwks.key(KID), timeout=4)
    await jwks.aclose()


async def test_a_cold_start_with_a_silent_endpoint_takes_less_than_six_seconds(server: KeyServer, clock: Clock) -> None:
    server.answer = silence
    jwks = JwksCache(KeyEndpoint(server.url), clock=clock)

    with pytest.raises(KeysUnavailable):
        await asyncio.wait_for(jwks.key(KID), timeout=6)
    await jwks.aclose()


class StubbornTransport(httpx.AsyncBaseTransport):
    """Ignores its cancellation."""

    def __init__(self) -> None:
        self.released = threading.Event()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.to_thread(self.released.wait)
        await asyncio.to_thread(self.released.wait)
        return httpx.Response(200, content=GOOD, request=request)


async def test_a_cold_start_ends_although_the_fetch_does_not(clock: Clock) -> None:
    transport = StubbornTransport()
    jwks = JwksCache(KeyEndpoint("http://127.0.0.1/keys", transport=transport, timeout=0.1), clock=clock)

    with pytest.raises(KeysUnavailable) as error:
        await asyncio.wait_for(jwks.key(KID), timeout=5)

    assert error.value.headers["Retry-After"] == "1"
    transport.released.set()
    await jwks.refresh()
    await jwks.aclose()


async def test_a_cold_cache_recovers_without_requests(server: KeyServer) -> None:
    healthy, server.answer = server.answer, reset
    jwks = JwksCache(KeyEndpoint(server.url), cooldown=0.1)
    await jwks.refresh()
    server.answer = healthy

    await server.wait_for_fetches(2)
    await jwks.refresh()

    assert jwks.ready
    await jwks.aclose()
