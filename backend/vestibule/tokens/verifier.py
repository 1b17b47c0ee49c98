"""Verifies access tokens offline (RFC 7519, RFC 8725), against the pool's cached keys."""

import time
from collections.abc import Callable, Collection
from functools import lru_cache
from hashlib import sha256

from vestibule.errors import TokenExpired, TokenInvalid, TokenRevoked
from vestibule.tokens import jws
from vestibule.tokens.claims import AccessClaims
from vestibule.tokens.jwks import JwksCache
from vestibule.tokens.members import LATEST, Claims, groups, scopes, typed
from vestibule.tokens.verified import VerifiedTokens

MOST_HEADERS = 64
MOST_SCOPES = 256


def _never(_: AccessClaims) -> bool:
    return False


class TokenVerifier:
    """Decides whether an access token is good for us, and says what it says.

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
        self._scopes = lru_cache(MOST_SCOPES)(scopes)
        self._kids: dict[bytes, str] = {}
        self._verified = VerifiedTokens(cache_size)
        self._is_revoked = is_revoked
        self._clock = clock

    async def verify_access(self, token: str) -> AccessClaims:
        """The claims of an access token; TokenInvalid, TokenExpired, TokenRevoked or KeysUnavailable otherwise."""
        self._jwks.touch()
        octets = jws.to_bytes(token)
        digest = sha256(octets).digest()
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

    async def _open(self, token: bytes) -> dict[str, object]:
        """What the pool has signed."""
        envelope = jws.split(token)
        header = envelope[0]
        kid = self._kids.get(header) or jws.read_kid(header)
        key = self._jwks.known(kid) or await self._jwks.key(kid)
        payload = jws.read_payload(envelope, key)
        if len(self._kids) < MOST_HEADERS:  # a pool's tokens share one header for each key, and a good one stays good
            self._kids[header] = kid
        return payload

    def _read_access(self, payload: dict[str, object]) -> AccessClaims:
        claims = typed(payload)
        client_id = self._our_client(claims.get("client_id"))
        sub, username = claims.get("sub"), claims.get("username")
        if not sub or username == "":
            raise TokenInvalid("It must say whose it is.")
        if username is None and (sub != client_id or "scope" not in claims):
            raise TokenInvalid("It is neither a user's nor a machine's.")
        self._check(claims)
        return AccessClaims(
            sub,
            sub if username == sub else username,
            client_id,
            self._scopes(claims.get("scope", "")),
            groups(claims),
            claims.get("auth_time"),
            claims.get("iat"),
            claims["exp"],
            claims.get("jti"),
            claims.get("origin_jti"),
        )

    def _our_client(self, client_id: object) -> str:
        """The one copy of the client's id that all claims share."""
        ours = self._client_ids.get(client_id) if isinstance(client_id, str) else None
        if ours is None:
            raise TokenInvalid("It was issued to somebody else.")
        return ours

    def _check(self, claims: Claims) -> None:
        """Expiry comes last of all checks: TokenExpired means that the token was good."""
        if claims.get("iss") != self._issuer:
            raise TokenInvalid("It was issued by somebody else.")
        if claims.get("token_use") != "access":
            raise TokenInvalid("It must be an access token.")
        now = self._clock()
        soonest = now + self._leeway
        if not (0 <= claims.get("nbf", 0) <= soonest and 0 <= claims.get("iat", 0) <= soonest):
            raise TokenInvalid("It is not valid yet.")
        if not (0 <= claims.get("auth_time", 0) <= LATEST and 0 <= claims.get("exp", -1) <= LATEST):
            raise TokenInvalid("It must expire, and have times that can be.")
        if claims["exp"] <= now:
            raise TokenExpired
