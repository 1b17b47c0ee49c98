"""SecondFactorAnswer: the base class of the answers that a recovery code can replace."""

from typing import Self

from pydantic import Field, model_validator

from vestibule.cognito.challenges.challenge import ChallengeAnswer
from vestibule.cognito.fields import RecoveryCode


class SecondFactorAnswer(ChallengeAnswer):
    """The factor's code; or a recovery code, which turns this factor off, because it is lost.

    With `trust_browser`, this browser replaces the factor from now on, for as many days as `/auth/config` says.
    """

    code: str | None = Field(default=None, repr=False)
    recovery_code: RecoveryCode | None = Field(default=None, repr=False)
    trust_browser: bool = False

    @model_validator(mode="after")
    def _check_members(self) -> Self:
        if (self.code is None) == (self.recovery_code is None):
            raise ValueError("holds a code or a recovery code")
        return self

    @property
    def trusts_browser(self) -> bool:
        """Whether this browser is trusted from now on."""
        return self.trust_browser

    @property
    def chosen_recovery_code(self) -> str | None:
        """The recovery code."""
        return self.recovery_code
