"""JSON Web Tokens as Cognito issues them: RS256, compact serialization."""

import base64
import hashlib
import json
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature

from local_cognito.crypto.keys import Key


def encode(key: Key, claims: Mapping[str, object]) -> str:
    """A signed token with these claims."""
    signing_input = ".".join(_segment(part) for part in ({"kid": key.kid, "alg": "RS256"}, claims))
    return f"{signing_input}.{_base64url(key.sign(signing_input.encode()))}"


def unverified_claims(token: str) -> dict[str, object]:
    """The claims of a token, before its signature is checked: they name the pool whose key to check it with.

    Raises ValueError.
    """
    _, payload, _ = token.split(".")
    claims = json.loads(_decode(payload))
    if isinstance(claims, dict):
        return claims
    raise ValueError("The payload is not an object.")


def is_signed_by(key: Key, token: str) -> bool:
    """Whether the token's signature was made with this key."""
    signing_input, _, signature = token.rpartition(".")
    try:
        key.verify(_decode(signature), signing_input.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def half_hash(token: str) -> str:
    """The value of `at_hash` (OpenID Connect Core 3.1.3.6)."""
    return _base64url(hashlib.sha256(token.encode()).digest()[:16])


def _segment(part: Mapping[str, object]) -> str:
    return _base64url(json.dumps(part, separators=(",", ":")).encode())


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode(segment: str) -> bytes:
    return base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))
