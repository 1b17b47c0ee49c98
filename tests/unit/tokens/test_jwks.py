"""The pool's keys: fetched once, refreshed, rotated, removed."""

import asyncio
import threading

import httpx
import pytest

from tests.servers import Clock
from tests.unit.tokens.forge import key_set, pool_key, signing_key, to_json
from tests.unit.tokens.key_server import HeldResponse, KeyServer, document, silence
from vestibule.errors import KeysUnavailable, TokenInvalid
from vestibule.tokens.jwks import JwksCache
from vestibule.tokens.key_endpoint import KeyEndpoint

pytestmark = pytest.mark.anyio

KID = pool_key().kid
OLD, NEW = pool_key(), signing_key("new-key")
TTL = 3600


async def settled(jwks: JwksCache) -> None:
    """Wait for the fetch in progress, or start one."""
    await jwks.refresh()


class TestColdStart:
    async def test_a_hundred_requests_share_one_fetch(self, jwks: JwksCache, server: KeyServer) -> None:
        keys = await asyncio.gather(*(jwks.key(KID) for _ in range(100)))

        assert len(set(keys)) == 1
        assert server.fetches == 1

    async def test_the_cache_is_ready_once_it_has_keys(self, jwks: JwksCache) -> None:
        assert not jwks.ready

        await jwks.refresh()

        assert jwks.ready

    async def test_a_cancelled_request_does_not_end_the_fetch_of_others(self, server: KeyServer, clock: Clock) -> None:
        server.answer = held = HeldResponse(server.answer)
        jwks = JwksCache(KeyEndpoint(server.url), clock=clock)
        cancelled, other = (asyncio.create_task(jwks.key(KID)) for _ in range(2))
        await server.wait_for_fetches(1)

        cancelled.cancel()
        held.release()

        assert (await other).material
        assert server.fetches == 1
        await jwks.aclose()

    async def test_an_unknown_kid_causes_no_second_fetch(self, jwks: JwksCache, server: KeyServer) -> None:
        with pytest.raises(TokenInvalid):
            await jwks.key("made-up")

        assert server.fetches == 1


class TestExpiry:
    async def test_keys_are_refreshed_in_the_background(self, jwks: JwksCache, server: KeyServer, clock: Clock) -> None:
        known = await jwks.key(KID)
        server.answer = held = HeldResponse(server.answer)
        clock.advance(TTL + 1)

        during = await asyncio.gather(*(jwks.key(KID) for _ in range(100)))

        assert set(during) == {known}
        held.release()
        await settled(jwks)
        assert server.fetches == 2

    async def test_keys_are_refreshed_before_they_expire(
        self, jwks: JwksCache, server: KeyServer, clock: Clock
    ) -> None:
        await jwks.key(KID)
        clock.advance(TTL - 30)

        await jwks.key(KID)
        await server.wait_for_fetches(2)

    async def test_keys_are_not_refreshed_before_they_are_due(
        self, jwks: JwksCache, server: KeyServer, clock: Clock
    ) -> None:
        await jwks.key(KID)
        clock.advance(TTL - 120)

        await jwks.key(KID)

        assert server.fetches == 1

    async def test_keys_are_refreshed_without_requests(self, server: KeyServer) -> None:
        jwks = JwksCache(KeyEndpoint(server.url), ttl=0.2)
        await jwks.refresh()

        await server.wait_for_fetches(3)
        await jwks.aclose()

    async def test_a_removed_key_stops_working_within_the_ttl(
        self, jwks: JwksCache, server: KeyServer, clock: Clock
    ) -> None:
        await jwks.key(KID)
        server.answer = document(key_set(NEW))
        clock.advance(TTL)
        jwks.refresh_if_due()
        await settled(jwks)

        with pytest.raises(TokenInvalid):
            await jwks.key(KID)
        assert await jwks.key(NEW.kid)

    async def test_keys_that_cannot_be_refreshed_expire_finally(
        self, jwks: JwksCache, server: KeyServer, clock: Clock
    ) -> None:
        await jwks.key(KID)
        server.answer = document(b"", "500 Internal Server Error")
        clock.advance(TTL + 86400 - 1)
        assert await jwks.key(KID)
        await settled(jwks)
        generation = jwks.generation

        clock.advance(6)
        with pytest.raises(KeysUnavailable):
            await jwks.key(KID)
        assert jwks.generation != generation
        assert not jwks.ready


class TestRotation:
    async def test_a_new_key_works_from_its_first_token(self, jwks: JwksCache, server: KeyServer) -> None:
        await jwks.key(KID)
        server.answer = document(key_set(OLD, NEW))

        assert await jwks.key(NEW.kid)
        assert await jwks.key(KID)
        assert server.fetches == 2

    async def test_a_new_key_is_found_although_an_earlier_fetch_is_in_progress(
        self, jwks: JwksCache, server: KeyServer, clock: Clock
    ) -> None:
        await jwks.key(KID)
        server.answer = held = HeldResponse(document(key_set(OLD)))
        clock.advance(TTL)
        jwks.refresh_if_due()
        await server.wait_for_fetches(2)
        server.answer = document(key_set(OLD, NEW))

        newcomer = asyncio.create_task(jwks.key(NEW.kid))
        held.release()

        assert await newcomer

    async def test_a_thousand_unknown_kids_cause_one_fetch(self, jwks: JwksCache, server: KeyServer) -> None:
        await jwks.key(KID)

        answers = await asyncio.gather(*(jwks.key(f"kid-{n}") for n in range(1000)), return_exceptions=True)

        assert {type(answer) for answer in answers} == {TokenInvalid}
        assert server.fetches == 2

    async def test_unknown_kids_cause_another_fetch_only_after_the_cooldown(
        self, jwks: JwksCache, server: KeyServer, clock: Clock
    ) -> None:
        await jwks.key(KID)

        for seconds, fetches in ((0, 2), (9.9, 2), (0.2, 3), (1, 3)):
            clock.advance(seconds)
            with pytest.raises(TokenInvalid):
                await jwks.key("made-up")
            assert server.fetches == fetches

    async def test_an_unknown_kid_waits_at_most_two_seconds(self, server: KeyServer, clock: Clock) -> None:
        jwks = JwksCache(KeyEndpoint(server.url), clock=clock)
        await jwks.key(KID)
        server.answer = silence

        async with asyncio.timeout(2):
            with pytest.raises(TokenInvalid):
                await jwks.key("made-up")
        await jwks.aclose()

    async def test_the_generation_changes_only_when_a_key_is_removed(self, jwks: JwksCache, server: KeyServer) -> None:
        impostor = {**NEW.jwk, "kid": KID}
        generations = []

        for members in (
            [OLD.jwk],
            [OLD.jwk, NEW.jwk],
            [NEW.jwk, OLD.jwk],
            [NEW.jwk],
            [impostor, NEW.jwk],
            [OLD.jwk, NEW.jwk],
        ):
            server.answer = document(to_json({"keys": members}))
            await jwks.refresh()
            generations.append(jwks.generation)

        assert generations == [0, 0, 0, 1, 1, 2]


class TestClosing:
    async def test_closing_cancels_a_fetch_in_progress(self, jwks: JwksCache, server: KeyServer) -> None:
        server.answer = silence
        waiting = asyncio.create_task(jwks.key(KID))
        await server.wait_for_fetches(1)

        await jwks.aclose()

        with pytest.raises(KeysUnavailable):
            await waiting

    async def test_an_unused_cache_can_be_closed(self, jwks: JwksCache) -> None:
        await jwks.aclose()


def test_a_cache_survives_an_event_loop_that_ended_during_a_fetch(clock: Clock) -> None:
    async def begin() -> JwksCache:
        async with KeyServer(silence) as server:
            jwks = JwksCache(KeyEndpoint(server.url), clock=clock)
            asyncio.get_running_loop().create_task(jwks.key(KID))
            await server.wait_for_fetches(1)
        return jwks

    async def go_on(jwks: JwksCache) -> None:
        with pytest.raises(KeysUnavailable):
            await jwks.key(KID)
        await jwks.aclose()

    abandoned = asyncio.run(begin())
    clock.advance(10)

    asyncio.run(asyncio.wait_for(go_on(abandoned), timeout=6))


class ThreadRecorder(httpx.AsyncBaseTransport):
    """Answers immediately, and records the threads that called it."""

    def __init__(self) -> None:
        self.threads: set[int] = set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.threads.add(threading.get_ident())
        return httpx.Response(200, content=key_set(OLD), request=request)


async def test_a_busy_endpoint_does_not_block_the_event_loop_of_requests(clock: Clock) -> None:
    witness = ThreadRecorder()
    jwks = JwksCache(KeyEndpoint("http://127.0.0.1:9/keys", transport=witness), clock=clock)

    assert await jwks.key(KID)

    assert witness.threads
    assert threading.get_ident() not in witness.threads
    await jwks.aclose()
