"""A pool with its keys, and a verifier that has fetched them over HTTP."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.servers import Clock
from tests.unit.tokens.forge import CLIENT_ID, ISSUER, NOW, OTHER_CLIENT_ID, key_set, pool_key, signing_key, to_json
from tests.unit.tokens.key_server import KeyServer, document
from vestibule.tokens.jwks import JwksCache
from vestibule.tokens.key_endpoint import KeyEndpoint
from vestibule.tokens.verifier import TokenVerifier


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture(scope="session")
def pool_jwks() -> JwksCache:
    """The fetched keys of a pool, whose set also contains keys that must not be used."""
    usable = [pool_key(), signing_key("id-key"), signing_key("large-key", 3072)]
    members = [key.jwk for key in usable]
    members += [signing_key("weak-key", 1024).jwk, {**signing_key("enc-key").jwk, "use": "enc"}]

    async def fetched() -> JwksCache:
        async with KeyServer(document(to_json({"keys": members}))) as server:
            jwks = JwksCache(KeyEndpoint(server.url), clock=lambda: NOW, cooldown=1e9)
            await jwks.refresh()
            await jwks.aclose()
        return jwks

    return asyncio.run(fetched())


@pytest.fixture
def verifier(pool_jwks: JwksCache, clock: Clock) -> TokenVerifier:
    return TokenVerifier(pool_jwks, issuer=ISSUER, client_ids=[CLIENT_ID, OTHER_CLIENT_ID], clock=clock)


@pytest.fixture
async def server() -> AsyncIterator[KeyServer]:
    """The pool's key endpoint; it works until a test sets another `answer`."""
    async with KeyServer(document(key_set(pool_key()))) as key_server:
        yield key_server


@pytest.fixture
async def jwks(server: KeyServer, clock: Clock) -> AsyncIterator[JwksCache]:
    """An empty cache."""
    cache = JwksCache(KeyEndpoint(server.url, timeout=0.6), clock=clock)
    yield cache
    await cache.aclose()


@pytest.fixture
def of_server(jwks: JwksCache, clock: Clock) -> TokenVerifier:
    """A verifier whose keys come from `server`."""
    return TokenVerifier(jwks, issuer=ISSUER, client_ids=[CLIENT_ID], clock=clock)
