"""password: the address was confirmed without the password, which is still needed to sign in."""

from typing import Literal

from pydantic import SecretStr

from vestibule.cognito.app.outcome import ASK_PASSWORD, AuthOutcome
from vestibule.cognito.challenges.challenge import Challenge, ChallengeAnswer, ChallengeStep
from vestibule.cognito.fields import PasswordStr


class AskPasswordStep(ChallengeStep):
    """The address is confirmed; the password is needed."""

    kind: Literal["password"] = "password"


class AskPasswordAnswer(ChallengeAnswer):
    """The password."""

    kind: Literal["password"]
    password: PasswordStr

    @property
    def chosen_password(self) -> SecretStr | None:
        """The password."""
        return self.password


class AskPassword(Challenge[AskPasswordAnswer]):
    """InitiateAuth. A challenge of ours: Cognito has none like it."""

    kind = "password"
    cognito_names = (ASK_PASSWORD,)
    lifetime = 600
    limit = "sign-in"
    step_model = AskPasswordStep
    answer_model = AskPasswordAnswer
    follows_proof = True  # the code was right

    def answer(self, answer: AskPasswordAnswer) -> AuthOutcome:
        """Sign in."""
        return self.cognito.sign_in.with_password(self.username, answer.password)
