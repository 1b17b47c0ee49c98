"""The flow CUSTOM_AUTH and the challenge CUSTOM_CHALLENGE, which the pool's triggers define."""

from local_cognito.errors import InvalidParameterException
from local_cognito.model import triggers
from local_cognito.operations.challenges import custom_flow
from local_cognito.operations.challenges.attempt import Attempt, Outcome

TRIGGERS = ("DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse")


def start(attempt: Attempt) -> Outcome:
    """Ask DefineAuthChallenge for the first challenge. With SRP_A the flow may begin with the password."""
    pool = attempt.client.pool
    if not all(triggers.is_configured(attempt.context, pool, name) for name in TRIGGERS):
        raise InvalidParameterException("Custom auth lambda trigger is not configured for the user pool.")
    with attempt.context.storage.read() as db:
        caller = attempt.caller(db)
    caller.check_user_exists()
    begins_with_srp = attempt.parameters.get("CHALLENGE_NAME") == "SRP_A"
    history = [custom_flow.result("SRP_A", is_correct=True)] if begins_with_srp else []
    return custom_flow.advance(attempt, caller, history)


class CustomChallenge:
    """Asks for ANSWER."""

    name = custom_flow.CUSTOM_CHALLENGE

    def respond(self, attempt: Attempt) -> Outcome:
        """Let VerifyAuthChallengeResponse check the answer. Each session allows one answer."""
        answer = attempt.parameter("ANSWER")
        with attempt.context.storage.write() as db:
            opened, caller = attempt.bound_challenge(db, self.name)
            attempt.close_challenge(db)
        request = {"privateChallengeParameters": opened.state[custom_flow.PRIVATE], "challengeAnswer": answer}
        response = custom_flow.call(attempt, caller, "VerifyAuthChallengeResponse", request)
        is_correct, metadata = response.get("answerCorrect") is True, opened.state[custom_flow.METADATA]
        entry = custom_flow.result(self.name, is_correct=is_correct, metadata=metadata)
        return custom_flow.advance(attempt, caller, [*custom_flow.history_of(opened.state), entry])
