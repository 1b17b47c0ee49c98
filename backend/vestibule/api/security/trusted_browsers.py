"""The cookie of a trusted browser: what the browser's device proves itself with at the next sign-in."""

import re

from fastapi import Request, Response
from pydantic import ValidationError

from vestibule.api.security.cookies import StrictCookies
from vestibule.api.services import services_of
from vestibule.cognito.devices import TrustedDevice
from vestibule.errors import SessionInvalid, StoreUnavailable
from vestibule.storage.keyed_digest import KeyedDigest, normalize_username

NAME = "vestibule_browser_"
DIGEST_CHARACTERS = 16
MAX_VALUES = 4
DAY = 24 * 60 * 60

_VALUE = re.compile(r"[\w=-]{1,4096}")


class TrustedBrowserCookie:
    """The device of this browser for each user who trusts it, in a cookie of its own.

    Its content is encrypted, and names the only account for which it counts.
    """

    def __init__(self, request: Request, response: Response) -> None:
        self._services = services_of(request)
        self._cookies = StrictCookies(request, response)
        self._digest = KeyedDigest(self._services.secret_keys, "trusted browsers")

    @property
    def enabled(self) -> bool:
        """Whether browsers can be trusted at all."""
        return self._services.settings.trusted_browser_days > 0

    def find(self, account: str) -> TrustedDevice | None:
        """The device; None if the user's trust in this browser has ended, or cannot be checked."""
        states = (self._decrypt(value) for value in self._values(account)) if self.enabled else ()
        return next((device for state in states if state and (device := self._device(state, account))), None)

    def set(self, account: str, username: str, device: TrustedDevice) -> None:
        """Trust this browser: set the cookie. `username` is Cognito's name of the user."""
        lifetime = self._services.settings.trusted_browser_days * DAY
        state = {
            "account": normalize_username(account),
            "username": username,
            "since": repr(self._services.clock()),
            "key": device.key,
            "group_key": device.group_key,
            "password": device.password.get_secret_value(),
        }
        value = self._services.browser_cipher.encrypt(state, lifetime=lifetime)
        self._cookies.set(self._names(account)[0], value, max_age=lifetime)

    def forget(self, account: str) -> None:
        """Delete the cookie."""
        for name in self._names(account):
            self._cookies.delete(name)

    def _device(self, state: dict[str, str], account: str) -> TrustedDevice | None:
        try:
            if state["account"] != normalize_username(account):
                return None
            ended = self._services.records.trust_endings.last(account, state["username"])
            return TrustedDevice.model_validate(state) if float(state["since"]) > ended else None
        except (StoreUnavailable, KeyError, ValueError, ValidationError):  # or another version of ours made the cookie
            return None

    def _decrypt(self, value: str) -> dict[str, str] | None:
        try:
            return self._services.browser_cipher.decrypt(value)
        except SessionInvalid:
            return None

    def _names(self, account: str) -> list[str]:
        """The cookie's names, by secret key: several people may use one browser."""
        return [NAME + digest[:DIGEST_CHARACTERS] for digest in self._digest.all(normalize_username(account))]

    def _values(self, account: str) -> list[str]:
        """Without https, another application on this host may have set a cookie of the same name."""
        values = self._cookies.values(*self._names(account))
        return [value for value in values if _VALUE.fullmatch(value)][:MAX_VALUES]
