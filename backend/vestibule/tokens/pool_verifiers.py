"""Verifies the tokens of several user pools, each by the verifier of its issuer."""

from collections.abc import Collection
from typing import Protocol

from vestibule.errors import TokenInvalid
from vestibule.tokens import jws
from vestibule.tokens.base64url import decode
from vestibule.tokens.claims import AccessClaims
from vestibule.tokens.payload import read_payload
from vestibule.tokens.verifier import TokenVerifier


class AccessVerifier(Protocol):
    """Decides whether an access token is valid, and returns its claims."""

    @property
    def verified_count(self) -> int:
        """How many tokens were verified by their signature; the others came from the cache."""
        ...

    @property
    def cached_count(self) -> int:
        """How many tokens are in the cache."""
        ...

    async def verify_access(self, token: bytes) -> AccessClaims:
        """Return the claims. TokenInvalid, TokenExpired, TokenRevoked or KeysUnavailable otherwise."""
        ...


class PoolVerifiers:
    """The verifiers of several pools, which trust their own issuer, keys and clients only."""

    def __init__(self, verifiers: Collection[TokenVerifier]) -> None:
        self._verifiers = {verifier.issuer: verifier for verifier in verifiers}

    @property
    def verified_count(self) -> int:
        """Of all pools."""
        return sum(verifier.verified_count for verifier in self._verifiers.values())

    @property
    def cached_count(self) -> int:
        """Of all pools."""
        return sum(verifier.cached_count for verifier in self._verifiers.values())

    async def verify_access(self, token: bytes) -> AccessClaims:
        """Verify a token of any of the pools. The issuer that it claims only chooses who verifies it."""
        verifier = self._verifiers.get(_claimed_issuer(token))
        if verifier is None:
            raise TokenInvalid("It was issued by another issuer.")
        return await verifier.verify_access(token)


def _claimed_issuer(token: bytes) -> str:
    """The `iss` of a token whose signature is not verified yet; empty if it is not a string."""
    _, payload, _, _ = jws.split(token)
    try:
        document = decode(payload)
    except ValueError:
        raise TokenInvalid("A segment is not canonical base64url.") from None
    issuer: object = read_payload(document).get("iss")
    return issuer if isinstance(issuer, str) else ""
