"""Tokens as texts, whatever is in them, for a verifier that takes octets."""

from vestibule.tokens.claims import AccessClaims
from vestibule.tokens.verifier import TokenVerifier


async def verify(verifier: TokenVerifier, token: str) -> AccessClaims:
    """What the verifier says of the token, or raises."""
    return await verifier.verify_access(token.encode("utf-8", "surrogatepass"))
