"""The flow USER_AUTH: the user chooses among the first factors that they have."""

from __future__ import annotations

from local_cognito.context import Answer
from local_cognito.errors import InvalidParameterException
from local_cognito.model import auth_factors, mfa_config
from local_cognito.operations.challenges.attempt import Attempt
from local_cognito.operations.challenges.first_factor import AVAILABLE, SELECT_CHALLENGE


def start(attempt: Attempt) -> Answer:
    """Begin with PREFERRED_CHALLENGE if the user can use it, else offer the choice (SELECT_CHALLENGE)."""
    mfa_config.check_tier(attempt.client.pool, "Passwordless Sign-In")
    with attempt.context.storage.read() as db:
        caller = attempt.caller(db)
        caller.check_user_exists()
        if caller.user:
            available = auth_factors.available(db, caller.pool, caller.user)
        else:
            available = auth_factors.simulated(caller.pool, caller.username)
    preferred = attempt.parameters.get("PREFERRED_CHALLENGE")
    if preferred is not None and preferred not in auth_factors.FIRST_FACTORS:
        raise InvalidParameterException(f"{preferred} is not a first factor.")
    if not available:
        raise caller.wrong_credentials()
    state = {AVAILABLE: available}
    if preferred in available:
        return attempt.first_factors[preferred].begin(attempt, caller, state)
    with attempt.context.storage.write() as db:
        answer = attempt.open_challenge(db, SELECT_CHALLENGE, caller.user, {}, state, username=caller.username)
    return {**answer, "AvailableChallenges": available}
