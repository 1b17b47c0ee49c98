"""Codes: the messages with a code that confirms a sign-up or resets a password."""

from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass

from vestibule import errors
from vestibule.cognito.app.topic import AppTopic
from vestibule.cognito.delivery import mask_email
from vestibule.cognito.errors import INVALID_PARAMETER, NOT_AUTHORIZED, cognito_errors
from vestibule.cognito.models import CodeSent


def code_errors() -> AbstractContextManager[None]:
    """Translate Cognito's errors for an entered code. One error for all, so that no answer reveals an account."""
    return cognito_errors(
        ExpiredCodeException=errors.CodeMismatch,
        UserNotFoundException=errors.CodeMismatch,
        UserNotConfirmedException=errors.CodeMismatch,
        NotAuthorizedException=NOT_AUTHORIZED
        | dict.fromkeys(("Current status is CONFIRMED", "User is disabled", ""), errors.CodeMismatch),
        InvalidParameterException={"no registered/verified": errors.CodeMismatch}
        | INVALID_PARAMETER
        | {"User is already confirmed": errors.CodeMismatch},
    )


class NoVerifiedAddress(errors.InvalidRequest):
    """The user has no verified address that a reset code could be sent to: the account was never confirmed."""


@dataclass(frozen=True)
class Codes(AppTopic):
    """Send codes."""

    resend_wait_seconds: int

    def sent_to(self, email: str) -> CodeSent:
        """The response to a request for a code, which is the same whether or not one was sent."""
        return CodeSent(delivery=mask_email(email), resend_wait_seconds=self.resend_wait_seconds)

    def send_confirmation_code(self, username: str) -> None:
        """Send a new sign-up code (ResendConfirmationCode); AlreadyConfirmed if the account needs none."""
        with cognito_errors():
            self.client.resend_confirmation_code(**self.app.for_user(username))

    def send_reset_code(self, username: str, **metadata: str) -> None:
        """Send a reset code (ForgotPassword); NoVerifiedAddress if the account was never confirmed.

        `metadata` is passed to the pool's CustomMessage trigger, which can use it to choose the text of the message.
        """
        with cognito_errors(
            InvalidParameterException={"no registered/verified": NoVerifiedAddress} | INVALID_PARAMETER
        ):
            self.client.forgot_password(**self.app.for_user(username), ClientMetadata=metadata)

    def notify_owner(self, email: str) -> None:
        """Notify the owner of an account whose address was signed up again: send a code to confirm or to reset it."""
        with suppress(errors.AppError):  # runs in the background: nobody is waiting for the result
            try:
                self.send_confirmation_code(email)
            except errors.AlreadyConfirmed:
                self.send_reset_code(email, reason="sign_up_of_existing_address")
