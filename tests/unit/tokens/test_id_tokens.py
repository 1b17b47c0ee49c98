"""ID tokens of a sign-in by redirect: what makes one belong to this sign-in."""

import base64
import hashlib
from typing import Any

import pytest

from tests.servers import Clock
from tests.unit.tokens.forge import ABSENT, CLIENT_ID, NOW, OTHER_CLIENT_ID, SUB, id_claims, signing_key, token
from vestibule.errors import TokenExpired, TokenInvalid
from vestibule.tokens.id_verifier import IdTokenVerifier
from vestibule.tokens.verifier import TokenVerifier

pytestmark = pytest.mark.anyio

ACCESS_TOKEN = "header.payload.signature"
NONCE = "n-0S6_WzA2Mj"


def at_hash(access_token: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(access_token.encode()).digest()[:16]).rstrip(b"=").decode()


@pytest.fixture
def id_verifier(verifier: TokenVerifier, clock: Clock) -> IdTokenVerifier:
    return IdTokenVerifier(verifier, client_id=CLIENT_ID, clock=clock)


async def verify(id_verifier: IdTokenVerifier, **changes: Any) -> Any:
    claims = id_claims({"nonce": NONCE, "at_hash": at_hash(ACCESS_TOKEN), **changes})
    return await id_verifier.verify(token(claims), access_token=ACCESS_TOKEN, nonce=NONCE)


async def test_a_valid_token_returns_its_subject_and_the_time_of_the_sign_in(id_verifier: IdTokenVerifier) -> None:
    claims = await verify(id_verifier)

    assert (claims.sub, claims.auth_time) == (SUB, NOW - 60)


async def test_a_token_without_at_hash_is_accepted(id_verifier: IdTokenVerifier) -> None:
    assert (await verify(id_verifier, at_hash=ABSENT)).sub == SUB


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        *[("iss", value) for value in ("https://evil.example", "", None, ABSENT)],
        *[("aud", value) for value in (OTHER_CLIENT_ID, [CLIENT_ID, "other"], None, ABSENT, 1)],
        *[("token_use", value) for value in ("access", None, ABSENT)],
        *[("nonce", value) for value in ("another", "", None, ABSENT, ["n-0S6_WzA2Mj"])],
        *[("at_hash", value) for value in ("another", at_hash("another"), "", None, 7)],
        *[("sub", value) for value in ("", None, ABSENT, 1)],
        *[("auth_time", value) for value in ("now", True, -1, 1e12)],
        *[("exp", value) for value in (None, ABSENT, "never", True, 1e12, -1)],
        *[("iat", value) for value in (NOW + 61, "now", True, None)],
    ],
)
async def test_a_token_of_another_sign_in_is_refused(id_verifier: IdTokenVerifier, claim: str, value: object) -> None:
    with pytest.raises(TokenInvalid):
        await verify(id_verifier, **{claim: value})


async def test_an_expired_token_is_refused(id_verifier: IdTokenVerifier) -> None:
    with pytest.raises(TokenExpired):
        await verify(id_verifier, exp=NOW)


async def test_a_token_that_somebody_else_signed_is_refused(id_verifier: IdTokenVerifier) -> None:
    forged = token(id_claims({"nonce": NONCE}), key=signing_key("somebody-else"))

    with pytest.raises(TokenInvalid):
        await id_verifier.verify(forged, access_token=ACCESS_TOKEN, nonce=NONCE)


@pytest.mark.parametrize("text", ["", "a.b", "a.b.c", "\u20ac.b.c", "x" * 20_000])
async def test_what_is_no_token_is_refused(id_verifier: IdTokenVerifier, text: str) -> None:
    with pytest.raises(TokenInvalid):
        await id_verifier.verify(text, access_token=ACCESS_TOKEN, nonce=NONCE)
