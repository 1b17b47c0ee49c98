"""Password: change the user's password."""

from pydantic import SecretStr

from vestibule.cognito.errors import password_field
from vestibule.cognito.user.topic import UserTopic, user_errors


class UserPassword(UserTopic):
    """Change the user's password."""

    def change(self, current: SecretStr, new: SecretStr) -> None:
        """Replace the password (ChangePassword); WrongPassword if `current` is not the present one."""
        with password_field("new_password"), user_errors():
            self.client.change_password(
                **self.token(), PreviousPassword=current.get_secret_value(), ProposedPassword=new.get_secret_value()
            )
