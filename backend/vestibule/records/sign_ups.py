"""Addresses that were signed up for again before they were confirmed."""

from pydantic import BaseModel, ConfigDict

from vestibule.records.records import Kind, Records
from vestibule.storage.keyed_digest import normalize_username

TEN_YEARS = 3650 * 24 * 60 * 60  # Cognito keeps an unconfirmed account for ever


class RepeatedSignUp(BaseModel):
    """The record says all by being there."""

    model_config = ConfigDict(frozen=True)


REPEATED_SIGN_UP = Kind("repeated-sign-up", RepeatedSignUp, lifetime=TEN_YEARS)


class RepeatedSignUps:
    """Whose password an account has is unknown when its address was signed up for more than once (pre-hijacking).

    Whoever confirms such an address must choose the password again. Addresses are compared as Cognito does.
    """

    def __init__(self, records: Records) -> None:
        self._records = records

    def add(self, email: str) -> None:
        """Remember that an unconfirmed address was signed up for again."""
        self._records.put(REPEATED_SIGN_UP, normalize_username(email), RepeatedSignUp())

    def includes(self, email: str) -> bool:
        """Whether the address was signed up for more than once, and its password was not chosen anew since."""
        return self._records.get(REPEATED_SIGN_UP, normalize_username(email)) is not None

    def remove(self, email: str) -> None:
        """Forget it: whoever proved the address has chosen the password."""
        self._records.delete(REPEATED_SIGN_UP, normalize_username(email))
