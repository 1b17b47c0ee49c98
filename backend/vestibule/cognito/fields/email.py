"""E-mail addresses, and the names that users sign in with."""

import unicodedata
from typing import Annotated

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, StringConstraints, WithJsonSchema

MAX_USERNAME_LENGTH = 128  # Cognito's limit for a username, and so for an address that signs in

EMAIL_SCHEMA = {"type": "string", "format": "email", "maxLength": MAX_USERNAME_LENGTH}
USERNAME_SCHEMA = {"type": "string", "minLength": 1, "maxLength": MAX_USERNAME_LENGTH}


def normalize_email(value: str) -> str:
    """The address in its normal form; ValueError if it is not a plain address.

    pydantic's EmailStr is not used: it accepts `Alice <a@example.com>`. Addresses in `.test` are accepted (RFC 6761
    reserves the domain for tests), because Cognito sends the message, not we.
    """
    try:
        return validate_email(value, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        raise ValueError("is not an e-mail address") from None


def _normalize_username(value: str) -> str:
    """An e-mail address is normalized as at sign-up, so that it finds its account; other names stay as they are."""
    if not value or any(char.isspace() or unicodedata.category(char).startswith("C") for char in value):
        raise ValueError("holds a character that no username has")
    try:
        return normalize_email(value)
    except ValueError:
        return value


Email = Annotated[
    str,
    StringConstraints(max_length=MAX_USERNAME_LENGTH),
    AfterValidator(normalize_email),
    WithJsonSchema(EMAIL_SCHEMA),
]
Username = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MAX_USERNAME_LENGTH),
    AfterValidator(_normalize_username),
    WithJsonSchema(USERNAME_SCHEMA),
]
