"""Devices, as Cognito calls the browsers that it knows: one may replace the second factor of its user."""

import re
from datetime import datetime
from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from vestibule.cognito.models import Model

SEPARATOR = "~"
_DEVICE_KEY = re.compile(r"[\w-]+_[0-9a-f-]+")


class TrustedDevice(BaseModel):
    """What a trusted browser proves itself with. `username` is Cognito's name of the user, once it is known."""

    model_config = ConfigDict(frozen=True)

    key: str
    group_key: str
    password: SecretStr = Field(repr=False)
    username: str = ""


class RememberedDevice(Model):
    """A device that may replace its user's second factor."""

    id: str
    name: str
    trusted_at: datetime
    last_used_at: datetime


class TrustedBrowsers(Protocol):
    """Tells which device the browser of this request is, for a user who signs in as `account`."""

    def find(self, account: str) -> TrustedDevice | None:
        """The device; None if the browser is not trusted."""
        ...

    def forget(self, account: str) -> None:
        """Cognito does not know the device any more."""
        ...


class NoTrustedBrowsers:
    """No browser is trusted: for clients other than browsers, and for checks of a password alone."""

    def find(self, _account: str) -> TrustedDevice | None:
        """None."""
        return None

    def forget(self, _account: str) -> None:
        """Nothing to do."""


NO_TRUSTED_BROWSERS = NoTrustedBrowsers()


def bind_refresh_token(token: str, device_key: str | None) -> str:
    """A refresh token with its device: where the pool tracks devices, Cognito accepts it only together with the key.

    Both are in one string, so that every client has what a refresh needs, and no replica has to remember it.
    """
    return f"{token}{SEPARATOR}{device_key}" if device_key else token


def split_refresh_token(bound: SecretStr) -> tuple[str, str | None]:
    """Cognito's refresh token and the device key, if there is one."""
    text = bound.get_secret_value()
    token, separator, key = text.rpartition(SEPARATOR)
    return (token, key) if separator and _DEVICE_KEY.fullmatch(key) else (text, None)
