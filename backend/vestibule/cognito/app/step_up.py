"""StepUp: check that somebody who is signed in can still sign in as the user."""

from contextlib import suppress
from dataclasses import dataclass

from pydantic import SecretStr

from vestibule import errors
from vestibule.cognito.app.outcome import AuthOutcome
from vestibule.cognito.app.refresh import Refresh
from vestibule.cognito.app.sign_in import SignIn
from vestibule.cognito.models import SignedIn


@dataclass(frozen=True)
class StepUp:
    """Cognito checks a password only at a sign-in, so each check is one, whose session ends at once."""

    sign_in: SignIn
    refresh: Refresh

    def check_password(self, username: str, password: SecretStr) -> None:
        """WrongPassword unless it is the user's. Of users with a second factor, the password alone is asked."""
        try:
            self._discard(self.sign_in.with_password(username, password))
        except errors.InvalidCredentials as error:
            raise errors.WrongPassword(field="password") from error

    def _discard(self, outcome: AuthOutcome) -> None:
        if isinstance(outcome, SignedIn) and outcome.refresh_token:
            with suppress(errors.AppError):  # nobody has the token
                self.refresh.revoke(outcome.refresh_token)
