"""Password: change the user's password."""

from pydantic import SecretStr

from vestibule.cognito.errors import password_field
from vestibule.cognito.passwords import chosen_password, password_forms
from vestibule.cognito.user.topic import UserTopic, user_errors
from vestibule.errors import WrongPassword


class UserPassword(UserTopic):
    """Change the user's password."""

    def change(self, current: SecretStr, new: SecretStr) -> None:
        """Replace the password (ChangePassword); WrongPassword if `current` is not the present one."""
        first, *others = password_forms(current)
        with password_field("new_password"):
            proposed = chosen_password(new)
            try:
                self._change(first, proposed)
            except WrongPassword:
                if not others:
                    raise
                self._change(others[0], proposed)

    def _change(self, previous: str, proposed: str) -> None:
        with user_errors():
            self.client.change_password(**self.token(), PreviousPassword=previous, ProposedPassword=proposed)
