"""confirm_sign_up: the password is right, but the address is not confirmed."""

from contextlib import suppress
from typing import Any, Literal

from pydantic import Field, SecretStr

from vestibule.cognito.app.outcome import ASK_PASSWORD, USER_NOT_CONFIRMED, AuthOutcome, PendingChallenge
from vestibule.cognito.challenges.challenge import Challenge, ChallengeAnswer
from vestibule.cognito.challenges.code_step import CodeStep
from vestibule.cognito.fields import Code, PasswordStr
from vestibule.errors import AlreadyConfirmed, TooManyRequests


class ConfirmSignUpStep(CodeStep):
    """The address is not confirmed; a new code was sent to it."""

    kind: Literal["confirm_sign_up"] = "confirm_sign_up"


class ConfirmSignUpAnswer(ChallengeAnswer):
    """The code. With the password, the user is signed in at once; without it, the next challenge asks for it."""

    kind: Literal["confirm_sign_up"]
    code: Code = Field(repr=False)
    password: PasswordStr | None = None

    @property
    def chosen_password(self) -> SecretStr | None:
        """The password."""
        return self.password


class ConfirmSignUp(Challenge[ConfirmSignUpAnswer]):
    """ConfirmSignUp, then InitiateAuth."""

    kind = "confirm_sign_up"
    cognito_names = (USER_NOT_CONFIRMED,)
    lifetime = 3600
    limit = "challenge"
    step_model = ConfirmSignUpStep
    answer_model = ConfirmSignUpAnswer
    sends_code = True

    def send_code(self) -> None:
        """Send a new code: the one from the sign-up may have expired."""
        with suppress(TooManyRequests, AlreadyConfirmed):  # an earlier code can still be entered
            self.cognito.codes.send_confirmation_code(self.username)

    def details(self) -> dict[str, Any]:
        """Where the code was sent."""
        return dict(self.cognito.codes.sent_to(self.username))

    def answer(self, answer: ConfirmSignUpAnswer) -> AuthOutcome:
        """Confirm the address, and sign in if the password was sent along."""
        self.cognito.sign_up.confirm(self.username, answer.code)
        if answer.password is None:
            return PendingChallenge(ASK_PASSWORD, self.username)
        return self.cognito.sign_in.with_password(self.username, answer.password)
