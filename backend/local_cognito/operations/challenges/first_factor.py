"""What the first factors of choice-based sign-in (USER_AUTH) have in common."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, cast

from local_cognito.errors import InvalidParameterException
from local_cognito.model import lockouts
from local_cognito.operations.challenges.attempt import DEVICE_KEY

if TYPE_CHECKING:
    from local_cognito.model.callers import Caller
    from local_cognito.model.challenge_sessions import ChallengeSession
    from local_cognito.operations.challenges.attempt import Attempt, State

SELECT_CHALLENGE, WEB_AUTHN = "SELECT_CHALLENGE", "WEB_AUTHN"
PASSWORD, PASSWORD_SRP = "PASSWORD", "PASSWORD_SRP"
# State of a choice-based sign-in: what the user may still choose.
AVAILABLE = "available_challenges"
# The challenges whose session allows the choice of another factor.
SELECTABLE = (SELECT_CHALLENGE, PASSWORD, PASSWORD_SRP, WEB_AUTHN, "EMAIL_OTP", "SMS_OTP")


def chosen(attempt: Attempt, db: sqlite3.Connection, choice: str) -> tuple[ChallengeSession, Caller]:
    """The choice-based sign-in being continued; raises InvalidParameterException if the choice is not available."""
    opened, caller = attempt.bound_challenge(db, *SELECTABLE)
    if choice not in cast("list[str]", opened.state.get(AVAILABLE, [])):
        raise InvalidParameterException(f"{choice} is not one of the available challenges.")
    return opened, caller


def carried(state: State) -> State:
    """The state that outlives the choice of a factor."""
    kept = (AVAILABLE, DEVICE_KEY)
    return {name: value for name, value in state.items() if name in kept}


def check_attempts(attempt: Attempt, db: sqlite3.Connection, caller: Caller) -> None:
    """Raise NotAuthorizedException while the user is locked out after too many wrong answers."""
    lockouts.check(db, _subject(caller), attempt.now)


def record_failure(attempt: Attempt, db: sqlite3.Connection, caller: Caller) -> None:
    """Count a wrong answer, also one for a user who does not exist."""
    lockouts.record_failure(db, _subject(caller), attempt.now, attempt.context.settings.mfa_attempts)


def reset_attempts(db: sqlite3.Connection, caller: Caller) -> None:
    """Forget wrong answers after a correct one."""
    lockouts.reset(db, _subject(caller))


def _subject(caller: Caller) -> str:
    return f"{caller.subject}:first_factor"
