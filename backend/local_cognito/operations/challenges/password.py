"""The challenges PASSWORD and PASSWORD_SRP: a password as the chosen first factor."""

from local_cognito.model.callers import Caller
from local_cognito.operations.challenges import first_factor, password_proof
from local_cognito.operations.challenges.attempt import Attempt, Outcome, State


class Password:
    """Asks for PASSWORD."""

    name = first_factor.PASSWORD

    def begin(self, attempt: Attempt, caller: Caller, state: State) -> Outcome:
        """Check the password if it came with the choice, else ask for it."""
        if "PASSWORD" in attempt.parameters:
            return password_proof.check(attempt, first_factor.carried(state))
        return _ask(attempt, self.name, caller, state)

    def respond(self, attempt: Attempt) -> Outcome:
        """Check the password. A wrong one leaves the session usable."""
        attempt.parameter("PASSWORD")
        with attempt.context.storage.read() as db:
            opened, caller = first_factor.chosen(attempt, db, self.name)
        return self.begin(attempt, caller, opened.state)


class PasswordSrp:
    """Asks for SRP_A, and continues with PASSWORD_VERIFIER."""

    name = first_factor.PASSWORD_SRP

    def begin(self, attempt: Attempt, caller: Caller, state: State) -> Outcome:
        """Start SRP if SRP_A came with the choice, else ask for it."""
        if "SRP_A" in attempt.parameters:
            return password_proof.open_challenge(attempt, first_factor.carried(state))
        return _ask(attempt, self.name, caller, state)

    def respond(self, attempt: Attempt) -> Outcome:
        """Start SRP."""
        attempt.parameter("SRP_A")
        with attempt.context.storage.read() as db:
            opened, caller = first_factor.chosen(attempt, db, self.name)
        return self.begin(attempt, caller, opened.state)


def _ask(attempt: Attempt, name: str, caller: Caller, state: State) -> Outcome:
    with attempt.context.storage.write() as db:
        attempt.close_challenge(db)
        answer = attempt.open_challenge(
            db, name, caller.user, {}, first_factor.carried(state), username=caller.username
        )
    return {**answer, "AvailableChallenges": [name]}
