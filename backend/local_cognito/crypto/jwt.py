"""JSON Web Tokens, as far as Cognito's own need it: RS256, compact."""

import base64
import json
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature

from local_cognito.crypto.keys import Key


def encode(key: Key, claims: Mapping[str, object]) -> str:
    """Sign claims."""
    signed = ".".join(_segment(part) for part in ({"kid": key.kid, "alg": "RS256"}, claims))
    return f"{signed}.{_base64(key.sign(signed.encode()))}"


def unverified_claims(token: str) -> dict[str, object]:
    """What a token says of itself, to learn whose key to verify it with. Raises ValueError."""
    _, payload, _ = token.split(".")
    claims = json.loads(_bytes(payload))
    if isinstance(claims, dict):
        return claims
    raise ValueError("The payload is no object.")


def verifies(key: Key, token: str) -> bool:
    """Whether this key signed this token."""
    signed, _, signature = token.rpartition(".")
    try:
        key.verify(_bytes(signature), signed.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def _segment(part: Mapping[str, object]) -> str:
    return _base64(json.dumps(part, separators=(",", ":")).encode())


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(segment: str) -> bytes:
    return base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))
