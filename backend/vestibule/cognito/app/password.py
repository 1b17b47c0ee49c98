"""Password: reset a forgotten password with a code."""

from contextlib import suppress
from dataclasses import dataclass

from pydantic import SecretStr

from vestibule import errors
from vestibule.cognito.app.codes import NO_SUCH_CODE, Codes, NoVerifiedAddress
from vestibule.cognito.app.topic import AppTopic
from vestibule.cognito.errors import NOT_AUTHORIZED, cognito_errors


@dataclass(frozen=True)
class Password(AppTopic):
    """Reset a forgotten password with a code."""

    codes: Codes

    def forgot(self, email: str) -> None:
        """Send a reset code; the outcome does not tell whether the address has an account.

        The owner of an unconfirmed account gets the code that confirms it.
        """
        with suppress(errors.InvalidCredentials, errors.NotAllowed, errors.AlreadyConfirmed):
            try:
                self.codes.send_reset_code(email)
            except NoVerifiedAddress:
                self.codes.send_confirmation_code(email)

    def reset(self, username: str, code: str, password: SecretStr) -> None:
        """Set a new password with the code that was sent (ConfirmForgotPassword)."""
        with cognito_errors(
            UserNotFoundException=errors.CodeMismatch,
            UserNotConfirmedException=errors.CodeMismatch,
            NotAuthorizedException=NOT_AUTHORIZED | NO_SUCH_CODE,
        ):
            self.client.confirm_forgot_password(
                **self.app.for_user(username), ConfirmationCode=code, Password=password.get_secret_value()
            )
