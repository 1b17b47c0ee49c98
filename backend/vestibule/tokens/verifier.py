"""Verifies access tokens offline (RFC 7519, RFC 8725), against the pool's cached keys."""

import time
from collections.abc import Callable, Collection
from functools import lru_cache
from hashlib import sha256

from vestibule.errors import TokenExpired, TokenInvalid, TokenRevoked
from vestibule.tokens import jws
from vestibule.tokens.claims import AccessClaims, Seconds
from vestibule.tokens.jwks import JwksCache
from vestibule.tokens.payload import LATEST, Claims, PayloadReader, groups, scopes
from vestibule.tokens.verified import VerifiedTokens

MOST_HEADERS = 64
MOST_SCOPES = 256


def _never(_: AccessClaims) -> bool:
    return False


class TokenVerifier:
    """Decides whether an access token is good for us, and says what it says.

    A good one is RS256, signed by a key of the pool, from `issuer`, for one of `client_ids`, of the right use and
    within its time. `leeway`, in seconds, is for clocks that differ: for `iat` and `nbf`, never for `exp`.
    `is_revoked` is asked each time, whether the token was seen before or not. Refused tokens leave no trace. `clock` is
    the one that `jwks` goes by.
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
        self._scopes = lru_cache(MOST_SCOPES)(scopes)
        self._kids: dict[bytes, str] = {}
        self._payloads = PayloadReader()
        self._verified = VerifiedTokens(cache_size)
        self._generation = jwks.generation
        self._is_revoked = is_revoked
        self._clock = clock

    async def verify_access(self, token: bytes) -> AccessClaims:
        """The claims of an access token; TokenInvalid, TokenExpired, TokenRevoked or KeysUnavailable otherwise."""
        now = self._clock()
        if now >= self._jwks.due:
            self._jwks.touch()
        if self._generation != self._jwks.generation:
            self._generation = self._jwks.generation
            self._verified.clear()
        digest = sha256(token).digest()
        claims = self._verified.get(digest)
        if claims is None:
            claims = await self._verify(token)
            self._verified.remember(digest, claims)
        elif claims.expires_at > now:
            self._verified.move_to_end(digest)
        else:
            del self._verified[digest]
            raise TokenExpired
        if self._is_revoked(claims):
            raise TokenRevoked
        return claims

    async def _verify(self, token: bytes) -> AccessClaims:
        envelope = jws.split(token)
        kid = self._kids.get(envelope[0]) or jws.read_kid(envelope[0])
        key = self._jwks.known(kid) or await self._jwks.key(kid)
        claims = self._read(self._payloads.read(jws.open_payload(envelope, key)))
        if len(self._kids) < MOST_HEADERS:
            self._kids[envelope[0]] = kid
        return claims

    def _read(self, payload: Claims) -> AccessClaims:
        client_id, sub = payload.get("client_id", ""), payload.get("sub")
        username, scope = payload.get("username"), payload.get("scope")
        if client_id not in self._client_ids:
            raise TokenInvalid("It was issued to somebody else.")
        if not sub or username == "":
            raise TokenInvalid("It must say whose it is.")
        if username is None and (sub != client_id or scope is None):
            raise TokenInvalid("It is neither a user's nor a machine's.")
        expires_at = self._check(payload)
        return AccessClaims(
            sub,
            sub if username == sub else username,
            self._client_ids[client_id],
            self._scopes(scope or ""),
            groups(payload),
            payload.get("auth_time"),
            payload.get("iat"),
            expires_at,
            payload.get("jti"),
            payload.get("origin_jti"),
        )

    def _check(self, payload: Claims) -> Seconds:
        """When it expires, which comes last of all checks: TokenExpired means that the token was good."""
        if payload.get("iss") != self._issuer:
            raise TokenInvalid("It was issued by somebody else.")
        if payload.get("token_use") != "access":
            raise TokenInvalid("It must be an access token.")
        expires_at, now = payload.get("exp", -1), self._clock()
        soonest = now + self._leeway
        if not (0 <= payload.get("nbf", 0) <= soonest and 0 <= payload.get("iat", 0) <= soonest):
            raise TokenInvalid("It is not valid yet.")
        if not (0 <= payload.get("auth_time", 0) <= LATEST and 0 <= expires_at <= LATEST):
            raise TokenInvalid("It must expire, and have times that can be.")
        if expires_at <= now:
            raise TokenExpired
        return expires_at
