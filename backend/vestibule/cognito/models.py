"""What the gateways answer: frozen, in our words."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, SecretStr, Tag


class Answer(BaseModel):
    """Something that Cognito said; it does not change after it was said."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True, json_schema_serialization_defaults_required=True)


class CodeDelivery(Answer):
    """Where a code was sent: `destination` is masked, `a***@e***`."""

    medium: Literal["email", "sms"]
    destination: str


class CodeSent(Answer):
    """A code is on its way; another may be asked for after `resend_wait_seconds`."""

    delivery: CodeDelivery
    resend_wait_seconds: int


class AttributeDelivery(CodeDelivery):
    """A code was sent to verify the new value of `attribute`."""

    attribute: str


class SignedUp(Answer):
    """The account exists. Where `confirmed` is false, the code that was sent confirms it."""

    user_sub: str
    confirmed: bool
    delivery: CodeDelivery | None


class User(Answer):
    """Who signed in, as the ID token tells it."""

    sub: str
    username: str
    email: str | None = None
    email_verified: bool = False
    groups: list[str] = []
    attributes: dict[str, str] = {}


class Tokens(Answer):
    """Fresh tokens. `expires_in` is in seconds and holds for both."""

    access_token: str = Field(repr=False)
    id_token: str = Field(repr=False)
    expires_in: int
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105  the type's name in RFC 6749
    refresh_token: SecretStr | None = Field(default=None, exclude=True)


class SignedIn(Tokens):
    """The end of every way in."""

    status: Literal["signed_in"] = "signed_in"
    user: User


class Challenge(Answer):
    """Something is still to be done. `session` is sealed, and good for `expires_in` seconds."""

    status: Literal["challenge"] = "challenge"
    session: str = Field(repr=False)
    expires_in: int


class ConfirmSignUp(Challenge):
    """The address is not confirmed; a new code was sent. Answer: `code`, with `password` to be signed in at once."""

    kind: Literal["confirm_sign_up"] = "confirm_sign_up"
    delivery: CodeDelivery
    resend_wait_seconds: int


class Password(Challenge):
    """The address is confirmed now. Answer: `password`."""

    kind: Literal["password"] = "password"


class NewPassword(Challenge):
    """An administrator chose the password. Answer: `new_password`, and the attributes that are still required."""

    kind: Literal["new_password"] = "new_password"
    required_attributes: list[str]


class PasswordResetRequired(Challenge):
    """An administrator reset the password; a code was sent. Answer: `code` and `new_password`."""

    kind: Literal["password_reset_required"] = "password_reset_required"
    delivery: CodeDelivery
    resend_wait_seconds: int


def _kind(step: SignedIn | Challenge) -> str:
    return getattr(step, "kind", "signed_in")


NextStep = Annotated[
    Annotated[SignedIn, Tag("signed_in")]
    | Annotated[ConfirmSignUp, Tag("confirm_sign_up")]
    | Annotated[Password, Tag("password")]
    | Annotated[NewPassword, Tag("new_password")]
    | Annotated[PasswordResetRequired, Tag("password_reset_required")],
    Discriminator(_kind),
]


class Profile(Answer):
    """A user as Cognito has it now; `attributes` are the others that have a value, `custom:` taken off.

    `groups` are those of the access token: they change with the next one.
    """

    sub: str
    username: str
    email: str | None = None
    email_verified: bool = False
    phone_number: str | None = None
    phone_number_verified: bool = False
    groups: list[str] = []
    attributes: dict[str, str] = {}


class UpdatedProfile(Profile):
    """The profile after a change. A new address counts only once the code that was sent to it is verified."""

    code_deliveries: list[AttributeDelivery] = []


class PasswordPolicy(Answer):
    """What the pool asks of a password."""

    minimum_length: int
    require_lowercase: bool
    require_uppercase: bool
    require_numbers: bool
    require_symbols: bool


class PoolAttribute(Answer):
    """An attribute of the pool that a user may be asked for."""

    name: str
    type: Literal["string", "number", "boolean", "date_time"] = "string"
    required: bool = False
    editable: bool = True
    min_length: int | None = None
    max_length: int | None = None


class PoolDescription(Answer):
    """What the pool allows, as far as sign-up and profile screens need to know it."""

    password_policy: PasswordPolicy
    attributes: list[PoolAttribute]
    mfa: Literal["off", "optional", "required"]
    mfa_methods: list[Literal["totp", "sms", "email_otp"]] = []
    self_sign_up: bool
