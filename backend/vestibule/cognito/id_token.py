"""The user who signed in, read from the ID token that Cognito just issued.

Its signature is not checked here: it came directly from the issuer over TLS (OpenID Connect Core 1.0, 3.1.3.7).
"""

import base64
from typing import Any

from vestibule.cognito.attributes import HIDDEN_ATTRIBUTES, STANDARD_ATTRIBUTES, from_cognito_name
from vestibule.cognito.models import SignedInUser
from vestibule.strict_json import parse_object

_OWN_FIELDS = {"sub", "email", "email_verified", "phone_number_verified", "identities"}


def user_of(id_token: str) -> SignedInUser:
    """The user that the ID token describes; ValueError or KeyError if it is not an ID token."""
    claims = claims_of(id_token)
    return SignedInUser(
        sub=claims["sub"],
        username=claims["cognito:username"],
        email=claims.get("email"),
        email_verified=claims.get("email_verified") is True,
        groups=claims.get("cognito:groups", []),
        attributes={from_cognito_name(name): _text(value) for name, value in claims.items() if _is_attribute(name)},
    )


def claims_of(id_token: str) -> dict[str, Any]:
    """The claims; ValueError or IndexError if it is not a JWT."""
    payload = id_token.split(".")[1]
    return parse_object(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


def _text(value: object) -> str:
    """An attribute's value as in /me: only tokens hold the address as an object (OpenID Connect Core 1.0, 5.1.1)."""
    return str(value.get("formatted", "")) if isinstance(value, dict) else str(value)


def _is_attribute(claim: str) -> bool:
    return claim.startswith("custom:") or (
        claim in STANDARD_ATTRIBUTES and claim not in _OWN_FIELDS | HIDDEN_ATTRIBUTES
    )
