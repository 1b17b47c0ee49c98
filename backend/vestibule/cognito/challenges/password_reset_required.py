"""password_reset_required: the password was reset, and a mailed code lets the user choose a new one."""

from contextlib import suppress
from typing import Any, Literal

from pydantic import Field, SecretStr

from vestibule.cognito.app.outcome import PASSWORD_RESET_REQUIRED, AuthOutcome
from vestibule.cognito.challenges.challenge import Challenge, ChallengeAnswer
from vestibule.cognito.challenges.code_step import CodeStep
from vestibule.cognito.errors import password_field
from vestibule.cognito.fields import Code, NewPasswordStr
from vestibule.errors import TooManyRequests


class PasswordResetRequiredStep(CodeStep):
    """A new password is needed; a code was sent."""

    kind: Literal["password_reset_required"] = "password_reset_required"


class PasswordResetRequiredAnswer(ChallengeAnswer):
    """The code, and the new password."""

    kind: Literal["password_reset_required"]
    code: Code = Field(repr=False)
    new_password: NewPasswordStr

    @property
    def chosen_password(self) -> SecretStr | None:
        """The password."""
        return self.new_password


class PasswordResetRequired(Challenge[PasswordResetRequiredAnswer]):
    """ConfirmForgotPassword, then InitiateAuth."""

    kind = "password_reset_required"
    cognito_names = (PASSWORD_RESET_REQUIRED,)
    lifetime = 3600
    limit = "challenge"
    step_model = PasswordResetRequiredStep
    answer_model = PasswordResetRequiredAnswer
    sends_code = True
    resets_password = True

    def send_code(self) -> None:
        """Send a reset code."""
        with suppress(TooManyRequests):  # an earlier code can still be entered
            self.cognito.codes.send_reset_code(self.username)

    def details(self) -> dict[str, Any]:
        """Where the code was sent."""
        return dict(self.cognito.codes.sent_to(self.username))

    def reset_password(self, answer: PasswordResetRequiredAnswer) -> None:
        """Set the new password with the code."""
        with password_field("new_password"):
            self.cognito.password.reset(self.username, answer.code, answer.new_password)

    def answer(self, answer: PasswordResetRequiredAnswer) -> AuthOutcome:
        """Sign in with the new password."""
        return self.cognito.sign_in.with_password(self.username, answer.new_password)
