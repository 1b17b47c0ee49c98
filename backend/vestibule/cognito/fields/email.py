"""E-mail addresses, and the names that users sign in with."""

import unicodedata
from typing import Annotated

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BeforeValidator, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from vestibule.cognito.fields.invisible import strip_invisible

MAX_USERNAME_LENGTH = 128  # Cognito's limit for a username, and so for an address that signs in
NOT_ASCII = "The part before the @ may contain only unaccented letters, digits and signs."

EMAIL_SCHEMA = {
    "type": "string",
    "format": "email",
    "maxLength": MAX_USERNAME_LENGTH,
    "examples": ["ada@example.com"],
}
USERNAME_SCHEMA = {"type": "string", "minLength": 1, "maxLength": MAX_USERNAME_LENGTH, "examples": ["ada@example.com"]}


def normalize_email(value: str) -> str:
    """The address as Cognito gets it; ValueError if it is not a plain address.

    The domain is in its ASCII form, because Amazon SES delivers to no other. pydantic's EmailStr is not used, because
    it accepts `Alice <a@example.com>`. Addresses in `.test` (RFC 6761) are accepted, because Cognito sends the mail.
    """
    try:
        parsed = validate_email(strip_invisible(value), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise ValueError("is not an e-mail address") from None
    email = f"{parsed.local_part}@{parsed.ascii_domain}"
    if len(email) > MAX_USERNAME_LENGTH:
        raise ValueError("is too long")
    return email


def normalize_new_email(value: str) -> str:
    """As `normalize_email`, for an address that messages will go to: Amazon SES needs an ASCII local part."""
    email = normalize_email(value)
    if not email.isascii():
        raise PydanticCustomError("email_not_ascii", NOT_ASCII)
    return email


def _strip(value: object) -> object:
    return strip_invisible(value) if isinstance(value, str) else value


def _normalize_username(value: str) -> str:
    """An e-mail address is normalized as at sign-up, so that it finds its account; other names stay as they are."""
    if not value or any(char.isspace() or unicodedata.category(char).startswith("C") for char in value):
        raise ValueError("holds a character that no username has")
    try:
        return normalize_email(value)
    except ValueError:
        return value


Email = Annotated[str, AfterValidator(normalize_email), WithJsonSchema(EMAIL_SCHEMA)]
NewEmail = Annotated[str, AfterValidator(normalize_new_email), WithJsonSchema(EMAIL_SCHEMA)]
Username = Annotated[
    str,
    BeforeValidator(_strip),
    StringConstraints(min_length=1, max_length=MAX_USERNAME_LENGTH),
    AfterValidator(_normalize_username),
    WithJsonSchema(USERNAME_SCHEMA),
]
