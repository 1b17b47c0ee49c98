"""The cookie of a trusted browser: what the browser's device proves itself with at the next sign-in."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Annotated

from fastapi import Request, Response
from pydantic import ValidationError

from vestibule.api.http.class_dependency import class_dependency
from vestibule.api.security.refresh_cookie import SECURE_PATH, auth_path, cookie_values
from vestibule.api.services import services_of
from vestibule.cognito.devices import TrustedDevice
from vestibule.errors import SessionInvalid, StoreUnavailable
from vestibule.storage.keyed_digest import KeyedDigest, normalize_username

NAME = "vestibule_browser_"
SECURE_NAME = f"__Host-{NAME}"
DIGEST_CHARACTERS = 16
MAX_VALUES = 4
DAY = 24 * 60 * 60

_VALUE = re.compile(r"[\w=-]{1,4096}")


class TrustedBrowserCookie:
    """The device of this browser for each user who trusts it, in a cookie of its own: `HttpOnly; SameSite=Strict`.

    Its content is encrypted, and names the account for which alone it counts. With https it is also `Secure`.
    """

    def __init__(self, request: Request, response: Response) -> None:
        self._request = request
        self._response = response
        self._services = services_of(request)
        self._digest = KeyedDigest(self._services.secret_keys, "trusted browsers")
        self._secure = self._services.settings.secure_cookies
        self._path = SECURE_PATH if self._secure else auth_path(request)

    @property
    def enabled(self) -> bool:
        """Whether browsers can be trusted at all."""
        return self._services.settings.trusted_browser_days > 0

    def find(self, account: str) -> TrustedDevice | None:
        """The device; None if the user's trust in this browser has ended, or cannot be checked."""
        states = (self._decrypt(value) for value in self._values(account)) if self.enabled else ()
        return next((device for state in states if state and (device := self._device(state, account))), None)

    def keep(self, account: str, username: str, device: TrustedDevice) -> None:
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
        self._response.set_cookie(
            self._names(account)[0],
            self._services.browser_cipher.encrypt(state, lifetime=lifetime),
            max_age=lifetime,
            path=self._path,
            secure=self._secure,
            httponly=True,
            samesite="strict",
        )

    def forget(self, account: str) -> None:
        """Delete the cookie."""
        for name in self._names(account):
            self._response.delete_cookie(name, path=self._path, secure=self._secure, httponly=True, samesite="strict")

    def _device(self, state: dict[str, str], account: str) -> TrustedDevice | None:
        try:
            if state["account"] != normalize_username(account):
                return None
            ended = self._services.trust_endings.last(account, state["username"])
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
        prefix = SECURE_NAME if self._secure else NAME
        return [prefix + digest[:DIGEST_CHARACTERS] for digest in self._digest.all(normalize_username(account))]

    def _values(self, account: str) -> Iterator[str]:
        """Without https, another application on this host may have set a cookie of the same name."""
        wanted = self._names(account)
        values = dict.fromkeys(value for name, value in cookie_values(self._request) if name in wanted)
        return islice((value for value in values if _VALUE.fullmatch(value)), MAX_VALUES)


TrustedBrowserCookieDep = Annotated[TrustedBrowserCookie, class_dependency(TrustedBrowserCookie)]
