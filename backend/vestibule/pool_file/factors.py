"""Second factors and passkeys."""

from typing import Literal

from pydantic import Field

from vestibule.pool_file.table import Table


class Passkeys(Table):
    """Passkeys (WebAuthn)."""

    relying_party_id: str = Field(min_length=1, max_length=127, pattern=r"^[a-z0-9.-]+$")
    """The host name of the app, or a parent of it. Passkeys are bound to it forever."""
    user_verification: Literal["required", "preferred"] = "required"
    multi_factor: bool = True
    """Whether a passkey with user verification counts as two factors."""


class Mfa(Table):
    """Second factors."""

    mode: Literal["OFF", "OPTIONAL", "ON"] = "OFF"
    totp: bool = False
    """Codes of an authenticator app."""
    email: bool = False
    """Codes by e-mail; needs [email] with an SES identity, and another recovery mechanism before e-mail."""
    sms: bool = False
    """Codes by SMS; needs [sms]."""
    passkeys: Passkeys | None = None
