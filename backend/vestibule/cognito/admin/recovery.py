"""Recovery: give an account to the user who proved its address, and send invitations again."""

import secrets
from contextlib import suppress

from pydantic import SecretStr

from vestibule.cognito.admin.role import AdminTopic, user_management_errors
from vestibule.cognito.attributes import to_cognito_name
from vestibule.cognito.passwords import chosen_password
from vestibule.errors import AppError

INVITED = "FORCE_CHANGE_PASSWORD"


class Recovery(AdminTopic):
    """Give an account to the user who proved its address, and send invitations again."""

    def set_password(self, username: str, password: SecretStr) -> None:
        """Replace the password and end all sessions (AdminSetUserPassword, AdminUserGlobalSignOut)."""
        with user_management_errors():
            self.client.admin_set_user_password(
                **self.user(username), Password=chosen_password(password), Permanent=True
            )
        self.end_sessions(username)

    def end_sessions(self, username: str) -> None:
        """End all sessions (AdminUserGlobalSignOut)."""
        with user_management_errors():
            self.client.admin_user_global_sign_out(**self.user(username))

    def disable_password(self, username: str) -> None:
        """Replace the password with a random one, which nobody knows, and end all sessions."""
        self.set_password(username, SecretStr(f"Aa1-{secrets.token_urlsafe(32)}"))

    def clear_attributes(self, username: str, keep: frozenset[str]) -> None:
        """Delete the user's attributes except `keep` (AdminGetUser, AdminDeleteUserAttributes)."""
        with user_management_errors():
            kept = {to_cognito_name(name) for name in keep}
            response = self.client.admin_get_user(**self.user(username))
            names = [pair["Name"] for pair in response["UserAttributes"] if pair["Name"] not in kept]
            if names:
                self.client.admin_delete_user_attributes(**self.user(username), UserAttributeNames=names)

    def help_invited(self, username: str) -> None:
        """Send an invited user a new temporary password (AdminGetUser, AdminCreateUser with RESEND).

        Cognito sends them no code to reset the password. Call this for every address, in background.
        """
        with suppress(AppError), user_management_errors():  # nobody is waiting for the result
            if self.client.admin_get_user(**self.user(username))["UserStatus"] == INVITED:
                self.client.admin_create_user(**self.user(username), MessageAction="RESEND")
