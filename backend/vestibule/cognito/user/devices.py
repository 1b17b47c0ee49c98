"""Devices: confirm the device of a new session, list those that are remembered, and forget one."""

import base64
import secrets
from collections.abc import Mapping
from typing import Any, cast

from pydantic import SecretStr

from vestibule import errors
from vestibule.cognito import srp
from vestibule.cognito.attributes import pairs_by_name
from vestibule.cognito.devices import RememberedDevice, TrustedDevice
from vestibule.cognito.models import SessionDevice
from vestibule.cognito.user.topic import UserTopic, user_errors

PASSWORD_BYTES = 40
PAGE_SIZE = 60
MAX_PAGES = 5
REMEMBERED = "remembered"


class UserDevices(UserTopic):
    """The user's devices."""

    def confirm(self, device: SessionDevice, name: str, *, trust: bool) -> TrustedDevice:
        """Confirm a new device with a random password, without which its session cannot be refreshed.

        (ConfirmDevice, UpdateDeviceStatus.) The pool may remember devices always or ask first; `trust` decides.
        """
        password = base64.b64encode(secrets.token_bytes(PASSWORD_BYTES)).decode()
        trusted = TrustedDevice(key=device.key, group_key=device.group_key or "", password=SecretStr(password))
        verifier = srp.create_verifier(trusted.group_key, trusted.key, password)
        with user_errors():
            response = self.client.confirm_device(
                **self.token(),
                DeviceKey=device.key,
                DeviceName=name,
                DeviceSecretVerifierConfig={"PasswordVerifier": verifier.verifier, "Salt": verifier.salt},
            )
            is_remembered = not response.get("UserConfirmationNecessary", False)
        if trust != is_remembered:
            self.remember(device.key, on=trust)
        return trusted

    def remember(self, key: str, *, on: bool) -> None:
        """Let a device replace the second factor, or not (UpdateDeviceStatus); NotFound if it does not exist."""
        with user_errors(ResourceNotFoundException=errors.NotFound, InvalidParameterException=errors.NotFound):
            self.client.update_device_status(
                **self.token(), DeviceKey=key, DeviceRememberedStatus="remembered" if on else "not_remembered"
            )

    def remembered(self) -> list[RememberedDevice]:
        """The devices that may replace the second factor (ListDevices)."""
        found: list[RememberedDevice] = []
        page: dict[str, Any] = {}
        with user_errors():
            for _ in range(MAX_PAGES):
                response = cast("dict[str, Any]", self.client.list_devices(**self.token(), Limit=PAGE_SIZE, **page))
                found += [_remembered(device) for device in response.get("Devices", []) if _is_remembered(device)]
                if not response.get("PaginationToken"):
                    break
                page = {"PaginationToken": response["PaginationToken"]}
        return found

    def forget(self, key: str) -> None:
        """Forget a device, whose sessions then end (ForgetDevice); NotFound if it does not exist."""
        with user_errors(ResourceNotFoundException=errors.NotFound, InvalidParameterException=errors.NotFound):
            self.client.forget_device(**self.token(), DeviceKey=key)


def _attributes(device: Mapping[str, Any]) -> dict[str, str]:
    return pairs_by_name(device.get("DeviceAttributes", []))


def _is_remembered(device: Mapping[str, Any]) -> bool:
    return _attributes(device).get("dev:device_remembered_status") == REMEMBERED


def _remembered(device: Mapping[str, Any]) -> RememberedDevice:
    return RememberedDevice(
        id=device["DeviceKey"],
        name=_attributes(device).get("device_name", ""),
        trusted_at=device["DeviceLastModifiedDate"],
        last_used_at=device["DeviceLastAuthenticatedDate"],
    )
