"""Passkeys: list, add and delete the user's passkeys."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, cast

from vestibule import errors
from vestibule.cognito.errors import INVALID_PARAMETER
from vestibule.cognito.models import Model
from vestibule.cognito.user.topic import UserTopic, user_errors

MAX_PAGES = 5  # a user has 20 passkeys at most


class Passkey(Model):
    """A passkey. `name` is the user's, or Cognito's if the user gave none."""

    id: str
    name: str
    created_at: datetime
    transports: list[str] = []


class UserPasskeys(UserTopic):
    """List, add and delete the user's passkeys."""

    def list(self) -> list[Passkey]:
        """All passkeys (ListWebAuthnCredentials)."""
        found: list[Passkey] = []
        page: dict[str, Any] = {}
        with user_errors():
            for _ in range(MAX_PAGES):
                response = cast("dict[str, Any]", self.client.list_web_authn_credentials(**self.token(), **page))
                found += [_passkey(credential) for credential in response["Credentials"]]
                if not response.get("NextToken"):
                    break
                page = {"NextToken": response["NextToken"]}
        return found

    def start(self) -> Mapping[str, Any]:
        """The options for the browser, `CredentialCreationOptions` (StartWebAuthnRegistration)."""
        with user_errors(LimitExceededException=errors.NotAllowed):
            response = self.client.start_web_authn_registration(**self.token())
            return cast("Mapping[str, Any]", response["CredentialCreationOptions"])

    def complete(self, credential: Mapping[str, Any]) -> None:
        """Register the browser's credential (CompleteWebAuthnRegistration); PasskeyRejected if it is not valid."""
        rejected = INVALID_PARAMETER | {"": errors.PasskeyRejected}
        with user_errors(InvalidParameterException=rejected, LimitExceededException=errors.NotAllowed):
            self.client.complete_web_authn_registration(**self.token(), Credential=dict(credential))

    def delete(self, passkey_id: str) -> None:
        """Delete a passkey (DeleteWebAuthnCredential); NotFound if the user has none with this id."""
        with user_errors(ResourceNotFoundException=errors.NotFound):
            self.client.delete_web_authn_credential(**self.token(), CredentialId=passkey_id)

    def delete_all(self) -> None:
        """Delete every passkey (ListWebAuthnCredentials, DeleteWebAuthnCredential)."""
        with suppress(errors.FeatureUnavailable, errors.Misconfigured, errors.NotAllowed):  # the pool has no passkeys
            for passkey in self.list():
                self.delete(passkey.id)


def _passkey(credential: Mapping[str, Any]) -> Passkey:
    return Passkey(
        id=credential["CredentialId"],
        name=credential["FriendlyCredentialName"],
        created_at=credential["CreatedAt"],
        transports=credential.get("AuthenticatorTransports", []),
    )
