"""Profile: read and change the user's attributes, and delete the user."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from vestibule.cognito.attributes import from_cognito, from_cognito_name, to_cognito, to_cognito_name
from vestibule.cognito.delivery import delivery_of, mask_address
from vestibule.cognito.identities import Identity, identities_in_attributes
from vestibule.cognito.models import AccountProfile, AttributeDelivery, UpdatedProfile
from vestibule.cognito.profiles import profile_fields
from vestibule.cognito.user.topic import UserTopic, user_errors
from vestibule.errors import AddressInUse, NotAllowed, UnknownAttribute

VERIFIABLE = ("email", "phone_number")


class UserProfile(UserTopic):
    """Read and change the user's attributes, and delete the user."""

    def read(self) -> AccountProfile:
        """The user as stored in the pool (GetUser)."""
        with user_errors():
            return AccountProfile.model_validate(self._read())

    def read_identities(self) -> tuple[Identity, ...]:
        """The identities at providers that sign in as the user (GetUser)."""
        with user_errors():
            return identities_in_attributes(from_cognito(list(self.client.get_user(**self.token())["UserAttributes"])))

    def update(self, attributes: Mapping[str, str | None]) -> UpdatedProfile:
        """Set attributes, or delete those that are None; then read the profile again.

        (UpdateUserAttributes, DeleteUserAttributes, GetUser.) A new address is sent a code to verify it. One that
        belongs to another account is answered alike, and is `simulated`.
        """
        values = {name: value for name, value in attributes.items() if value is not None}
        addresses = {name: values.pop(name) for name in VERIFIABLE if name in values}
        deliveries, simulated = self._set(values), []
        self._delete_attributes(name for name, value in attributes.items() if value is None)
        for name, address in addresses.items():  # one by one, so that a taken address refuses no other change
            try:
                deliveries += self._set({name: address})
            except AddressInUse:
                simulated.append(name)
                deliveries.append(AttributeDelivery(attribute=name, **dict(mask_address(name, address))))
        with user_errors():
            return UpdatedProfile.model_validate(
                {**self._read(), "code_deliveries": deliveries, "simulated": simulated}
            )

    def clear(self, keep: frozenset[str]) -> None:
        """Delete all attributes except `keep` (GetUser, DeleteUserAttributes)."""
        with user_errors():
            names = from_cognito(list(self.client.get_user(**self.token())["UserAttributes"])).keys() - keep
        for name in sorted(names):  # one by one, because the app client may not be allowed to write all of them
            with suppress(UnknownAttribute, NotAllowed):
                self._delete_attributes([name])

    def delete(self) -> None:
        """Delete the user permanently (DeleteUser)."""
        with user_errors():
            self.client.delete_user(**self.token())

    def _read(self) -> dict[str, Any]:
        response = self.client.get_user(**self.token())
        return profile_fields(response["Username"], list(response["UserAttributes"]))

    def _set(self, attributes: Mapping[str, str]) -> list[AttributeDelivery]:
        if not attributes:
            return []
        with user_errors():
            response = self.client.update_user_attributes(**self.token(), UserAttributes=to_cognito(attributes))
            return [
                AttributeDelivery(attribute=from_cognito_name(details["AttributeName"]), **dict(delivery_of(details)))
                for details in response.get("CodeDeliveryDetailsList", [])
            ]

    def _delete_attributes(self, names: Iterable[str]) -> None:
        if cognito_names := [to_cognito_name(name) for name in names]:
            with user_errors():
                self.client.delete_user_attributes(**self.token(), UserAttributeNames=cognito_names)
