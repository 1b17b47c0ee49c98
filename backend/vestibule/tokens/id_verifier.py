"""IdTokenVerifier: whether an ID token belongs to the sign-in that it came from (OpenID Connect Core 1.0, 3.1.3.7)."""

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from vestibule.errors import TokenExpired, TokenInvalid
from vestibule.tokens.claims import Seconds
from vestibule.tokens.payload import MAX_TIME, read_payload
from vestibule.tokens.verifier import TokenVerifier


@dataclass(frozen=True, slots=True)
class IdClaims:
    """Who signed in, and when, in seconds since 1970 (None if the token does not say it)."""

    sub: str
    auth_time: Seconds | None


class IdTokenVerifier:
    """Verifies the ID token of a sign-in by redirect, with the keys and the issuer of `access`."""

    def __init__(self, access: TokenVerifier, *, client_id: str, clock: Callable[[], float]) -> None:
        self._access = access
        self._client_id = client_id
        self._clock = clock

    async def verify(self, id_token: str, *, access_token: str, nonce: str) -> IdClaims:
        """Return the claims. TokenInvalid, TokenExpired or KeysUnavailable otherwise.

        The nonce is the one of this sign-in, and `at_hash`, where there is one, that of the access token beside it.
        """
        claims = read_payload(await self._access.open_signed(id_token.encode()))
        members = cast("Mapping[str, object]", claims)
        if members.get("iss") != self._access.issuer or members.get("aud") != self._client_id:
            raise TokenInvalid("It was issued by another issuer, or to another client.")
        if members.get("token_use") != "id":
            raise TokenInvalid("It must be an ID token.")
        if not _equal(members.get("nonce"), nonce):
            raise TokenInvalid("It belongs to another sign-in.")
        if "at_hash" in members and not _equal(members["at_hash"], _half_hash(access_token)):
            raise TokenInvalid("It belongs to another access token.")
        sub, auth_time = claims.get("sub"), claims.get("auth_time")
        if not sub:
            raise TokenInvalid("It must name its subject.")
        self._check_times(claims.get("iat", 0), claims.get("exp", -1), auth_time or 0)
        return IdClaims(sub, auth_time)

    def _check_times(self, issued_at: Seconds, expires_at: Seconds, auth_time: Seconds) -> None:
        now = self._clock()
        if not all(0 <= moment <= MAX_TIME for moment in (issued_at, expires_at, auth_time)):
            raise TokenInvalid("It must expire, and its times must be times.")
        if issued_at > now + self._access.leeway:
            raise TokenInvalid("It is not valid yet.")
        if expires_at <= now:
            raise TokenExpired


def _equal(value: object, expected: str) -> bool:
    return isinstance(value, str) and hmac.compare_digest(value.encode(), expected.encode())


def _half_hash(access_token: str) -> str:
    """The left half of the token's SHA-256, in base64url (OpenID Connect Core 1.0, 3.1.3.6)."""
    digest = hashlib.sha256(access_token.encode()).digest()
    return base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()
