"""SignUp: create an account and confirm its address."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from pydantic import SecretStr

from vestibule import errors
from vestibule.cognito.app.codes import Codes, code_errors
from vestibule.cognito.app.topic import AppTopic
from vestibule.cognito.attributes import to_cognito
from vestibule.cognito.delivery import delivery_of, mask_email
from vestibule.cognito.errors import cognito_errors
from vestibule.cognito.models import SignUpResult
from vestibule.cognito.passwords import chosen_password
from vestibule.records import Ownership


@dataclass(frozen=True)
class SignUp(AppTopic):
    """Create an account and confirm its address."""

    codes: Codes
    ownership: Ownership

    def create(self, email: str, password: SecretStr, attributes: Mapping[str, str]) -> SignUpResult:
        """Create an account (SignUp); UserExists if the address has one, confirmed or not."""
        try:
            result = self._create(email, password, attributes)
        except errors.UserExists:
            self.ownership.signed_up(email, self.app.client_ip, again=True)
            raise
        self.ownership.signed_up(email, self.app.client_ip, again=False)
        return result

    def _create(self, email: str, password: SecretStr, attributes: Mapping[str, str]) -> SignUpResult:
        with cognito_errors():
            response = self.client.sign_up(
                **self.app.for_user(email),
                Password=chosen_password(password),
                UserAttributes=to_cognito({"email": email, **attributes}),
            )
            details = response.get("CodeDeliveryDetails")
            return SignUpResult(
                confirmed=response["UserConfirmed"],
                delivery=delivery_of(details, email) if details else None,
            )

    def simulated_result(self, email: str) -> SignUpResult:
        """The response for an address that has an account: the same as for a new one."""
        return SignUpResult(confirmed=False, delivery=mask_email(email))

    def confirm(self, username: str, code: str) -> bool:
        """Confirm the address with the code that was sent to it (ConfirmSignUp).

        Returns whether somebody else, who signed up with this address, may have chosen the account's password.
        """
        with code_errors():
            self.client.confirm_sign_up(**self.app.for_user(username), ConfirmationCode=code)
        return self.ownership.confirmed(username)

    def resend_code(self, email: str) -> None:
        """Send the sign-up code again, if the address has an unconfirmed account; the outcome does not reveal it."""
        self.ownership.code_requested(email, self.app.client_ip)
        with suppress(errors.InvalidCredentials, errors.NotAllowed, errors.AlreadyConfirmed):
            self.codes.send_confirmation_code(email)
