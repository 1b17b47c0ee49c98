"""select_factor: the user has several factors and chooses one."""

import json
from typing import Any, Literal

from vestibule.cognito.app.outcome import AuthOutcome
from vestibule.cognito.challenges.challenge import Challenge, ChallengeAnswer, ChallengeStep
from vestibule.cognito.challenges.factors import MFA_CHALLENGES, SELECT_MFA_TYPE, Factor
from vestibule.errors import InvalidRequest


class SelectFactorStep(ChallengeStep):
    """One of `factors` is to be chosen."""

    kind: Literal["select_factor"] = "select_factor"
    factors: list[Factor]


class SelectFactorAnswer(ChallengeAnswer):
    """The chosen factor."""

    kind: Literal["select_factor"]
    factor: Factor


class SelectFactor(Challenge[SelectFactorAnswer]):
    """RespondToAuthChallenge, SELECT_MFA_TYPE."""

    kind = "select_factor"
    cognito_names = (SELECT_MFA_TYPE,)
    lifetime = 180
    limit = "challenge"
    step_model = SelectFactorStep
    answer_model = SelectFactorAnswer

    def details(self) -> dict[str, Any]:
        """The factors to choose from."""
        offered: list[str] = json.loads(self.parameters["MFAS_CAN_CHOOSE"])
        return {"factors": [MFA_CHALLENGES[name] for name in offered if name in MFA_CHALLENGES]}

    def answer(self, answer: SelectFactorAnswer) -> AuthOutcome:
        """Begin the challenge of the chosen factor; InvalidRequest if it was not offered."""
        names = [name for name, factor in MFA_CHALLENGES.items() if factor == answer.factor]
        if not names:
            raise InvalidRequest(field="factor")
        try:
            return self.cognito.sign_in.respond(self.name, self.username, self.session, {"ANSWER": names[0]})
        except InvalidRequest as error:
            error.field = error.field or "factor"
            raise
