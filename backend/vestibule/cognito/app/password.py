"""Password: reset a forgotten password with a code."""

from contextlib import suppress
from dataclasses import dataclass

from pydantic import SecretStr

from vestibule import errors
from vestibule.cognito.app.codes import Codes, NoVerifiedAddress, code_errors
from vestibule.cognito.app.topic import AppTopic
from vestibule.cognito.passwords import chosen_password
from vestibule.records import Ownership


@dataclass(frozen=True)
class Password(AppTopic):
    """Reset a forgotten password with a code."""

    codes: Codes
    ownership: Ownership

    def forgot(self, email: str) -> None:
        """Send a reset code; the outcome does not reveal whether the address has an account.

        Cognito sends none to an unconfirmed or invited user: see `help_unconfirmed`.
        """
        self.ownership.code_requested(email, self.app.client_ip)
        with suppress(errors.InvalidCredentials, errors.NotAllowed, NoVerifiedAddress):
            self.codes.send_reset_code(email)

    def help_unconfirmed(self, email: str) -> None:
        """Send the code that confirms the address, if it is unconfirmed. Call this for every address, in background."""
        with suppress(errors.AppError):  # nobody is waiting for the result
            self.codes.send_confirmation_code(email)

    def reset(self, username: str, code: str, password: SecretStr) -> None:
        """Set a new password with the code that was sent (ConfirmForgotPassword).

        The sessions that began before must then end: see `Ownership`.
        """
        try:
            with code_errors():
                self.client.confirm_forgot_password(
                    **self.app.for_user(username), ConfirmationCode=code, Password=chosen_password(password)
                )
        except errors.RESPONSE_LOST:
            self.ownership.end_sessions(username)
            raise
        self.ownership.password_was_reset(username)
