"""custom: what the pool's own triggers ask (DefineAuthChallenge, CreateAuthChallenge, VerifyAuthChallengeResponse)."""

from typing import Any, Literal

from vestibule.cognito.app.outcome import AVAILABLE_CHALLENGES, AuthOutcome
from vestibule.cognito.challenges.challenge import Challenge, ChallengeAnswer, ChallengeStep
from vestibule.cognito.fields import TriggerAnswer

COGNITOS_OWN = {"USERNAME", "USER_ID_FOR_SRP", AVAILABLE_CHALLENGES}
"""The parameters that are not the trigger's."""


class CustomStep(ChallengeStep):
    """An answer is needed. `parameters` are the trigger's public ones: texts that only the pool's owner can explain."""

    kind: Literal["custom"] = "custom"
    parameters: dict[str, str]


class CustomAnswer(ChallengeAnswer):
    """The answer."""

    kind: Literal["custom"]
    answer: TriggerAnswer


class Custom(Challenge[CustomAnswer]):
    """RespondToAuthChallenge, CUSTOM_CHALLENGE. Cognito does not limit wrong answers: triggers may ask forever."""

    kind = "custom"
    cognito_names = ("CUSTOM_CHALLENGE",)
    lifetime = 180
    limit = "challenge"
    step_model = CustomStep
    answer_model = CustomAnswer
    asks_again = True

    def details(self) -> dict[str, Any]:
        """The public parameters."""
        return {"parameters": {name: text for name, text in self.parameters.items() if name not in COGNITOS_OWN}}

    def answer(self, answer: CustomAnswer) -> AuthOutcome:
        """Let the trigger check the answer."""
        responses = {"ANSWER": answer.answer.get_secret_value()}
        return self.cognito.sign_in.respond(self.name, self.username, self.session, responses)
