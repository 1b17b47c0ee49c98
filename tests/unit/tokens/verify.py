"""Calls the verifier, which takes bytes, with tokens as any text."""

from vestibule.tokens.claims import AccessClaims
from vestibule.tokens.verifier import TokenVerifier


async def verify(verifier: TokenVerifier, token: str) -> AccessClaims:
    """The claims of the token, or the verifier's error."""
    return await verifier.verify_access(token.encode("utf-8", "surrogatepass"))
