"""The challenge SELECT_CHALLENGE: the choice of a first factor."""

from local_cognito.operations.challenges import first_factor
from local_cognito.operations.challenges.attempt import Attempt, Outcome


class SelectChallenge:
    """Asks for ANSWER, one of AvailableChallenges, which may come with that factor's own answer.

    Any session of a choice-based sign-in is accepted, so that a user can go back and choose another factor.
    """

    name = first_factor.SELECT_CHALLENGE

    def respond(self, attempt: Attempt) -> Outcome:
        """Begin with the chosen factor."""
        choice = attempt.parameter("ANSWER")
        with attempt.context.storage.read() as db:
            opened, caller = first_factor.chosen(attempt, db, choice)
        return attempt.first_factors[choice].begin(attempt, caller, opened.state)
