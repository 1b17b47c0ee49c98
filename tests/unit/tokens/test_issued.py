"""Tokens that Cognito has just issued to us, and ID tokens that must belong to a session."""

import dataclasses
from typing import Any

import pytest

from tests.servers import Clock
from tests.unit.tokens.forge import (
    ABSENT,
    CLIENT_ID,
    NOW,
    OTHER_CLIENT_ID,
    SUB,
    id_claims,
    signing_key,
    token,
    user_claims,
)
from vestibule.errors import TokenInvalid
from vestibule.tokens.claims import AccessClaims
from vestibule.tokens.id_verifier import IdTokenVerifier
from vestibule.tokens.issued import IssuedClaims, device_key_of, issued_claims
from vestibule.tokens.verifier import TokenVerifier

SESSION = "5b9f50a3-05da-454a-8b99-b79c2349de77"
OPTIONAL = ("auth_time", "iat", "jti", "origin_jti")


class TestIssuedClaims:
    def test_session_and_user_of_a_token_are_read(self) -> None:
        issued = issued_claims(token(user_claims({"iat": NOW - 30})))

        assert issued == IssuedClaims(SUB, NOW - 60, NOW - 30, "a1b2c3d4-0000-4000-8000-000000000001", SESSION)

    def test_claims_that_are_absent_are_none(self) -> None:
        claims = user_claims(dict.fromkeys(OPTIONAL, ABSENT))

        assert issued_claims(token(claims)) == IssuedClaims(SUB, None, None, None, None)

    @pytest.mark.parametrize("text", ["", "opaque", "a.b", "a.W10.c", token(user_claims({"sub": ABSENT}))])
    def test_what_is_no_token_with_a_subject_is_an_error(self, text: str) -> None:
        with pytest.raises((ValueError, IndexError, KeyError)):
            issued_claims(text)

    @pytest.mark.parametrize("length", range(4))
    def test_payload_of_any_length_is_decoded(self, length: int) -> None:
        assert issued_claims(token(user_claims({"sub": "x" * length}))).sub == "x" * length

    @pytest.mark.parametrize(
        ("claim", "device"), [("us-east-1_device", "us-east-1_device"), (ABSENT, None), (1, None), (None, None)]
    )
    def test_device_of_a_session_is_read(self, claim: object, device: str | None) -> None:
        assert device_key_of(token(user_claims({"device_key": claim})).encode()) == device


@pytest.mark.anyio
class TestIdTokenOfSession:
    @pytest.fixture
    def id_verifier(self, verifier: TokenVerifier, clock: Clock) -> IdTokenVerifier:
        return IdTokenVerifier(verifier, client_id="of sign-ins by redirect", clock=clock)

    @pytest.fixture
    async def access(self, verifier: TokenVerifier) -> AccessClaims:
        return await verifier.verify_access(token().encode())

    async def verify(self, id_verifier: IdTokenVerifier, access: AccessClaims, **changes: Any) -> Any:
        claims = id_claims({"origin_jti": SESSION, **changes})
        return await id_verifier.verify_of_session(token(claims), access)

    async def test_token_of_the_session_is_accepted(self, id_verifier: IdTokenVerifier, access: AccessClaims) -> None:
        verified = await self.verify(id_verifier, access, auth_time=NOW - 10)

        assert (verified.sub, verified.auth_time, verified.all["email"]) == (SUB, NOW - 10, "alice@example.com")
        assert "alice" not in repr(verified)

    @pytest.mark.parametrize(
        "changes", [{"sub": "bob"}, {"origin_jti": "another"}, {"origin_jti": ABSENT}, {"aud": OTHER_CLIENT_ID}]
    )
    async def test_token_of_another_session_is_refused(
        self, id_verifier: IdTokenVerifier, access: AccessClaims, changes: dict[str, Any]
    ) -> None:
        with pytest.raises(TokenInvalid):
            await self.verify(id_verifier, access, **changes)

    async def test_time_of_the_sign_in_counts_where_tokens_name_no_session(
        self, id_verifier: IdTokenVerifier, access: AccessClaims
    ) -> None:
        unnamed = dataclasses.replace(access, origin_jti=None)

        assert await self.verify(id_verifier, unnamed, origin_jti=ABSENT)
        with pytest.raises(TokenInvalid):
            await self.verify(id_verifier, unnamed, origin_jti=ABSENT, auth_time=NOW - 59)

    async def test_times_at_their_bounds_are_accepted(self, id_verifier: IdTokenVerifier, access: AccessClaims) -> None:
        assert await self.verify(id_verifier, access, iat=NOW + 60, exp=NOW + 1, auth_time=0)
        assert await self.verify(id_verifier, access, iat=ABSENT, exp=1e11, auth_time=ABSENT)
        assert await self.verify(id_verifier, access, iat=0)
        assert access.client_id == CLIENT_ID

    async def test_token_that_somebody_else_signed_is_refused(
        self, id_verifier: IdTokenVerifier, access: AccessClaims
    ) -> None:
        forged = token(id_claims({"origin_jti": SESSION}), key=signing_key("somebody-else"))

        with pytest.raises(TokenInvalid):
            await id_verifier.verify_of_session(forged, access)
