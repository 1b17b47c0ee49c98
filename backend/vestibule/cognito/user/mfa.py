"""Mfa: the user's second factors."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, cast

from vestibule import errors
from vestibule.cognito.attributes import from_cognito
from vestibule.cognito.authenticator_app import AuthenticatorApp, authenticator_app
from vestibule.cognito.errors import INVALID_PARAMETER
from vestibule.cognito.identities import identities_in_attributes, primary_provider
from vestibule.cognito.mfa_methods import CHALLENGE_NAMES, PREFERENCES
from vestibule.cognito.models import MfaMethod
from vestibule.cognito.user.topic import UserTopic, user_errors

ADDRESSES: dict[MfaMethod, str] = {"sms": "phone_number", "email_otp": "email"}
"""The attribute that holds where codes are sent."""

NOT_SET_UP = INVALID_PARAMETER | {
    "delivery config": errors.FactorUnavailable,
    "MFA factors cannot be turned off": errors.FactorRequired,
    "": errors.FactorUnavailable,
}


@dataclass(frozen=True)
class MfaState:
    """The second factors of a user: the enabled ones, the one asked for first, and those that could be enabled.

    `provider` is the identity provider that created the user, if one did.
    """

    enabled: frozenset[MfaMethod]
    preferred: MfaMethod | None
    reachable: frozenset[MfaMethod]
    account: str
    has_password: bool
    has_passkey: bool
    provider: str | None = None


@dataclass(frozen=True)
class UserMfa(UserTopic):
    """Read and change the user's second factors. `issuer` is the name that an authenticator app shows."""

    issuer: str

    def read(self) -> MfaState:
        """The factors (GetUser, GetUserAuthFactors). `reachable` are those with a verified address or a set-up app."""
        with user_errors():
            user = cast("dict[str, Any]", self.client.get_user(**self.token()))
            factors = cast("dict[str, Any]", self.client.get_user_auth_factors(**self.token()))
            configured = factors.get("ConfiguredUserAuthFactors", [])
            attributes = from_cognito(user["UserAttributes"])
            listed = user.get("UserMFASettingList", [])
            preferred = user.get("PreferredMfaSetting")
            provider = primary_provider(identities_in_attributes(attributes))
            reachable: set[MfaMethod] = {"totp"} if "SOFTWARE_TOKEN" in configured else set()
            reachable |= {m for m, name in ADDRESSES.items() if attributes.get(f"{name}_verified") == "true"}
            return MfaState(
                enabled=frozenset(method for method, name in CHALLENGE_NAMES.items() if name in listed),
                preferred=next((method for method, name in CHALLENGE_NAMES.items() if name == preferred), None),
                reachable=frozenset(reachable),
                account=attributes.get("email") or user["Username"],
                has_password="PASSWORD" in configured and provider is None,
                has_passkey="WEB_AUTHN" in configured,
                provider=provider,
            )

    def change(self, enabled: Mapping[MfaMethod, bool], preferred: MfaMethod | None) -> None:
        """Enable or disable methods; `preferred` is asked for first (SetUserMFAPreference).

        `enabled` holds every method that is or was enabled. Passkeys then count as a second factor too, or, without
        another one, no longer.
        """
        settings: dict[str, Any] = {
            PREFERENCES[method]: {"Enabled": on, "PreferredMfa": on and method == preferred}
            for method, on in enabled.items()
        }
        if any(enabled.values()):
            self._set_preference(settings)
            self.count_passkeys()
            return
        try:
            self._set_preference(settings)
        except errors.FactorUnavailable:  # Cognito does not let passkeys be the only second factor
            self._set_preference({**settings, "WebAuthnMfaSettings": {"Enabled": False}})

    def count_passkeys(self) -> None:
        """Let a passkey that verifies its user count as both factors (SetUserMFAPreference).

        Cognito otherwise accepts no passkey of a user who has a second factor. It refuses this for users without
        one, and in pools where passkeys are single factors.
        """
        with suppress(errors.FactorUnavailable, errors.NotAllowed, errors.Misconfigured):
            self._set_preference({"WebAuthnMfaSettings": {"Enabled": True}})

    def _set_preference(self, settings: Mapping[str, Any]) -> None:
        with user_errors(InvalidParameterException=NOT_SET_UP):
            self.client.set_user_mfa_preference(**self.token(), **settings)

    def begin_totp(self, account: str) -> AuthenticatorApp:
        """What an authenticator app needs (AssociateSoftwareToken). An earlier app stays valid until the new one is."""
        with user_errors(SoftwareTokenMFANotFoundException=errors.FactorUnavailable):
            response = self.client.associate_software_token(**self.token())
            return authenticator_app(response["SecretCode"], account, self.issuer)

    def verify_totp(self, code: str, device_name: str | None) -> None:
        """Register the app that shows this code (VerifySoftwareToken); CodeMismatch if it is another's."""
        name = {"FriendlyDeviceName": device_name} if device_name else {}
        with user_errors(SoftwareTokenMFANotFoundException=errors.FactorUnavailable):
            response = self.client.verify_software_token(**self.token(), UserCode=code, **name)
            if response["Status"] != "SUCCESS":
                raise errors.CodeMismatch(field="code")
