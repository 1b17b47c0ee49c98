"""Verifies tokens offline (RFC 7519, RFC 8725), against the pool's cached keys."""

import time
from collections.abc import Callable, Collection

from vestibule.errors import TokenExpired, TokenInvalid, TokenRevoked
from vestibule.tokens import jws, members
from vestibule.tokens.claims import AccessClaims, IdClaims
from vestibule.tokens.jwks import JwksCache
from vestibule.tokens.members import Claims
from vestibule.tokens.verified import VerifiedTokens


def _never(_: AccessClaims) -> bool:
    return False


class TokenVerifier:
    """Decides whether a token is good for us, and says what it says.

    A good one is RS256, signed by a key of the pool, from `issuer`, for one of `client_ids`, of the right use and
    within its time. `leeway`, in seconds, is for clocks that differ: for `iat` and `nbf`, never for `exp`.
    `is_revoked` is asked each time, whether the token was seen before or not. Refused tokens leave no trace.
    """

    def __init__(
        self,
        jwks: JwksCache,
        *,
        issuer: str,
        client_ids: Collection[str],
        leeway: float = 0,
        cache_size: int = 10_000,
        is_revoked: Callable[[AccessClaims], bool] = _never,
        clock: Callable[[], float] = time.time,
    ) -> None:
        if not 0 <= leeway <= 60:
            raise ValueError("leeway must be 0 to 60 seconds")
        self._jwks = jwks
        self._issuer = issuer
        self._client_ids = {client_id: client_id for client_id in client_ids}
        self._leeway = leeway
        self._verified = VerifiedTokens(cache_size)
        self._is_revoked = is_revoked
        self._clock = clock

    async def verify_access(self, token: str) -> AccessClaims:
        """The claims of an access token; TokenInvalid, TokenExpired, TokenRevoked or KeysUnavailable otherwise."""
        self._jwks.touch()
        octets = jws.to_bytes(token)
        digest = self._verified.digest(octets)
        claims = self._verified.get(digest, self._jwks.generation)
        if claims is None:
            claims = self._read_access(await self._open(octets))
            self._verified.add(digest, claims)
        elif claims.expires_at <= self._clock():
            self._verified.forget(digest)
            raise TokenExpired
        if self._is_revoked(claims):
            raise TokenRevoked
        return claims

    async def verify_id(self, token: str) -> IdClaims:
        """The claims of an ID token; TokenInvalid, TokenExpired or KeysUnavailable otherwise."""
        return self._read_id(await self._open(jws.to_bytes(token)))

    async def _open(self, token: bytes) -> Claims:
        """What the pool has signed."""
        envelope = jws.CompactJws(token)
        kid = envelope.read_kid()
        key = self._jwks.known(kid) or await self._jwks.key(kid)
        return envelope.read_claims(key)

    def _read_access(self, claims: Claims) -> AccessClaims:
        self._check_origin(claims, use="access")
        access = AccessClaims(
            sub=members.text(claims, "sub"),
            username=members.optional_text(claims, "username"),
            client_id=self._our_client(claims, "client_id"),
            scopes=members.scopes(claims),
            groups=members.groups(claims),
            auth_time=members.optional_time(claims, "auth_time"),
            issued_at=members.optional_time(claims, "iat"),
            expires_at=members.time(claims, "exp"),
            jti=members.optional_text(claims, "jti"),
            origin_jti=members.optional_text(claims, "origin_jti"),
        )
        if access.is_machine and (access.sub != access.client_id or "scope" not in claims):
            raise TokenInvalid("It is neither a user's nor a machine's.")
        self._check_times(claims, access)
        return access

    def _read_id(self, claims: Claims) -> IdClaims:
        self._check_origin(claims, use="id")
        identity = IdClaims(
            sub=members.text(claims, "sub"),
            username=members.text(claims, "cognito:username"),
            client_id=self._our_client(claims, "aud"),
            email=members.optional_text(claims, "email"),
            email_verified=members.truth(claims, "email_verified"),
            groups=members.groups(claims),
            auth_time=members.optional_time(claims, "auth_time"),
            issued_at=members.optional_time(claims, "iat"),
            expires_at=members.time(claims, "exp"),
            jti=members.optional_text(claims, "jti"),
            origin_jti=members.optional_text(claims, "origin_jti"),
            nonce=members.optional_text(claims, "nonce"),
            attributes=members.attributes(claims),
        )
        self._check_times(claims, identity)
        return identity

    def _check_origin(self, claims: Claims, *, use: str) -> None:
        if claims.get("iss") != self._issuer:
            raise TokenInvalid("It was issued by somebody else.")
        if claims.get("token_use") != use:
            raise TokenInvalid(f"It must be an {use} token.")

    def _our_client(self, claims: Claims, name: str) -> str:
        """The one copy of the client's id that all claims share."""
        client_id = self._client_ids.get(members.text(claims, name))
        if client_id is None:
            raise TokenInvalid("It was issued to somebody else.")
        return client_id

    def _check_times(self, claims: Claims, read: AccessClaims | IdClaims) -> None:
        """Expiry comes last of all checks: TokenExpired means that the token was good."""
        now = self._clock()
        not_before = members.optional_time(claims, "nbf") or 0
        if max(not_before, read.issued_at or 0) > now + self._leeway:
            raise TokenInvalid("It is not valid yet.")
        if read.expires_at <= now:
            raise TokenExpired
