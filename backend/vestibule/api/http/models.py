"""Types of request members, shared by the request models."""

from typing import Annotated

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, StringConstraints, WithJsonSchema

EMAIL_SCHEMA = {"type": "string", "format": "email", "maxLength": 128}

MAX_USERNAME = 128  # Cognito's limit; it also applies to an e-mail address that is used to sign in


def plain_address(value: str) -> str:
    """Normalize one e-mail address; ValueError otherwise. Unlike pydantic's EmailStr, it rejects `Alice <a@b.com>`.

    Addresses below `.test` (RFC 6761) are accepted: it is Cognito that sends the mail.
    """
    try:
        return validate_email(value, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        raise ValueError("is not an e-mail address") from None


def _normalized(value: str) -> str:
    """Normalize an e-mail address as sign-up does; keep any other user name as it is."""
    try:
        return plain_address(value)
    except ValueError:
        return value


Email = Annotated[
    str, StringConstraints(max_length=MAX_USERNAME), AfterValidator(plain_address), WithJsonSchema(EMAIL_SCHEMA)
]
Username = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MAX_USERNAME, pattern=r"^[^\s\p{C}]+$"),
    AfterValidator(_normalized),
]
PasswordStr = Annotated[SecretStr, Field(min_length=1, max_length=256)]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9]{4,10}$")]
AttributeName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,63}$")]
AttributeValue = Annotated[str, StringConstraints(max_length=2048, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$")]
OpaqueToken = Annotated[SecretStr, Field(min_length=1, max_length=16_384)]


class Body(BaseModel):
    """Base of request bodies: exactly the declared members, of exactly the declared types."""

    model_config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True, frozen=True)
