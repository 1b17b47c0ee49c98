"""The verifier's cache of claims, and revoked tokens."""

import dataclasses

import pytest

from tests.servers import Clock
from tests.unit.tokens.forge import (
    CLIENT_ID,
    ISSUER,
    NOW,
    key_set,
    pool_key,
    signing_key,
    token,
    user_claims,
)  # fmt: skip
from tests.unit.tokens.key_server import KeyServer, document
from tests.unit.tokens.verify import verify
from vestibule.errors import TokenExpired, TokenInvalid, TokenRevoked
from vestibule.tokens.jwks import JwksCache
from vestibule.tokens.verifier import TokenVerifier

pytestmark = pytest.mark.anyio


class TestMemory:
    async def test_a_cached_token_has_the_same_claims(self, verifier: TokenVerifier) -> None:
        text = token()

        assert await verify(verifier, text) is await verify(verifier, text)

    async def test_a_cached_token_expires(self, verifier: TokenVerifier, clock: Clock) -> None:
        text = token(user_claims({"exp": NOW + 10}))
        await verify(verifier, text)

        clock.advance(9.5)
        await verify(verifier, text)
        clock.advance(0.5)
        for _ in range(2):
            with pytest.raises(TokenExpired):
                await verify(verifier, text)

    async def test_a_cached_token_ends_with_its_key(
        self, of_server: TokenVerifier, jwks: JwksCache, server: KeyServer
    ) -> None:
        text = token()
        await verify(of_server, text)
        server.answer = document(key_set(signing_key("new-key")))

        await jwks.refresh()

        with pytest.raises(TokenInvalid):
            await verify(of_server, text)

    async def test_a_cached_token_ends_when_another_key_has_the_same_kid(
        self, of_server: TokenVerifier, jwks: JwksCache, server: KeyServer
    ) -> None:
        text = token()
        await verify(of_server, text)
        impostor = dataclasses.replace(signing_key("new-key"), kid=pool_key().kid)
        server.answer = document(key_set(impostor))

        await jwks.refresh()

        with pytest.raises(TokenInvalid):
            await verify(of_server, text)

    async def test_cached_tokens_keep_the_keys_refreshed(
        self, of_server: TokenVerifier, server: KeyServer, clock: Clock
    ) -> None:
        text = token(user_claims({"exp": NOW + 86400}))
        await verify(of_server, text)
        server.answer = document(key_set(signing_key("new-key")))

        clock.advance(3600)
        await verify(of_server, text)
        await server.wait_for_fetches(2)
        with pytest.raises(TokenInvalid):
            await verify(of_server, token(key=signing_key("attacker")))
        with pytest.raises(TokenInvalid):
            await verify(of_server, text)

    async def test_the_cache_is_limited_and_keeps_the_tokens_used_last(
        self, pool_jwks: JwksCache, clock: Clock
    ) -> None:
        small = TokenVerifier(pool_jwks, issuer=ISSUER, client_ids=[CLIENT_ID], cache_size=2, clock=clock)
        used, unused, third = (token(user_claims({"jti": jti})) for jti in "abc")
        of_used, of_unused = await verify(small, used), await verify(small, unused)

        await verify(small, used)
        await verify(small, third)

        assert await verify(small, used) is of_used
        assert await verify(small, unused) is not of_unused

    async def test_invalid_tokens_are_not_cached(self, pool_jwks: JwksCache, clock: Clock) -> None:
        small = TokenVerifier(pool_jwks, issuer=ISSUER, client_ids=[CLIENT_ID], cache_size=1, clock=clock)
        good = token()
        claims = await verify(small, good)

        for n in range(100):
            with pytest.raises(TokenInvalid):
                await verify(small, token(user_claims({"jti": str(n), "iss": "other"})))

        assert await verify(small, good) is claims

    async def test_a_cached_token_does_not_validate_another_with_its_signature(self, verifier: TokenVerifier) -> None:
        good = token()
        await verify(verifier, good)
        header, _, signature = good.split(".")
        _, payload, _ = token(user_claims({"sub": "somebody else"})).split(".")

        with pytest.raises(TokenInvalid):
            await verify(verifier, f"{header}.{payload}.{signature}")


class TestRevocation:
    @pytest.fixture
    def revoked(self) -> set[str]:
        return set()

    @pytest.fixture
    def revoking(self, pool_jwks: JwksCache, clock: Clock, revoked: set[str]) -> TokenVerifier:
        return TokenVerifier(
            pool_jwks,
            issuer=ISSUER,
            client_ids=[CLIENT_ID],
            is_revoked=lambda claims: claims.origin_jti in revoked,
            clock=clock,
        )

    async def test_revocation_applies_immediately_to_cached_tokens(
        self, revoking: TokenVerifier, revoked: set[str]
    ) -> None:
        text, other = token(user_claims({"origin_jti": "a"})), token(user_claims({"origin_jti": "b"}))
        await verify(revoking, text)

        revoked.add("a")

        with pytest.raises(TokenRevoked):
            await verify(revoking, text)
        assert await verify(revoking, other)

    async def test_revocation_applies_to_new_tokens(self, revoking: TokenVerifier, revoked: set[str]) -> None:
        revoked.add("a")

        with pytest.raises(TokenRevoked):
            await verify(revoking, token(user_claims({"origin_jti": "a"})))
