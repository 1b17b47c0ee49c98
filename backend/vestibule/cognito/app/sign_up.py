"""SignUp: create an account and confirm its address."""

import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from pydantic import SecretStr

from vestibule import errors
from vestibule.cognito.app.codes import NO_SUCH_CODE, Codes
from vestibule.cognito.app.topic import AppTopic
from vestibule.cognito.attributes import to_cognito
from vestibule.cognito.delivery import delivery_of, mask_email
from vestibule.cognito.errors import NOT_AUTHORIZED, cognito_errors
from vestibule.cognito.models import SignUpResult


@dataclass(frozen=True)
class SignUp(AppTopic):
    """Create an account and confirm its address."""

    codes: Codes

    def create(self, email: str, password: SecretStr, attributes: Mapping[str, str]) -> SignUpResult:
        """Create an account (SignUp); UserExists if the address has one, confirmed or not."""
        with cognito_errors():
            response = self.client.sign_up(
                **self.app.for_user(email),
                Password=password.get_secret_value(),
                UserAttributes=to_cognito({"email": email, **attributes}),
            )
            details = response.get("CodeDeliveryDetails")
            return SignUpResult(
                user_sub=response["UserSub"],
                confirmed=response["UserConfirmed"],
                delivery=delivery_of(details, email) if details else None,
            )

    def simulated_result(self, email: str) -> SignUpResult:
        """The answer for an address that has an account: the same as for a new one."""
        return SignUpResult(user_sub=str(uuid.uuid4()), confirmed=False, delivery=mask_email(email))

    def confirm(self, username: str, code: str) -> None:
        """Confirm the address with the code that was sent to it (ConfirmSignUp)."""
        with cognito_errors(
            UserNotFoundException=errors.CodeMismatch, NotAuthorizedException=NOT_AUTHORIZED | NO_SUCH_CODE
        ):
            self.client.confirm_sign_up(**self.app.for_user(username), ConfirmationCode=code)

    def resend_code(self, email: str) -> None:
        """Send the sign-up code again, if the address has an unconfirmed account; the outcome does not tell."""
        with suppress(errors.InvalidCredentials, errors.NotAllowed, errors.AlreadyConfirmed):
            self.codes.send_confirmation_code(email)
