"""How users sign in, and what is stored about them."""

from typing import Literal

from pydantic import Field, model_validator

from vestibule.pool_file.table import Table

FirstFactor = Literal["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"]
Contact = Literal["email", "phone_number"]
StandardAttribute = Literal[
    "address",
    "birthdate",
    "email",
    "family_name",
    "gender",
    "given_name",
    "locale",
    "middle_name",
    "name",
    "nickname",
    "phone_number",
    "picture",
    "preferred_username",
    "profile",
    "updated_at",
    "website",
    "zoneinfo",
]


class SignIn(Table):
    """How users sign up and sign in."""

    username_attributes: list[Contact] = ["email"]
    """What users sign in with instead of a username. Cannot be changed later."""
    alias_attributes: list[Literal["email", "phone_number", "preferred_username"]] = []
    """What users sign in with beside their username; excludes username_attributes. Cannot be changed later."""
    case_sensitive: bool = False
    """Whether usernames differ by case. Cannot be changed later."""
    first_auth_factors: list[FirstFactor] = Field(["PASSWORD"], min_length=1)
    """What may start a choice-based sign-in (USER_AUTH)."""
    self_sign_up: bool = True
    """Whether users can sign up; otherwise only administrators create users."""
    auto_verified_attributes: list[Contact] = ["email"]
    """The attributes to which Cognito sends a code by itself."""
    verify_before_update: list[Contact] = ["email"]
    """The attributes whose new value is used only after it was verified."""


class PasswordPolicy(Table):
    """What passwords must have."""

    minimum_length: int = Field(8, ge=6, le=99)
    require_lowercase: bool = True
    require_uppercase: bool = True
    require_numbers: bool = True
    require_symbols: bool = True
    history_size: int = Field(0, ge=0, le=24)
    """How many earlier passwords are refused (plan ESSENTIALS or PLUS)."""
    temporary_password_days: int = Field(7, ge=1, le=365)
    """How long the password of an invitation is valid."""


class Recovery(Table):
    """How users who forgot their password prove who they are."""

    mechanisms: list[Literal["verified_email", "verified_phone_number", "admin_only"]] = Field(
        ["verified_email"], min_length=1
    )
    """In order of preference. `admin_only` stands alone."""


class Attribute(Table):
    """A standard attribute."""

    required: bool = False
    """Whether every user must have it. Cannot be changed later."""
    mutable: bool = True
    """Whether it can be changed. Cannot be changed later. Attributes mapped from identity providers must be mutable."""
    min_length: int = Field(0, ge=0, le=2048)
    max_length: int = Field(2048, ge=0, le=2048)


class CustomAttribute(Table):
    """An attribute of your own. Can be added later, but neither changed nor removed."""

    type: Literal["String", "Number", "DateTime", "Boolean"] = "String"
    mutable: bool = True
    min_length: int | None = Field(None, ge=0, le=2048)
    """For strings; by default 0."""
    max_length: int | None = Field(None, ge=0, le=2048)
    """For strings; by default 2048."""
    min_value: int | None = None
    """For numbers."""
    max_value: int | None = None
    """For numbers."""

    @model_validator(mode="after")
    def _limits(self) -> "CustomAttribute":
        lengths = self.min_length is not None or self.max_length is not None
        values = self.min_value is not None or self.max_value is not None
        if lengths and self.type != "String":
            raise ValueError("min_length and max_length are for the type String")
        if values and self.type != "Number":
            raise ValueError("min_value and max_value are for the type Number")
        return self


class Sessions(Table):
    """Session tracking: users can see and end each of their sessions, and the oldest ends when there are too many."""

    tracking: bool = True
    max_per_user: int = Field(20, ge=1, le=100)


class Devices(Table):
    """Device tracking, so that users can trust a browser. Every app then needs the device key to refresh a session."""

    challenge_required_on_new_device: bool = False
    """Whether a remembered device replaces the second factor."""
    remembered_on_user_prompt: bool = False
    """Whether users are asked; otherwise every device is remembered."""
