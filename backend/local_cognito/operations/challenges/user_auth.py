"""The flow USER_AUTH: the user chooses among the first factors that they have."""

from __future__ import annotations

from local_cognito.errors import InvalidParameterException
from local_cognito.model import auth_factors, mfa_config, sign_up_sessions
from local_cognito.operations.challenges.attempt import Attempt, Outcome
from local_cognito.operations.challenges.first_factor import AVAILABLE, SELECT_CHALLENGE

FACTOR_OF = {attribute: factor for factor, attribute in auth_factors.ATTRIBUTES.items()}


def start(attempt: Attempt) -> Outcome:
    """Begin with PREFERRED_CHALLENGE if the user can use it, else offer the choice (SELECT_CHALLENGE).

    With the session of ConfirmSignUp, the code of the sign-up counts as the first factor.
    """
    mfa_config.check_tier(attempt.client.pool, "Passwordless Sign-In")
    if attempt.session:
        return _after_sign_up(attempt)
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


def _after_sign_up(attempt: Attempt) -> Outcome:
    with attempt.context.storage.write() as db:
        opened, user = attempt.opened_challenge(db, sign_up_sessions.CONFIRMED)
        factor = FACTOR_OF[str(opened.state[sign_up_sessions.ATTRIBUTE])]
        if factor not in auth_factors.available(db, attempt.client.pool, user):
            raise InvalidParameterException(f"{factor} is not available to this user.")
        attempt.close_challenge(db)
        return attempt.proceed(db, user)
