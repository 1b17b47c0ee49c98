"""The challenge SELECT_MFA_TYPE: a user with several second factors, none preferred, chooses one."""

import json
import sqlite3

from local_cognito.errors import InvalidParameterException
from local_cognito.model import mfa_preferences
from local_cognito.model.mfa_preferences import SELECT_MFA_TYPE
from local_cognito.model.users import User
from local_cognito.operations.challenges import second_factor
from local_cognito.operations.challenges.attempt import Attempt, Outcome, State


class SelectMfaType:
    """Asks for ANSWER, one of MFAS_CAN_CHOOSE."""

    name = SELECT_MFA_TYPE

    def is_required(self, attempt: Attempt, db: sqlite3.Connection, user: User, state: State) -> bool:
        """Whether the user has a choice."""
        return second_factor.is_due(attempt, db, user, state, self.name)

    def issue(self, attempt: Attempt, db: sqlite3.Connection, user: User, state: State) -> Outcome:
        """Open the challenge. The list is JSON text."""
        choices = mfa_preferences.eligible(db, attempt.client.pool, user)
        parameters = {"MFAS_CAN_CHOOSE": json.dumps(choices), "USER_ID_FOR_SRP": user.username}
        return attempt.open_challenge(db, self.name, user, parameters, state)

    def respond(self, attempt: Attempt) -> Outcome:
        """Issue the chosen factor's challenge."""
        choice = attempt.parameter("ANSWER")
        with attempt.context.storage.write() as db:
            opened, user = attempt.opened_challenge(db, self.name)
            if choice not in mfa_preferences.eligible(db, attempt.client.pool, user):
                raise InvalidParameterException(f"{choice} is not one of the MFA types that the user can choose.")
            attempt.close_challenge(db)
            return attempt.required_challenge(choice).issue(attempt, db, user, opened.state)
