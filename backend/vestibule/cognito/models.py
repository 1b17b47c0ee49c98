"""The results of the gateways."""

from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, SecretStr
from pydantic.json_schema import SkipJsonSchema

MfaMethod = Literal["totp", "sms", "email_otp"]
"""A second factor."""
FirstFactor = Literal["password", "passkey", "email_otp", "custom"]
"""What a sign-in can begin with."""


class Model(BaseModel):
    """A frozen model, made from one of Cognito's responses."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True, json_schema_serialization_defaults_required=True)


class CodeDelivery(Model):
    """Where a code was sent: `destination` is masked, `a***@e***`."""

    medium: Literal["email", "sms"]
    destination: str


class CodeSent(Model):
    """A code was sent; another can be requested after `resend_wait_seconds`."""

    delivery: CodeDelivery
    resend_wait_seconds: int


class AttributeDelivery(CodeDelivery):
    """A code was sent to verify the new value of `attribute`."""

    attribute: str


class SignUpResult(Model):
    """The account was created. If it is not `confirmed`, the code that was sent confirms it."""

    confirmed: bool
    delivery: CodeDelivery | None


class SignedInUser(Model):
    """The user who signed in, from the claims of the ID token."""

    sub: str
    username: str
    email: str | None = None
    email_verified: bool = False
    groups: list[str] = []
    attributes: dict[str, str] = {}


class SessionDevice(NamedTuple):  # not a model: FastAPI would put it into OpenAPI
    """The device of a session. `group_key` is there if the device is new, and is to be confirmed."""

    key: str
    group_key: str | None = None


class Tokens(Model):
    """New tokens. `expires_in` is in seconds and applies to both."""

    access_token: str = Field(repr=False)
    id_token: str = Field(repr=False)
    expires_in: int
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105  the type's name in RFC 6749
    refresh_token: SecretStr | None = Field(default=None, exclude=True)


class SignedIn(Tokens):
    """The user is signed in."""

    status: Literal["signed_in"] = "signed_in"
    user: SignedInUser
    device: SkipJsonSchema[SessionDevice | None] = Field(default=None, exclude=True, repr=False)


class AccountProfile(Model):
    """A user as stored in Cognito. `attributes` holds the other attributes that have a value, without `custom:`.

    `groups` are those of the access token: a change shows in the next token. `provider` is the identity provider that
    created the account; such an account has neither a password nor second factors here.
    """

    sub: str
    username: str
    email: str | None = None
    email_verified: bool = False
    phone_number: str | None = None
    phone_number_verified: bool = False
    provider: str | None = None
    groups: list[str] = []
    attributes: dict[str, str] = {}


class UpdatedProfile(AccountProfile):
    """The profile after a change. A new address replaces the old one when its code is entered."""

    code_deliveries: list[AttributeDelivery] = []
    simulated: list[str] = Field(default=[], exclude=True)


class PasswordPolicy(Model):
    """What the pool requires of a password."""

    minimum_length: int
    require_lowercase: bool
    require_uppercase: bool
    require_numbers: bool
    require_symbols: bool


class PoolAttribute(Model):
    """An attribute that a user can be asked for."""

    name: str
    type: Literal["string", "number", "boolean", "date_time"] = "string"
    required: bool = False
    editable: bool = True
    min_length: int | None = None
    max_length: int | None = None
    min_value: int | None = None
    max_value: int | None = None


class PoolDescription(Model):
    """What the pool allows, as far as the sign-up and profile screens need it.

    `password_sign_in`: whether the app client allows sign-in without a redirect. `identity_providers` are those of the
    app client if it allows sign-in by redirect; the pool itself is COGNITO.
    """

    password_policy: PasswordPolicy
    attributes: list[PoolAttribute]
    mfa: Literal["off", "optional", "required"]
    mfa_methods: list[MfaMethod] = []
    self_sign_up: bool
    factors: list[FirstFactor] = ["password"]
    password_sign_in: bool = True
    identity_providers: list[str] = Field(default=[], exclude=True)
    device_tracking: bool = Field(default=False, exclude=True)
    refresh_token_seconds: int = Field(exclude=True)
