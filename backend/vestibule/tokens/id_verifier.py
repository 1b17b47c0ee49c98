"""IdTokenVerifier: whether an ID token belongs to a sign-in, or to a session (OpenID Connect Core 1.0, 3.1.3.7)."""

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

from vestibule.errors import TokenExpired, TokenInvalid
from vestibule.tokens.claims import AccessClaims, Seconds
from vestibule.tokens.payload import MAX_TIME, Claims, read_payload
from vestibule.tokens.verifier import TokenVerifier


@dataclass(frozen=True, slots=True)
class IdClaims:
    """Who signed in, and when, in seconds since 1970 (None if the token does not say it).

    `all` has every claim, also those that have no name of ours.
    """

    sub: str
    auth_time: Seconds | None
    all: Mapping[str, object] = field(repr=False)


class IdTokenVerifier:
    """Verifies ID tokens with the keys and the issuer of `access`."""

    def __init__(self, access: TokenVerifier, *, client_id: str, clock: Callable[[], float]) -> None:
        self._access = access
        self._client_id = client_id
        self._clock = clock

    async def verify(self, id_token: str, *, access_token: str, nonce: str) -> IdClaims:
        """Return the claims of a sign-in by redirect. TokenInvalid, TokenExpired or KeysUnavailable otherwise.

        The nonce is the one of this sign-in, and `at_hash`, where there is one, that of the access token beside it.
        """
        verified = await self._verify(id_token, self._client_id)
        members = verified.all
        if not _equal(members.get("nonce"), nonce):
            raise TokenInvalid("It belongs to another sign-in.")
        if "at_hash" in members and not _equal(members["at_hash"], _half_hash(access_token)):
            raise TokenInvalid("It belongs to another access token.")
        return verified

    async def verify_of_session(self, id_token: str, access: AccessClaims) -> IdClaims:
        """Return the claims, if client, user and session are those of an access token. Errors as for `verify`.

        Tokens name their session unless the pool has token revocation off; then the time of the sign-in must do.
        """
        verified = await self._verify(id_token, access.client_id)
        session = verified.all.get("origin_jti")
        same = verified.auth_time == access.auth_time if access.origin_jti is None else session == access.origin_jti
        if verified.sub != access.sub or not same:
            raise TokenInvalid("It belongs to another session.")
        return verified

    async def _verify(self, id_token: str, client_id: str) -> IdClaims:
        claims = read_payload(await self._access.open_signed(id_token.encode()))
        self._check_origin(claims, client_id)
        sub, auth_time = claims.get("sub"), claims.get("auth_time")
        if not sub:
            raise TokenInvalid("It must name its subject.")
        self._check_times(claims.get("iat", 0), claims.get("exp", -1), auth_time or 0)
        return IdClaims(sub, auth_time, cast("Mapping[str, object]", claims))

    def _check_origin(self, claims: Claims, client_id: str) -> None:
        if claims.get("iss") != self._access.issuer or claims.get("aud") != client_id:
            raise TokenInvalid("It was issued by another issuer, or to another client.")
        if claims.get("token_use") != "id":
            raise TokenInvalid("It must be an ID token.")

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
