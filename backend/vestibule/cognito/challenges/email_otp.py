"""email_otp: a code was sent by e-mail, as a second factor or in place of the password."""

from collections.abc import Mapping
from typing import Any, Literal

from vestibule.cognito.app.outcome import IS_SET_UP, MAILED_CODE, SIMULATED_CODE, AuthOutcome
from vestibule.cognito.challenges.challenge import AccountChange
from vestibule.cognito.challenges.sent_code import SentCode, SentCodeAnswer, SentCodeStep
from vestibule.cognito.delivery import mask_email
from vestibule.cognito.models import SignedIn
from vestibule.errors import CodeExpired, CodeMismatch, InvalidCredentials, NotAllowed, TooManyAttempts

COGNITO_NAME = "EMAIL_OTP"


class EmailOtpStep(SentCodeStep):
    """A code was sent by e-mail. `first_factor`: in place of the password, so no recovery code can replace it."""

    kind: Literal["email_otp"] = "email_otp"
    first_factor: bool


class EmailOtpAnswer(SentCodeAnswer):
    """The code from the e-mail."""

    kind: Literal["email_otp"]


class EmailOtp(SentCode[EmailOtpAnswer]):
    """RespondToAuthChallenge, EMAIL_OTP."""

    kind = "email_otp"
    cognito_names = (COGNITO_NAME, MAILED_CODE, SIMULATED_CODE)
    lifetime = 180
    limit = "challenge"
    step_model = EmailOtpStep
    answer_model = EmailOtpAnswer

    @property
    def proves_address(self) -> bool:
        """In place of the password, the code is the only proof."""
        return self.name != COGNITO_NAME

    def details(self) -> dict[str, Any]:
        """Where the code was sent. In place of the password, the same for every user."""
        details = {"delivery": mask_email(self.account)} if self.proves_address else super().details()
        return {**details, "first_factor": self.proves_address}

    def change(self, outcome: AuthOutcome) -> AccountChange | None:
        """Codes by e-mail are set up once the first has signed the user in."""
        is_turned_on = IS_SET_UP in self.parameters and isinstance(outcome, SignedIn)
        return AccountChange("factor_turned_on", {"method": "email_otp"}) if is_turned_on else None

    def answer(self, answer: EmailOtpAnswer) -> AuthOutcome:
        """Check the code. In place of the password there is one error, CodeMismatch, for known and unknown users."""
        if not self.proves_address:
            return super().answer(answer)
        lockouts, lockout = self.cognito.lockouts, lockout_of(self.account)
        responses = {f"{COGNITO_NAME}_CODE": answer.code or ""}
        if self.name == SIMULATED_CODE:
            self.cognito.sign_in.imitate(COGNITO_NAME, self.username, self.session, responses)
            raise lockouts.simulated(lockout)
        try:
            outcome = self._check(responses)
        except (CodeMismatch, TooManyAttempts) as error:
            lockouts.failed(lockout, error)
            raise
        lockouts.succeeded(lockout)
        return outcome

    def _check(self, responses: Mapping[str, str]) -> AuthOutcome:
        try:
            return self.cognito.sign_in.respond(COGNITO_NAME, self.username, self.session, responses)
        except (CodeExpired, InvalidCredentials, NotAllowed) as error:
            raise CodeMismatch(field="code") from error


def lockout_of(account: str) -> str:
    """The name of the lockout after wrong codes in place of the password: Cognito counts them apart from passwords."""
    return f"{MAILED_CODE}:{account}"
