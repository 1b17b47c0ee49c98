"""Users: look up, disable, enable and delete a user."""

from vestibule.cognito.admin.role import AdminTopic, user_management_errors
from vestibule.cognito.attributes import pairs_by_name
from vestibule.cognito.models import AccountProfile
from vestibule.cognito.profiles import profile_fields
from vestibule.storage.keyed_digest import normalize_username


class Users(AdminTopic):
    """Look up, disable, enable and delete a user. NotFound if there is no such user."""

    def sub_of(self, username: str) -> str:
        """The user's `sub`, by which tokens name them (AdminGetUser)."""
        with user_management_errors():
            response = self.client.admin_get_user(**self.user(username))
            return pairs_by_name(response["UserAttributes"])["sub"]

    def read(self, username: str) -> AccountProfile:
        """The user as stored in the pool (AdminGetUser)."""
        with user_management_errors():
            response = self.client.admin_get_user(**self.user(username))
            return AccountProfile.model_validate(profile_fields(response["Username"], response["UserAttributes"]))

    def sub_if_proven(self, username: str, email: str) -> str | None:
        """The user's `sub` if the account is confirmed and this is its verified address (AdminGetUser)."""
        with user_management_errors():
            response = self.client.admin_get_user(**self.user(username))
            attributes = pairs_by_name(response["UserAttributes"])
            is_proven = (
                response["UserStatus"] != "UNCONFIRMED"
                and attributes.get("email_verified") == "true"
                and ("@" not in email or normalize_username(attributes.get("email", "")) == normalize_username(email))
            )
            return attributes["sub"] if is_proven else None

    def disable(self, username: str) -> None:
        """Prevent sign-ins as this user, and end their sessions at Cognito (AdminDisableUser)."""
        with user_management_errors():
            self.client.admin_disable_user(**self.user(username))

    def enable(self, username: str) -> None:
        """Allow sign-ins again (AdminEnableUser)."""
        with user_management_errors():
            self.client.admin_enable_user(**self.user(username))

    def delete(self, username: str) -> None:
        """Delete the user permanently (AdminDeleteUser)."""
        with user_management_errors():
            self.client.admin_delete_user(**self.user(username))
