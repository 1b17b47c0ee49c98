"""SentCode: the base class of the challenges for which Cognito has sent a code."""

from abc import ABC
from typing import Any, TypeVar

from pydantic import Field

from vestibule.cognito.app.outcome import AuthOutcome
from vestibule.cognito.challenges.challenge import Challenge, ChallengeStep
from vestibule.cognito.challenges.second_factor import SecondFactorAnswer
from vestibule.cognito.fields import Code
from vestibule.cognito.models import CodeDelivery


class SentCodeStep(ChallengeStep):
    """A code was sent. Cognito sends another only when the sign-in starts again."""

    delivery: CodeDelivery


class SentCodeAnswer(SecondFactorAnswer):
    """The code, or a recovery code. Codes have six digits as a second factor, eight as a first one."""

    code: Code | None = Field(default=None, repr=False)


SentCodeAnswerT = TypeVar("SentCodeAnswerT", bound=SentCodeAnswer)


class SentCode(Challenge[SentCodeAnswerT], ABC):
    """RespondToAuthChallenge with the code that was sent."""

    def details(self) -> dict[str, Any]:
        """Where the code was sent, masked by Cognito."""
        medium = self.parameters.get("CODE_DELIVERY_DELIVERY_MEDIUM", "EMAIL").lower()
        return {"delivery": {"medium": medium, "destination": self.parameters["CODE_DELIVERY_DESTINATION"]}}

    def answer(self, answer: SentCodeAnswerT) -> AuthOutcome:
        """Check the code."""
        responses = {f"{self.name}_CODE": answer.code or ""}
        return self.cognito.sign_in.respond(self.name, self.username, self.session, responses)
