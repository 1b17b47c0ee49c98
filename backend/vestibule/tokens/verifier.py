"""Verifies access tokens offline (RFC 7519, RFC 8725), against the pool's cached keys."""

import time
from collections.abc import Callable, Collection
from functools import lru_cache
from hashlib import sha256

from cachetools import LRUCache

from vestibule.errors import TokenExpired, TokenInvalid, TokenRevoked
from vestibule.tokens import jws
from vestibule.tokens.claims import AccessClaims, Seconds
from vestibule.tokens.clock_skew import ClockSkewWarning
from vestibule.tokens.jwks import JwksCache
from vestibule.tokens.payload import MAX_TIME, Claims, audience, custom, groups, read_payload, scopes

SHA256 = sha256()  # copied, because OpenSSL looks a new one up by its name: a tenth of what a cached token costs
MAX_CACHED_HEADERS = 64
MAX_CACHED_SCOPES = 256


def _never(_: AccessClaims) -> bool:
    return False


class _VerifiedClaims(LRUCache[bytes, AccessClaims | None]):
    """Claims by the digest of their token; None for others. `get` would look twice, a twentieth of it all."""

    def __missing__(self, _digest: bytes) -> None:
        return None


class TokenVerifier:
    """Decides whether an access token is valid for this API, and returns its claims.

    Valid is: RS256, signed by a key of the pool, from `issuer`, for one of `client_ids`, with `token_use` access,
    within its time, and, if `audience` is set and the token has `aud`, for it. `leeway` is in seconds, for clocks that
    differ: it applies to `iat` and `nbf`, never to `exp`. `is_revoked` is asked on every request. Rejected tokens are
    not cached. `clock` must be the one of `jwks`.
    """

    def __init__(
        self,
        jwks: JwksCache,
        *,
        issuer: str,
        client_ids: Collection[str],
        audience: str | None = None,
        leeway: float = 60,
        cache_size: int = 10_000,
        is_revoked: Callable[[AccessClaims], bool] = _never,
        clock: Callable[[], float] = time.time,
    ) -> None:
        if not 0 <= leeway <= 60:
            raise ValueError("leeway must be 0 to 60 seconds")
        self.jwks = jwks
        self.issuer = issuer
        self._client_ids = {client_id: client_id for client_id in client_ids}
        self._audience = audience
        self.leeway = leeway
        self._scopes = lru_cache(MAX_CACHED_SCOPES)(scopes)
        self._kids: dict[bytes, str] = {}
        # Verified claims by the token's SHA-256, so that no token is kept in memory.
        self._verified = _VerifiedClaims(cache_size)
        self.verified_count = 0
        """How many access tokens were verified by their signature; the others came from the cache."""
        self._generation = jwks.generation
        self._is_revoked = is_revoked
        self._clock = clock
        self._skew_warning = ClockSkewWarning(clock)

    @property
    def cached_count(self) -> int:
        """How many access tokens are in the cache."""
        return len(self._verified)

    async def verify_access(self, token: bytes) -> AccessClaims:
        """Return the claims of an access token. TokenInvalid, TokenExpired, TokenRevoked or KeysUnavailable otherwise.

        The claims of a token that was verified before come from the cache; a removed key empties it.
        """
        now = self._clock()
        if now >= self.jwks.next_refresh_at:
            self.jwks.refresh_if_due()
        if self._generation != self.jwks.generation:
            self._generation = self.jwks.generation
            self._verified.clear()
        sha = SHA256.copy()
        sha.update(token)
        digest = sha.digest()
        claims = self._verified[digest]
        if claims is None:
            claims = self._verified[digest] = await self._verify(token)
            self.verified_count += 1
        elif claims.expires_at <= now:
            del self._verified[digest]
            raise TokenExpired
        if self._is_revoked(claims):
            raise TokenRevoked
        return claims

    async def verify_expired_access(self, token: bytes) -> AccessClaims:
        """Return the claims of an access token that may have expired, for sign-out. TokenInvalid otherwise.

        It is not checked for revocation and not cached.
        """
        return await self._verify(token, may_be_expired=True)

    async def open_signed(self, token: bytes) -> bytes:
        """Return the payload of any token that a key of the pool signed. Its claims are not checked."""
        envelope = jws.split(token)
        kid = self._kids.get(envelope[0]) or jws.read_kid(envelope[0])
        key = self.jwks.known(kid) or await self.jwks.key(kid)
        payload = jws.open_payload(envelope, key)
        if len(self._kids) < MAX_CACHED_HEADERS:
            self._kids[envelope[0]] = kid
        return payload

    async def _verify(self, token: bytes, *, may_be_expired: bool = False) -> AccessClaims:
        claims = self._read(read_payload(await self.open_signed(token)))
        # Expiry comes last: TokenExpired means that the token is valid otherwise.
        if claims.expires_at <= self._clock() and not may_be_expired:
            raise TokenExpired
        return claims

    def _read(self, payload: Claims) -> AccessClaims:
        client_id, sub = payload.get("client_id", ""), payload.get("sub")
        username, scope = payload.get("username"), payload.get("scope")
        self._check_origin(payload)  # first: an ID token, which has no client_id, is told what it is
        if client_id not in self._client_ids:
            raise TokenInvalid("It was issued to another client.")
        if not sub or username == "":
            raise TokenInvalid("It must name its subject.")
        if username is None and (sub != client_id or scope is None):
            raise TokenInvalid("It is neither a user's nor a machine's.")
        expires_at = self._check_times(payload)
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
            self.issuer,
            custom(payload),
        )

    def _check_origin(self, payload: Claims) -> None:
        if payload.get("iss") != self.issuer:
            raise TokenInvalid("It was issued by another issuer.")
        if payload.get("token_use") != "access":
            raise TokenInvalid("It must be an access token.")
        if "aud" in payload:
            audiences = audience(payload)
            if self._audience is not None and self._audience not in audiences:
                raise TokenInvalid("It was issued for another resource.")

    def _check_times(self, payload: Claims) -> Seconds:
        """Return when the token expires."""
        expires_at, now = payload.get("exp", -1), self._clock()
        not_before, issued_at = payload.get("nbf", 0), payload.get("iat", 0)
        if not (0 <= not_before <= MAX_TIME and 0 <= issued_at <= MAX_TIME):
            raise TokenInvalid("Its times are not times.")
        if not (0 <= payload.get("auth_time", 0) <= MAX_TIME and 0 <= expires_at <= MAX_TIME):
            raise TokenInvalid("It must expire, and its times must be times.")
        starts_at = max(not_before, issued_at)
        if starts_at > now + self.leeway:
            self._skew_warning.warn(starts_at - now)
            raise TokenInvalid("It is not valid yet.")
        return expires_at
