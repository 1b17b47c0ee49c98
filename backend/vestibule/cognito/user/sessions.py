"""Sessions: end the user's sessions."""

from vestibule.cognito.user.topic import UserTopic, user_errors


class UserSessions(UserTopic):
    """End the user's sessions."""

    def sign_out_everywhere(self) -> None:
        """End all of the user's sessions (GlobalSignOut)."""
        with user_errors():
            self.client.global_sign_out(**self.token())
