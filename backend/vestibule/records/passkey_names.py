"""The names that users gave their passkeys: Cognito does not store any."""

from pydantic import BaseModel, ConfigDict

from vestibule.records.records import Kind

TEN_YEARS = 3650 * 24 * 60 * 60


class PasskeyName(BaseModel):
    """A name."""

    model_config = ConfigDict(frozen=True)

    name: str


PASSKEY_NAMES = Kind("passkey-name", PasskeyName, lifetime=TEN_YEARS)
"""By the user's `sub`, and by the passkey's id as item."""
