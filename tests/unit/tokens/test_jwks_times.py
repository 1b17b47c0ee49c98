"""When keys are fetched again, to the second."""

import asyncio

import httpx
import pytest

from tests.servers import Clock
from tests.unit.tokens.forge import key_set, pool_key, signing_key
from vestibule.errors import KeysUnavailable, TokenInvalid
from vestibule.tokens.jwks import JwksCache
from vestibule.tokens.key_endpoint import MAX_BYTES, EndpointFault, KeyEndpoint

pytestmark = pytest.mark.anyio

KID, NEW = pool_key().kid, signing_key("new-key")


class Endpoint:
    """A key endpoint that counts the fetches."""

    def __init__(self) -> None:
        self.response = httpx.Response(200, content=key_set(pool_key()))
        self.fetches = 0
        self.requests: list[httpx.Request] = []
        self.transport = httpx.MockTransport(self._respond)

    def _respond(self, request: httpx.Request) -> httpx.Response:
        self.fetches += 1
        self.requests.append(request)
        return httpx.Response(self.response.status_code, content=self.response.content, headers=self.response.headers)


@pytest.fixture
def endpoint() -> Endpoint:
    return Endpoint()


@pytest.mark.parametrize(("ttl", "seconds"), [(3600, 3540), (300, 240), (100, 80), (10, 8)])
async def test_keys_are_refreshed_shortly_before_their_time_is_over(
    endpoint: Endpoint, clock: Clock, ttl: float, seconds: float
) -> None:
    jwks = JwksCache(KeyEndpoint("http://keys", transport=endpoint.transport), ttl=ttl, clock=clock)
    await jwks.refresh()

    assert (jwks.next_refresh_at, jwks.fetched_at) == (clock() + seconds, clock())
    assert (jwks.ready, jwks.failure) == (True, None)
    await jwks.aclose()


@pytest.mark.parametrize(("cooldown", "seconds"), [(10, 5), (2, 2), (0.5, 0.5)])
async def test_failed_fetch_is_repeated_after_the_cooldown_or_five_seconds(
    endpoint: Endpoint, clock: Clock, cooldown: float, seconds: float
) -> None:
    endpoint.response = httpx.Response(500)
    jwks = JwksCache(KeyEndpoint("http://keys", transport=endpoint.transport), cooldown=cooldown, clock=clock)

    with pytest.raises(KeysUnavailable) as refused:
        await jwks.key(KID)

    assert (jwks.next_refresh_at, jwks.fetched_at, jwks.ready) == (clock() + seconds, None, False)
    assert refused.value.retry_after == max(1, seconds)
    assert jwks.failure == "status 500"
    clock.advance(seconds - 0.25)
    with pytest.raises(KeysUnavailable):
        await jwks.key(KID)
    assert endpoint.fetches == 1
    endpoint.response = httpx.Response(200, content=key_set(pool_key()))
    clock.advance(0.25)
    assert await jwks.key(KID)
    assert (endpoint.fetches, jwks.failure) == (2, None)
    await jwks.aclose()


async def test_unknown_kids_cause_one_fetch_in_ten_seconds(endpoint: Endpoint, clock: Clock) -> None:
    jwks = JwksCache(KeyEndpoint("http://keys", transport=endpoint.transport), clock=clock)
    await jwks.refresh()
    fetches = []
    for seconds in (0, 0, 9, 1):
        clock.advance(seconds)
        with pytest.raises(TokenInvalid):
            await jwks.key("unknown")
        fetches.append(endpoint.fetches)

    assert fetches == [2, 2, 2, 3]
    await jwks.aclose()


@pytest.mark.parametrize(("more", "ready"), [(-1, True), (0, False)])
async def test_keys_that_cannot_be_refreshed_are_used_for_another_day(
    endpoint: Endpoint, clock: Clock, more: int, ready: bool
) -> None:
    jwks = JwksCache(KeyEndpoint("http://keys", transport=endpoint.transport), ttl=100, clock=clock)
    await jwks.refresh()
    endpoint.response = httpx.Response(500)
    clock.advance(100 + 86_400 + more)

    jwks.refresh_if_due()

    assert (jwks.ready, jwks.generation, jwks.known(KID) is not None) == (ready, 0 if ready else 1, ready)
    await jwks.aclose()


async def test_generation_changes_with_removed_and_replaced_keys_only(endpoint: Endpoint, clock: Clock) -> None:
    jwks = JwksCache(KeyEndpoint("http://keys", transport=endpoint.transport), clock=clock)
    generations = []
    replaced = {**NEW.jwk, "kid": KID}
    for keys in ([pool_key().jwk], [pool_key().jwk, NEW.jwk], [replaced, NEW.jwk], [NEW.jwk]):
        endpoint.response = httpx.Response(200, json={"keys": keys})
        await jwks.refresh()
        generations.append(jwks.generation)

    assert generations == [0, 0, 1, 2]
    assert endpoint.requests[0].headers["accept"] == "application/json"
    assert endpoint.requests[0].headers["accept-encoding"] == "identity"
    await jwks.aclose()


@pytest.mark.parametrize(
    ("response", "fault"),
    [
        (httpx.Response(200, content=b"x" * MAX_BYTES), None),
        (httpx.Response(200, content=b"x" * (MAX_BYTES + 1)), "more than 1000000 bytes"),
        (httpx.Response(201, content=b"x"), "status 201"),
        (httpx.Response(302, headers={"location": "http://other"}), "status 302"),
        (httpx.Response(200, content=b"x", headers={"content-encoding": "IDENTITY"}), None),
    ],
)
async def test_only_a_plain_document_of_a_megabyte_is_read(
    endpoint: Endpoint, response: httpx.Response, fault: str | None
) -> None:
    endpoint.response = response
    keys = KeyEndpoint("http://keys/x", timeout=5, transport=endpoint.transport)

    assert keys.host == "keys"
    if fault is None:
        assert await keys.fetch() == response.content
    else:
        with pytest.raises(EndpointFault, match=fault):
            await keys.fetch()


async def test_closing_does_not_wait_for_a_fetch(clock: Clock) -> None:
    never = asyncio.Event()

    async def respond(_: httpx.Request) -> httpx.Response:
        await never.wait()
        return httpx.Response(200)

    jwks = JwksCache(KeyEndpoint("http://keys", timeout=60, transport=httpx.MockTransport(respond)), clock=clock)
    jwks.refresh_soon()
    await asyncio.sleep(0)

    async with asyncio.timeout(10):
        await jwks.aclose()
    assert not jwks.ready
