"""The challenge SOFTWARE_TOKEN_MFA: a code of the user's authenticator app."""

import sqlite3

from local_cognito.errors import CodeMismatchException, ExpiredCodeException
from local_cognito.model import software_tokens
from local_cognito.model.mfa_config import TOTP
from local_cognito.model.users import User
from local_cognito.operations.challenges import second_factor
from local_cognito.operations.challenges.attempt import Attempt, Outcome, State


class SoftwareTokenMfa:
    """Asks for SOFTWARE_TOKEN_MFA_CODE."""

    name = TOTP

    def is_required(self, attempt: Attempt, db: sqlite3.Connection, user: User, state: State) -> bool:
        """Whether the authenticator app is the factor to ask for."""
        return second_factor.is_due(attempt, db, user, state, self.name)

    def issue(self, attempt: Attempt, db: sqlite3.Connection, user: User, state: State) -> Outcome:
        """Open the challenge."""
        device_name = software_tokens.device_name(db, user.sub)
        parameters = {"USER_ID_FOR_SRP": user.username} | ({"FRIENDLY_DEVICE_NAME": device_name} if device_name else {})
        return attempt.open_challenge(db, self.name, user, parameters, state)

    def respond(self, attempt: Attempt) -> Outcome:
        """Check the code. A wrong one leaves the session usable, and counts."""
        code = attempt.parameter("SOFTWARE_TOKEN_MFA_CODE")
        with attempt.context.storage.write() as db:
            opened, user = attempt.opened_challenge(db, self.name)
            second_factor.check_attempts(attempt, db, user)
            try:
                software_tokens.redeem(db, user.sub, code, attempt.now)
            except (CodeMismatchException, ExpiredCodeException):
                second_factor.record_failure(attempt, db, user)
                raise
            second_factor.reset_attempts(db, user)
            attempt.close_challenge(db)
            return attempt.proceed(db, user, {**opened.state, second_factor.PROVEN: True})
