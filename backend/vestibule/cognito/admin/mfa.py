"""Mfa: remove a user's authenticator app."""

from vestibule.cognito.admin.role import AdminTopic, user_management_errors


class Mfa(AdminTopic):
    """Remove a user's authenticator app, which Cognito lets no user do."""

    def delete_totp(self, username: str) -> None:
        """Delete the app's secret (AdminDeleteSoftwareToken). The next sign-in asks for another factor or a new one."""
        with user_management_errors():
            self.client.admin_delete_software_token(**self.user(username))
