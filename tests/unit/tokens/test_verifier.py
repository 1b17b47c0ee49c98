"""Verification of valid tokens, and the cache of verified tokens."""

import asyncio
import dataclasses

import pytest
from structlog.testing import capture_logs

from tests.servers import Clock
from tests.unit.tokens.forge import (
    ABSENT,
    CLIENT_ID,
    ISSUER,
    NOW,
    OTHER_CLIENT_ID,
    SUB,
    machine_claims,
    signing_key,
    token,
    user_claims,
)  # fmt: skip
from tests.unit.tokens.key_server import KeyServer, silence
from tests.unit.tokens.verify import verify
from vestibule.errors import KeysUnavailable, TokenExpired, TokenInvalid
from vestibule.tokens.claims import AccessClaims
from vestibule.tokens.jwks import JwksCache
from vestibule.tokens.verifier import TokenVerifier

pytestmark = pytest.mark.anyio


class TestClaims:
    async def test_claims_of_a_user_are_read(self, verifier: TokenVerifier) -> None:
        claims = await verify(verifier, token())

        assert claims == AccessClaims(
            sub=SUB,
            username=SUB,
            client_id=CLIENT_ID,
            scopes=frozenset({"aws.cognito.signin.user.admin"}),
            groups=("admins",),
            auth_time=NOW - 60,
            issued_at=NOW - 60,
            expires_at=NOW + 3600,
            jti="a1b2c3d4-0000-4000-8000-000000000001",
            origin_jti="5b9f50a3-05da-454a-8b99-b79c2349de77",
            issuer=ISSUER,
        )

    async def test_claims_that_a_trigger_added_are_custom(self, verifier: TokenVerifier) -> None:
        added = {"tenant": "acme", "limits": {"reports": [1, 2]}, "aud": "https://api.example.com", "version": 2}

        claims = await verify(verifier, token(user_claims(added)))

        assert claims.custom == {"tenant": "acme", "limits": {"reports": [1, 2]}}
        assert (await verify(verifier, token())).custom == {}

    async def test_claims_of_a_machine_are_read(self, verifier: TokenVerifier) -> None:
        claims = await verify(verifier, token(machine_claims()))

        assert (claims.sub, claims.username) == (OTHER_CLIENT_ID, None)
        assert claims.scopes == {"reports/read", "reports/write"}

    async def test_absent_claims_are_empty(self, verifier: TokenVerifier) -> None:
        optional = ("scope", "auth_time", "cognito:groups", "iat", "jti", "origin_jti")

        claims = await verify(verifier, token(user_claims(dict.fromkeys(optional, ABSENT))))

        assert (claims.scopes, claims.groups) == (frozenset(), ())
        assert (claims.auth_time, claims.issued_at, claims.jti, claims.origin_jti) == (None, None, None, None)

    async def test_claims_contain_no_token_and_are_frozen(self, verifier: TokenVerifier) -> None:
        text = token()

        claims = await verify(verifier, text)

        assert not any(segment in repr(claims) for segment in text.split("."))
        with pytest.raises(dataclasses.FrozenInstanceError):
            claims.sub = "other"


class TestAudience:
    AUDIENCE = "https://api.example.com"

    @pytest.fixture
    def of_a_resource(self, pool_jwks: JwksCache, clock: Clock) -> TokenVerifier:
        return TokenVerifier(pool_jwks, issuer=ISSUER, client_ids=[CLIENT_ID], audience=self.AUDIENCE, clock=clock)

    @pytest.mark.parametrize("aud", [AUDIENCE, [AUDIENCE], ["https://other.example.com", AUDIENCE], ABSENT])
    async def test_this_resource_or_no_audience_is_accepted(self, of_a_resource: TokenVerifier, aud: object) -> None:
        assert await verify(of_a_resource, token(user_claims({"aud": aud})))

    @pytest.mark.parametrize("aud", ["", "https://other.example.com", [], [AUDIENCE + "/"], [AUDIENCE, 1], None, 1])
    async def test_another_resource_is_refused(self, of_a_resource: TokenVerifier, aud: object) -> None:
        with pytest.raises(TokenInvalid):
            await verify(of_a_resource, token(user_claims({"aud": aud})))


class TestExpiredTokens:
    async def test_an_expired_token_can_be_verified_for_a_sign_out(self, verifier: TokenVerifier) -> None:
        claims = await verifier.verify_expired_access(token(user_claims({"exp": NOW - 3600})).encode())

        assert claims.sub == SUB
        with pytest.raises(TokenExpired):
            await verify(verifier, token(user_claims({"exp": NOW - 3600})))

    @pytest.mark.parametrize("change", [{"iss": "https://other.example.com"}, {"client_id": "other"}, {"exp": -1}])
    async def test_an_expired_token_must_be_valid_otherwise(
        self, verifier: TokenVerifier, change: dict[str, object]
    ) -> None:
        with pytest.raises(TokenInvalid):
            await verifier.verify_expired_access(token(user_claims({"exp": NOW - 3600} | change)).encode())

    async def test_an_expired_token_must_be_signed_by_the_pool(self, verifier: TokenVerifier) -> None:
        forged = token(user_claims({"exp": NOW - 3600}), key=signing_key("attacker"))

        with pytest.raises(TokenInvalid):
            await verifier.verify_expired_access(forged.encode())


class TestClockSkew:
    async def test_clock_skew_is_logged_once_a_minute_with_its_size(self, pool_jwks: JwksCache, clock: Clock) -> None:
        verifier = TokenVerifier(pool_jwks, issuer=ISSUER, client_ids=[CLIENT_ID], clock=clock)

        with capture_logs() as lines:
            for seconds in (0, 1, 58, 1, 1):
                clock.advance(seconds)
                with pytest.raises(TokenInvalid):
                    await verify(verifier, token(user_claims({"iat": clock() + 90})))

        assert [line["event"] for line in lines] == ["token.not_valid_yet"] * 2
        assert [line["clock_behind_seconds"] for line in lines] == [90, 90]

    async def test_clock_skew_of_a_forged_token_is_not_logged(self, verifier: TokenVerifier) -> None:
        with capture_logs() as lines, pytest.raises(TokenInvalid):
            await verify(verifier, token(user_claims({"iat": NOW + 90}), key=signing_key("attacker")))

        assert lines == []


class TestLeeway:
    async def test_leeway_is_a_minute_by_default(self, verifier: TokenVerifier) -> None:
        assert await verify(verifier, token(user_claims({"iat": NOW + 60})))
        with pytest.raises(TokenInvalid):
            await verify(verifier, token(user_claims({"iat": NOW + 61})))

    @pytest.mark.parametrize("claim", ["iat", "nbf"])
    async def test_leeway_applies_to_clocks_that_are_behind(
        self, pool_jwks: JwksCache, clock: Clock, claim: str
    ) -> None:
        lenient = TokenVerifier(pool_jwks, issuer=ISSUER, client_ids=[CLIENT_ID], leeway=60, clock=clock)

        assert await verify(lenient, token(user_claims({claim: NOW + 60})))
        with pytest.raises(TokenInvalid):
            await verify(lenient, token(user_claims({claim: NOW + 61})))

    async def test_leeway_does_not_apply_to_the_expiry(self, pool_jwks: JwksCache, clock: Clock) -> None:
        lenient = TokenVerifier(pool_jwks, issuer=ISSUER, client_ids=[CLIENT_ID], leeway=60, clock=clock)

        with pytest.raises(TokenExpired):
            await verify(lenient, token(user_claims({"exp": NOW})))

    @pytest.mark.parametrize("leeway", [-1, 61, float("nan"), float("inf")])
    def test_leeway_is_limited(self, pool_jwks: JwksCache, leeway: float) -> None:
        with pytest.raises(ValueError, match="leeway"):
            TokenVerifier(pool_jwks, issuer=ISSUER, client_ids=[CLIENT_ID], leeway=leeway)


class TestOutage:
    async def test_a_cold_start_without_keys_does_not_blame_the_token(
        self, of_server: TokenVerifier, server: KeyServer
    ) -> None:
        server.answer = silence

        with pytest.raises(KeysUnavailable):
            await verify(of_server, token())

    async def test_malformed_tokens_are_refused_without_waiting(
        self, of_server: TokenVerifier, server: KeyServer
    ) -> None:
        server.answer = silence

        with pytest.raises(TokenInvalid):  # it would be KeysUnavailable if it had waited
            await verify(of_server, "not.a.token")

    async def test_known_keys_are_not_delayed_by_unknown_kids(
        self, of_server: TokenVerifier, server: KeyServer
    ) -> None:
        await verify(of_server, token())
        server.answer = silence
        made_up = asyncio.create_task(verify(of_server, token(header_changes={"kid": "made-up"})))
        await server.wait_for_fetches(2)

        assert await verify(of_server, token(user_claims({"jti": "another"})))

        assert not made_up.done()
        with pytest.raises(TokenInvalid):
            await made_up
