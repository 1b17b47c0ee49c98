"""StepUp: check that somebody who is signed in can still sign in as the user."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr

from vestibule import errors
from vestibule.cognito.app.outcome import PASSWORD_RESET_REQUIRED, USER_NOT_CONFIRMED, AuthOutcome, PendingChallenge
from vestibule.cognito.app.refresh import Refresh
from vestibule.cognito.app.sign_in import SignIn
from vestibule.cognito.models import SignedIn

NOT_PROVEN = (PASSWORD_RESET_REQUIRED, USER_NOT_CONFIRMED)
"""After these, Cognito does not promise that it has checked the password."""


@dataclass(frozen=True)
class StepUp:
    """Cognito checks a password or a passkey only at a sign-in, so each check is one, whose session ends at once."""

    sign_in: SignIn
    refresh: Refresh

    def check_password(self, username: str, password: SecretStr) -> bool:
        """WrongPassword unless it is the user's. For users with a second factor, only the password is checked.

        Returns whether Cognito has sent the code of a second factor, which nobody needs.

        A password that must be reset is no proof: somebody else may know it.
        """
        try:
            outcome = self.sign_in.with_password(username, password)
        except errors.InvalidCredentials as error:
            raise errors.WrongPassword(field="password") from error
        self._discard(outcome)
        if isinstance(outcome, PendingChallenge) and outcome.name in NOT_PROVEN:
            raise errors.WrongPassword(field="password")
        return isinstance(outcome, PendingChallenge) and outcome.has_sent_code

    def begin_passkey(self, username: str) -> PendingChallenge:
        """Ask for a passkey; FactorUnavailable if Cognito accepts none of this user now."""
        return self.sign_in.begin_passkey(username)

    def check_passkey(self, sub: str, username: str, session: str, credential: Mapping[str, Any]) -> None:
        """PasskeyRejected unless the credential signs in the user with this `sub`."""
        outcome = self.sign_in.with_passkey(username, session, credential)
        self._discard(outcome)
        if not isinstance(outcome, SignedIn) or outcome.user.sub != sub:
            raise errors.PasskeyRejected(field="credential")

    def _discard(self, outcome: AuthOutcome) -> None:
        if isinstance(outcome, SignedIn) and outcome.refresh_token:
            with suppress(errors.AppError):  # nobody has the token
                self.refresh.revoke(outcome.refresh_token)
