"""set_up_mfa: the pool requires a second factor, and the user sets one up during the sign-in."""

import json
from dataclasses import replace
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from vestibule.cognito.app.outcome import IS_SET_UP, AuthOutcome, PendingChallenge
from vestibule.cognito.authenticator_app import AuthenticatorApp
from vestibule.cognito.challenges.challenge import AccountChange, Challenge, ChallengeAnswer, ChallengeStep
from vestibule.cognito.challenges.factors import MFA_CHALLENGES
from vestibule.cognito.fields import DeviceName, Email, TotpCode
from vestibule.cognito.models import SignedIn
from vestibule.errors import InvalidRequest

# The parameter of a challenge of ours: an AuthenticatorApp as JSON, once the user has chosen that method.
APP = "AUTHENTICATOR_APP"


class SetUpMfaStep(ChallengeStep):
    """One of `methods` is to be set up. Once `totp` is chosen, `totp` holds what the app needs, and asks for a code."""

    kind: Literal["set_up_mfa"] = "set_up_mfa"
    methods: list[Literal["totp", "email_otp"]]
    totp: AuthenticatorApp | None


class SetUpMfaAnswer(ChallengeAnswer):
    """First the method, with `email` the address to send codes to; for `totp`, then the code that the app shows."""

    kind: Literal["set_up_mfa"]
    method: Literal["totp", "email_otp"] | None = None
    email: Email | None = None
    code: TotpCode | None = Field(default=None, repr=False)
    device_name: DeviceName | None = None

    @model_validator(mode="after")
    def _check_members(self) -> Self:
        if (self.method is None) == (self.code is None) or (self.method == "email_otp") != (self.email is not None):
            raise ValueError("holds a method, or a code; the method email_otp has an email")
        return self


class SetUpMfa(Challenge[SetUpMfaAnswer]):
    """AssociateSoftwareToken, VerifySoftwareToken and RespondToAuthChallenge, MFA_SETUP."""

    kind = "set_up_mfa"
    cognito_names = ("MFA_SETUP",)
    lifetime = 180
    limit = "challenge"
    step_model = SetUpMfaStep
    answer_model = SetUpMfaAnswer

    def details(self) -> dict[str, Any]:
        """The methods, and what the app needs once it is chosen."""
        if app := self.parameters.get(APP):
            return {"methods": ["totp"], "totp": json.loads(app)}
        offered: list[str] = json.loads(self.parameters["MFAS_CAN_SETUP"])
        methods = [MFA_CHALLENGES[name] for name in offered if name in MFA_CHALLENGES]
        return {"methods": [method for method in methods if method != "sms"], "totp": None}

    def message_limit(self, answer: SetUpMfaAnswer) -> str | None:
        """A code can be sent to any address."""
        return "resend" if answer.method == "email_otp" else None

    def message_recipient(self, answer: SetUpMfaAnswer) -> str:
        """The address that the user names, which may be somebody else's."""
        return answer.email or self.account

    def change(self, outcome: AuthOutcome) -> AccountChange | None:
        """The app is set up once its code has signed the user in."""
        return AccountChange("factor_turned_on", {"method": "totp"}) if isinstance(outcome, SignedIn) else None

    def answer(self, answer: SetUpMfaAnswer) -> AuthOutcome:
        """Begin with a method, or finish with a code."""
        if answer.code is not None:
            session = self.cognito.mfa.verify(self.session, answer.code, answer.device_name)
            return self.cognito.sign_in.respond(self.name, self.username, session, {})
        if answer.method == "totp":
            session, app = self.cognito.mfa.begin(self.session, self.account)
            return PendingChallenge(self.name, self.username, session, {APP: app.model_dump_json()})
        return self._send_code(answer.email or "")

    def _send_code(self, email: str) -> AuthOutcome:
        try:
            outcome = self.cognito.sign_in.respond(self.name, self.username, self.session, {"EMAIL": email})
        except InvalidRequest as error:
            error.field = error.field or "method"
            raise
        if isinstance(outcome, PendingChallenge):
            return replace(outcome, parameters={**outcome.parameters, IS_SET_UP: "true"})
        return outcome
