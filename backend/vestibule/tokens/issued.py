"""The claims of an access token that Cognito has just issued to us.

Its signature is not checked: it came over TLS from the issuer itself (OpenID Connect Core 1.0, section 3.1.3.7).
"""

from base64 import urlsafe_b64decode
from dataclasses import dataclass
from typing import Any

from vestibule.strict_json import parse_object
from vestibule.tokens.claims import Seconds


@dataclass(frozen=True, slots=True)
class IssuedClaims:
    """Which user and session a token belongs to; times are in seconds since 1970."""

    sub: str
    auth_time: Seconds | None
    issued_at: Seconds | None
    jti: str | None
    origin_jti: str | None


def device_key_of(access_token: bytes) -> str | None:
    """The device of a verified token's session, if the pool tracks devices."""
    key = _payload(access_token.decode()).get("device_key")
    return key if isinstance(key, str) else None


def _payload(access_token: str) -> dict[str, Any]:
    payload = access_token.split(".")[1]
    return parse_object(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


def issued_claims(access_token: str) -> IssuedClaims:
    """The claims of a token that Cognito just issued; ValueError, IndexError or KeyError if it is not a JWT."""
    claims = _payload(access_token)
    return IssuedClaims(
        claims["sub"], claims.get("auth_time"), claims.get("iat"), claims.get("jti"), claims.get("origin_jti")
    )
