"""Account: what a user may do with their own access token. Unsigned: the token is the authority."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from vestibule import errors
from vestibule.cognito.attributes import from_cognito, inside, outside, to_cognito
from vestibule.cognito.delivery import delivery_of
from vestibule.cognito.errors import NOT_AUTHORIZED, cognito_errors, password_field
from vestibule.cognito.models import AttributeDelivery, CodeDelivery, Profile, UpdatedProfile

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

_FLAGS = {"email_verified", "phone_number_verified"}
_FIELDS = set(Profile.model_fields) - {"attributes", "groups"}

# To a token whose user is gone, disabled or reset, Cognito says so; to the API's clients the token is simply over.
_TOKEN_OVER = NOT_AUTHORIZED | {
    "User is disabled": errors.TokenRevoked,
    "Incorrect username or password": errors.WrongPassword,
}


def _as_the_user() -> AbstractContextManager[None]:
    return cognito_errors(
        NotAuthorizedException=_TOKEN_OVER,
        UserNotFoundException=errors.TokenRevoked,
        UserNotConfirmedException=errors.TokenRevoked,
        PasswordResetRequiredException=errors.TokenRevoked,
    )


@dataclass(frozen=True)
class Account:
    """The account of the user whose access token this is; the token needs the scope `aws.cognito.signin.user.admin`."""

    client: "CognitoIdentityProviderClient"
    access_token: SecretStr

    def profile(self) -> Profile:
        """The user as the pool has it now (GetUser)."""
        with _as_the_user():
            return Profile.model_validate(self._profile())

    def _profile(self) -> dict[str, Any]:
        response = self.client.get_user(**self._token())
        values = from_cognito(list(response["UserAttributes"]))
        fields: dict[str, Any] = {name: values.pop(name) for name in _FIELDS & values.keys()}
        fields |= {flag: fields[flag] == "true" for flag in _FLAGS & fields.keys()}
        return {**fields, "username": response["Username"], "attributes": values}

    def update(self, attributes: Mapping[str, str | None]) -> UpdatedProfile:
        """Set attributes, or take away those that are None; the answer is read again from the pool.

        (UpdateUserAttributes, DeleteUserAttributes, GetUser.) A new address gets a code to verify it.
        """
        deliveries = self._set({name: value for name, value in attributes.items() if value is not None})
        self._remove(name for name, value in attributes.items() if value is None)
        with _as_the_user():
            return UpdatedProfile.model_validate({**self._profile(), "code_deliveries": deliveries})

    def _set(self, attributes: Mapping[str, str]) -> list[AttributeDelivery]:
        if not attributes:
            return []
        with _as_the_user():
            response = self.client.update_user_attributes(**self._token(), UserAttributes=to_cognito(attributes))
            return [
                AttributeDelivery(attribute=outside(details["AttributeName"]), **dict(delivery_of(details)))
                for details in response.get("CodeDeliveryDetailsList", [])
            ]

    def _remove(self, names: Iterable[str]) -> None:
        if inner := [inside(name) for name in names]:
            with _as_the_user():
                self.client.delete_user_attributes(**self._token(), UserAttributeNames=inner)

    def send_code(self, attribute: str) -> CodeDelivery:
        """Send a code to an address of the user, to verify it (GetUserAttributeVerificationCode)."""
        with _as_the_user():
            response = self.client.get_user_attribute_verification_code(**self._token(), AttributeName=attribute)
            return delivery_of(response["CodeDeliveryDetails"])

    def verify(self, attribute: str, code: str) -> None:
        """Prove an address by the code that was sent (VerifyUserAttribute)."""
        with _as_the_user():
            self.client.verify_user_attribute(**self._token(), AttributeName=attribute, Code=code)

    def change_password(self, current: SecretStr, new: SecretStr) -> None:
        """Replace the password (ChangePassword); `WrongPassword` when `current` is not it."""
        with password_field("new_password"), _as_the_user():
            self.client.change_password(
                **self._token(), PreviousPassword=current.get_secret_value(), ProposedPassword=new.get_secret_value()
            )

    def sign_out_everywhere(self) -> None:
        """End every session of the user (GlobalSignOut)."""
        with _as_the_user():
            self.client.global_sign_out(**self._token())

    def delete(self) -> None:
        """Delete the user, for good (DeleteUser)."""
        with _as_the_user():
            self.client.delete_user(**self._token())

    def _token(self) -> dict[str, Any]:
        return {"AccessToken": self.access_token.get_secret_value()}
