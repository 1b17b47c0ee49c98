"""totp: the second factor is a code of the user's authenticator app."""

from typing import Any, Literal

from pydantic import Field

from vestibule.cognito.app.outcome import AuthOutcome
from vestibule.cognito.challenges.challenge import Challenge, ChallengeStep
from vestibule.cognito.challenges.second_factor import SecondFactorAnswer
from vestibule.cognito.fields import TotpCode


class TotpStep(ChallengeStep):
    """A code of the authenticator app is needed. `device_name` is the name that the user gave it."""

    kind: Literal["totp"] = "totp"
    device_name: str | None


class TotpAnswer(SecondFactorAnswer):
    """The code that the app shows, or a recovery code."""

    kind: Literal["totp"]
    code: TotpCode | None = Field(default=None, repr=False)


class Totp(Challenge[TotpAnswer]):
    """RespondToAuthChallenge, SOFTWARE_TOKEN_MFA. Cognito accepts each code once."""

    kind = "totp"
    cognito_names = ("SOFTWARE_TOKEN_MFA",)
    lifetime = 180
    limit = "challenge"
    step_model = TotpStep
    answer_model = TotpAnswer

    def details(self) -> dict[str, Any]:
        """The name of the app."""
        return {"device_name": self.parameters.get("FRIENDLY_DEVICE_NAME")}

    def answer(self, answer: TotpAnswer) -> AuthOutcome:
        """Check the code."""
        responses = {"SOFTWARE_TOKEN_MFA_CODE": answer.code or ""}
        return self.cognito.sign_in.respond(self.name, self.username, self.session, responses)
