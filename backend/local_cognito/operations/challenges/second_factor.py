"""What the challenges of second factors have in common: when they are due, and their limit of wrong answers."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from local_cognito.errors import CodeMismatchException
from local_cognito.model import lockouts, mfa_preferences

if TYPE_CHECKING:
    from local_cognito.model.users import User
    from local_cognito.operations.challenges.attempt import Attempt, State

# State that a sign-in carries once the second factor is proven, or not needed.
PROVEN = "second_factor_proven"
# State of a challenge with a sent code: the address that it goes to.
ADDRESS = "address"


def is_due(attempt: Attempt, db: sqlite3.Connection, user: User, state: State, name: str) -> bool:
    """Whether the next challenge of this sign-in is the second factor `name`."""
    return not state.get(PROVEN) and mfa_preferences.next_challenge(db, attempt.client.pool, user) == name


def check_attempts(attempt: Attempt, db: sqlite3.Connection, user: User) -> None:
    """Raise NotAuthorizedException while the user is locked out after too many wrong codes."""
    lockouts.check(db, subject(user), attempt.now)


def record_failure(attempt: Attempt, db: sqlite3.Connection, user: User) -> None:
    """Count a wrong code. Call it in the transaction that checked the code, so that parallel guesses all count."""
    lockouts.record_failure(db, subject(user), attempt.now, attempt.context.settings.mfa_attempts)


def reset_attempts(db: sqlite3.Connection, user: User) -> None:
    """Forget wrong codes after a correct one."""
    lockouts.reset(db, subject(user))


def subject(user: User) -> str:
    """The key of the lockout. It is not the password's: a correct password must not reset the count of wrong codes."""
    return f"{user.sub}:mfa"


def wrong_code() -> CodeMismatchException:
    """The error for a wrong code that was sent by e-mail or SMS."""
    return CodeMismatchException("Invalid code or auth state for the user.")
