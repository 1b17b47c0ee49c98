"""Who signed in: read from the ID token that Cognito just handed us.

Its signature is not checked here: it came over TLS from the issuer itself (OpenID Connect Core 1.0, 3.1.3.7).
"""

import base64
from typing import Any

from vestibule.cognito.attributes import NOT_TOLD, STANDARD_ATTRIBUTES, outside
from vestibule.cognito.models import User
from vestibule.strict_json import parse_object

_OWN_FIELDS = {"sub", "email", "email_verified", "phone_number_verified"}


def user_of(id_token: str) -> User:
    """The user whom the ID token describes; ValueError or KeyError when it is none."""
    payload = id_token.split(".")[1]
    claims: dict[str, Any] = parse_object(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return User(
        sub=claims["sub"],
        username=claims["cognito:username"],
        email=claims.get("email"),
        email_verified=claims.get("email_verified") is True,
        groups=claims.get("cognito:groups", []),
        attributes={outside(name): _text(value) for name, value in claims.items() if _is_attribute(name)},
    )


def _text(value: object) -> str:
    """An attribute as /me tells it: an address is an object in the token alone (OpenID Connect Core 1.0, 5.1.1)."""
    return str(value.get("formatted", "")) if isinstance(value, dict) else str(value)


def _is_attribute(claim: str) -> bool:
    return claim.startswith("custom:") or (claim in STANDARD_ATTRIBUTES and claim not in _OWN_FIELDS | NOT_TOLD)
