"""A key endpoint that is down, slow or hostile: known keys keep working, a cold start fails quickly, all recover."""

import asyncio
import time
from collections.abc import Coroutine

import pytest

from tests.servers import Clock
from tests.unit.tokens.forge import key_set, pool_key, to_json
from tests.unit.tokens.key_server import (
    Answer,
    KeyServer,
    document,
    drip,
    endless,
    gzip_bomb,
    raw,
    redirect,
    reset,
    silence,
)  # fmt: skip
from vestibule.errors import KeysUnavailable
from vestibule.tokens.jwks import JwksCache
from vestibule.tokens.key_set import VerificationKey

pytestmark = pytest.mark.anyio

KID = pool_key().kid
GOOD = key_set(pool_key())
TTL = 3600

FAULTS: dict[str, Answer] = {
    "silent": silence,
    "reset": reset,
    "closing at once": raw(),
    "slow in its headers": drip(b"HTTP/1.1 200 OK\r\n", b"X-A: a\r\n"),
    "slow in its body": drip(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b" "),
    "stalling in its body": drip(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + GOOD, b""),
    "endless": endless,
    "endless in its headers": drip(b"HTTP/1.1 200 OK\r\n", b"X: " + b"a" * 100_000 + b"\r\n"),
    "cut short": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + GOOD),
    "no HTTP": raw(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"),
    "HTTP with a broken length": raw(b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n" + GOOD),
    "HTTP with a broken chunk": raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
    **{
        f"status {status}": document(GOOD, f"{status} Status")
        for status in (201, 203, 206, 300, 304, 400, 401, 403, 404, 429, 500, 502, 503, 504)
    },
    "a redirect to no host": document(GOOD, "302 Found", Location="http://xn--/"),
    "no content": raw(b"HTTP/1.1 204 No Content\r\n\r\n"),
    "over a megabyte": document(GOOD + b" " * 1_000_001),
    "a gzip bomb": gzip_bomb(GOOD),
    "said to be gzip": document(GOOD, Content_Encoding="gzip"),
    "said to be brotli": document(GOOD, Content_Encoding="br"),
    "empty": document(b""),
    "HTML": document(b"<html></html>"),
    "deep": document(b"[" * 100_000 + b"]" * 100_000),
    "UTF-16": document(GOOD.decode().encode("utf-16")),
    "an empty set": document(b'{"keys": []}'),
    "a set of nothing usable": document(to_json({"keys": [{"kty": "oct", "kid": KID, "k": "AAAA"}]})),
    "a megabyte of small objects": document(b'{"keys": [' + b",".join([b"{}"] * 300_000) + b"]}"),
}


def at_once(call: Coroutine[object, object, VerificationKey]) -> VerificationKey:
    """The result of a coroutine that never waits."""
    with pytest.raises(StopIteration) as finished:
        call.send(None)
    key: VerificationKey = finished.value.value
    return key


@pytest.mark.parametrize("fault", FAULTS)
class TestFault:
    async def test_a_cold_start_fails_quickly_and_recovers(
        self, fault: str, jwks: JwksCache, server: KeyServer, clock: Clock
    ) -> None:
        healthy, server.answer = server.answer, FAULTS[fault]

        with pytest.raises(KeysUnavailable) as first:
            await asyncio.wait_for(jwks.key(KID), timeout=5)
        with pytest.raises(KeysUnavailable):
            at_once(jwks.key(KID))
        assert first.value.headers["Retry-After"] == "5"
        assert server.fetches == 1

        server.answer = healthy
        clock.advance(5)
        assert await jwks.key(KID)

    async def test_known_keys_keep_working_without_delay(
        self, fault: str, jwks: JwksCache, server: KeyServer, clock: Clock
    ) -> None:
        known = await jwks.key(KID)
        server.answer = FAULTS[fault]

        clock.advance(TTL)
        during = at_once(jwks.key(KID))
        await jwks.refresh()

        assert during is known
        assert await jwks.key(KID) is known
        assert jwks.generation == 0


async def test_a_redirect_is_not_followed(jwks: JwksCache, server: KeyServer) -> None:
    async with KeyServer(document(GOOD)) as elsewhere:
        server.answer = redirect(elsewhere.url)

        with pytest.raises(KeysUnavailable):
            await jwks.key(KID)

        assert elsewhere.fetches == 0


@pytest.mark.parametrize("fault", ["endless", "deep", "a megabyte of small objects", "a gzip bomb"])
async def test_the_event_loop_is_never_blocked(fault: str, jwks: JwksCache, server: KeyServer) -> None:
    server.answer = FAULTS[fault]
    longest = 0.0

    fetch = asyncio.create_task(jwks.refresh())
    while not fetch.done():
        before = time.process_time()  # CPU time, because other programs use the machine too
        await asyncio.sleep(0)
        longest = max(longest, time.process_time() - before)

    assert longest < 0.1
