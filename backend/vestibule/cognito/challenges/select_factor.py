"""select_factor: the user has several factors and chooses one."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from pydantic import SecretStr

from vestibule.cognito.app.outcome import (
    AVAILABLE_CHALLENGES,
    BEGUN_OTHERWISE,
    BEGUN_WITH_CODE,
    MAILED_CODE,
    SIMULATED_CODE,
    AuthOutcome,
    PendingChallenge,
)
from vestibule.cognito.challenges.challenge import Challenge, ChallengeAnswer, ChallengeStep
from vestibule.cognito.challenges.email_otp import lockout_of
from vestibule.cognito.challenges.factors import (
    FIRST_FACTORS,
    MFA_CHALLENGES,
    SELECT_CHALLENGE,
    SELECT_MFA_TYPE,
    Factor,
)
from vestibule.cognito.fields import PasswordStr
from vestibule.errors import InvalidRequest, SessionInvalid, TooManyAttempts

OFFERED = {SELECT_MFA_TYPE: "MFAS_CAN_CHOOSE", SELECT_CHALLENGE: AVAILABLE_CHALLENGES}
"""The parameter that lists what can be chosen."""
BEGUN = {BEGUN_WITH_CODE: ["PASSWORD", "EMAIL_OTP"], BEGUN_OTHERWISE: ["PASSWORD"]}
"""What can be chosen if there is no list."""


class SelectFactorStep(ChallengeStep):
    """One of `factors` is to be chosen."""

    kind: Literal["select_factor"] = "select_factor"
    factors: list[Factor]


class SelectFactorAnswer(ChallengeAnswer):
    """The chosen factor, with the password if it is that."""

    kind: Literal["select_factor"]
    factor: Factor
    password: PasswordStr | None = None

    @property
    def chosen_password(self) -> SecretStr | None:
        """The password."""
        return self.password if self.factor == "password" else None


class SelectFactor(Challenge[SelectFactorAnswer]):
    """RespondToAuthChallenge, SELECT_MFA_TYPE (a second factor) or SELECT_CHALLENGE (a first one)."""

    kind = "select_factor"
    cognito_names = (SELECT_MFA_TYPE, SELECT_CHALLENGE, *BEGUN)
    lifetime = 180
    limit = "challenge"
    step_model = SelectFactorStep
    answer_model = SelectFactorAnswer

    def details(self) -> dict[str, Any]:
        """The factors to choose from."""
        offered: list[str] = BEGUN.get(self.name) or json.loads(self.parameters[OFFERED[self.name]])
        factors = [
            factor for name, factor in self._names.items() if name in offered or self._offers_to_everybody(factor)
        ]
        return {"factors": [*factors, "custom"] if self._offers_custom else factors}

    @property
    def _is_first(self) -> bool:
        """Whether it is about first factors."""
        return self.name != SELECT_MFA_TYPE

    @property
    def _names(self) -> Mapping[str, Factor]:
        return FIRST_FACTORS if self._is_first else MFA_CHALLENGES

    def _offers_to_everybody(self, factor: Factor) -> bool:
        """Whether users can choose the factor who do not have it.

        Cognito leaves out mailed codes for users with a second factor and for invited ones, and the password for users
        without one, which would reveal who is one.
        """
        is_simulated = self._is_first and factor in ("password", "email_otp")
        return is_simulated and factor in self.cognito.first_factors()

    @property
    def _offers_custom(self) -> bool:
        """Whether the pool's triggers can sign in, which is a flow of its own."""
        return self._is_first and "custom" in self.cognito.first_factors()

    def limit_on(self, answer: SelectFactorAnswer) -> str:
        """A password has its own limit."""
        return self.limit if answer.chosen_password is None else "sign-in"

    def message_limit(self, answer: SelectFactorAnswer) -> str | None:
        """A code in place of the password can be requested for any address; the pool's triggers may send one too."""
        if self._is_first:
            return {"email_otp": "resend", "custom": "custom"}.get(answer.factor)
        return "second-factor" if answer.factor in ("sms", "email_otp") else None

    def answer(self, answer: SelectFactorAnswer) -> AuthOutcome:
        """Begin the challenge of the chosen factor; InvalidRequest if it was not offered."""
        if answer.factor == "custom" and self._offers_custom:
            return self.cognito.sign_in.begin_custom(self.account)
        name = next((name for name, factor in self._names.items() if factor == answer.factor), None)
        if name is None:
            raise InvalidRequest(field="factor")
        if answer.factor == "password":
            if answer.password is None:
                raise InvalidRequest(field="password")
            return self.cognito.sign_in.with_password(self.account, answer.password)
        is_mailed = answer.factor == "email_otp" and self._is_first
        return self._send_code(name) if is_mailed else self._choose(name)

    def _send_code(self, name: str) -> AuthOutcome:
        """Have a code sent in place of the password. Simulated for users to whom Cognito sends none."""
        lockouts, lockout = self.cognito.lockouts, lockout_of(self.account)
        try:
            outcome = self._choose(name)
        except TooManyAttempts as error:
            lockouts.failed(lockout, error)
            raise
        except SessionInvalid:
            raise
        except InvalidRequest:
            if not self._offers_to_everybody("email_otp"):
                raise
            if lockouts.is_locked(lockout):
                raise lockouts.simulated(lockout) from None
            return PendingChallenge(SIMULATED_CODE, self.username, self.session)
        return replace(outcome, name=MAILED_CODE) if isinstance(outcome, PendingChallenge) else outcome

    def _choose(self, name: str) -> AuthOutcome:
        if self.name == BEGUN_WITH_CODE and name == "EMAIL_OTP":
            return PendingChallenge(name, self.username, self.session)
        if self.name in BEGUN:
            self.cognito.sign_in.imitate(SELECT_CHALLENGE, self.username, self.session, {"ANSWER": name})
            raise InvalidRequest(field="factor")
        try:
            return self.cognito.sign_in.respond(self.name, self.username, self.session, {"ANSWER": name})
        except InvalidRequest as error:
            error.field = error.field or "factor"
            raise
