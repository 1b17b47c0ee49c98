"""The steps of CUSTOM_AUTH: the trigger DefineAuthChallenge decides after each what comes next."""

from collections.abc import Mapping, Sequence
from typing import cast

from local_cognito.errors import InvalidLambdaResponseException
from local_cognito.model import triggers
from local_cognito.model.callers import Caller
from local_cognito.operations.challenges import password_proof, second_factor
from local_cognito.operations.challenges.attempt import Attempt, Outcome, State, check_state

CUSTOM_CHALLENGE = "CUSTOM_CHALLENGE"
# State of the flow: the results so far, as the triggers get them, and the answer that the trigger expects.
HISTORY, PRIVATE, METADATA = "custom_history", "custom_private", "custom_metadata"

Result = Mapping[str, object]
History = Sequence[Result]


def result(name: str, *, is_correct: bool, metadata: object = None) -> Result:
    """One entry of `session` in the triggers' events."""
    return {"challengeName": name, "challengeResult": is_correct, "challengeMetadata": metadata}


def history_of(state: State) -> History:
    """The results so far."""
    return cast("History", state[HISTORY])


def call(attempt: Attempt, caller: Caller, trigger: str, request: Mapping[str, object]) -> triggers.Response:
    """Call one of the three triggers."""
    username = caller.user.username if caller.user else caller.username
    event = {
        "userAttributes": triggers.attributes_of(caller.user),
        "userNotFound": caller.user is None,
        "clientMetadata": dict(attempt.client_metadata),
        **request,
    }
    source, client = f"{trigger}_Authentication", attempt.client
    return triggers.call(attempt.context, client.pool, source, username, event, client_id=client.id)


def advance(attempt: Attempt, caller: Caller, history: History) -> Outcome:
    """Do what DefineAuthChallenge says: issue tokens, fail, or open another challenge."""
    response = call(attempt, caller, "DefineAuthChallenge", {"session": list(history)})
    if response.get("failAuthentication") is True:
        raise caller.wrong_credentials()
    if response.get("issueTokens") is True:
        return _finish(attempt, caller, history)
    name = response.get("challengeName")
    if name == CUSTOM_CHALLENGE:
        return _open(attempt, caller, history)
    if name == password_proof.PASSWORD_VERIFIER and "SRP_A" in attempt.parameters:
        return password_proof.open_challenge(attempt, {HISTORY: list(history)})
    raise InvalidLambdaResponseException("DefineAuthChallenge returned no challenge that can follow.")


def _open(attempt: Attempt, caller: Caller, history: History) -> Outcome:
    request = {"challengeName": CUSTOM_CHALLENGE, "session": list(history)}
    response = call(attempt, caller, "CreateAuthChallenge", request)
    public = triggers.strings(response, "publicChallengeParameters")
    private = triggers.strings(response, "privateChallengeParameters")
    state = {HISTORY: list(history), PRIVATE: private, METADATA: response.get("challengeMetadata")}
    username = caller.user.username if caller.user else caller.username
    parameters = {"USERNAME": username} | public
    with attempt.context.storage.write() as db:
        return attempt.open_challenge(db, CUSTOM_CHALLENGE, caller.user, parameters, state, username=caller.username)


def _finish(attempt: Attempt, caller: Caller, history: History) -> Outcome:
    """Complete the sign-in. MFA follows a password; what a flow without one asks is up to its triggers."""
    has_password = any(entry["challengeName"] == password_proof.PASSWORD_VERIFIER for entry in history)
    user = caller.user
    if user is None:
        raise caller.wrong_credentials()
    with attempt.context.storage.write() as db:
        check_state(attempt, user)
        return attempt.proceed(db, user, {} if has_password else {second_factor.PROVEN: True})
