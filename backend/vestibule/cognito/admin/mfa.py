"""Mfa: remove a user's factors, and keep the digests of their recovery codes."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from vestibule.cognito.admin.role import AdminTopic, user_management_errors
from vestibule.cognito.attributes import pairs_by_name
from vestibule.cognito.mfa_methods import PREFERENCES
from vestibule.cognito.models import MfaMethod
from vestibule.errors import InvalidRequest

RECOVERY_CODES = "recovery_codes"
"""The pool's custom attribute with the digests. App clients should neither read nor write it."""
COGNITO_NAME = f"custom:{RECOVERY_CODES}"


class StoredCodes(NamedTuple):
    """The digests of a user's recovery codes that were not used yet."""

    sub: str
    digests: tuple[str, ...]


class Mfa(AdminTopic):
    """Remove factors, which Cognito does not let users do who cannot sign in."""

    def delete_totp(self, username: str) -> None:
        """Delete the app's secret (AdminDeleteSoftwareToken). The next sign-in asks for another factor or a new one."""
        with user_management_errors():
            self.client.admin_delete_software_token(**self.user(username))

    def turn_off(self, username: str, method: MfaMethod) -> None:
        """Turn off a method (AdminDeleteSoftwareToken, AdminSetUserMFAPreference); InvalidRequest if it refuses."""
        if method == "totp":
            self.delete_totp(username)
            return
        settings = {PREFERENCES[method]: {"Enabled": False}}
        try:
            self._set_preference(username, settings)
        except InvalidRequest:  # Cognito does not let passkeys be the only second factor
            self._set_preference(username, {**settings, "WebAuthnMfaSettings": {"Enabled": False}})

    def _set_preference(self, username: str, settings: Mapping[str, Any]) -> None:
        with user_management_errors():
            self.client.admin_set_user_mfa_preference(**self.user(username), **settings)

    def recovery_codes(self, username: str) -> StoredCodes:
        """The digests (AdminGetUser)."""
        with user_management_errors():
            response = self.client.admin_get_user(**self.user(username))
            attributes = pairs_by_name(response["UserAttributes"])
            return StoredCodes(attributes["sub"], tuple(attributes.get(COGNITO_NAME, "").split()))

    def set_recovery_codes(self, username: str, digests: Collection[str]) -> None:
        """Replace the digests (AdminUpdateUserAttributes)."""
        with user_management_errors():
            self.client.admin_update_user_attributes(
                **self.user(username), UserAttributes=[{"Name": COGNITO_NAME, "Value": " ".join(digests)}]
            )
