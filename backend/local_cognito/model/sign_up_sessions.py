"""Sessions that lead from SignUp over ConfirmSignUp to the first sign-in, without a second code."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from local_cognito.errors import NotAuthorizedException
from local_cognito.model import challenge_sessions
from local_cognito.model.challenge_sessions import ChallengeSession

if TYPE_CHECKING:
    from local_cognito.model.clients import Client
    from local_cognito.model.users import User

# Names in the table of challenge sessions. No request can answer them: they are no ChallengeNameType.
SIGNED_UP, CONFIRMED = "SIGNED_UP", "CONFIRMED"
# State of the second: the attribute whose code confirmed the sign-up.
ATTRIBUTE = "attribute"


def after_sign_up(db: sqlite3.Connection, client: Client, user: User, username: str, now: float) -> dict[str, str]:
    """The Session member of SignUp's response; empty if the client does not allow USER_AUTH."""
    if not client.allows("ALLOW_USER_AUTH"):
        return {}
    opened = ChallengeSession(SIGNED_UP, username, user, {})
    return {"Session": challenge_sessions.create(db, client, opened, now)}


def after_confirmation(
    db: sqlite3.Connection, client: Client, user: User, attribute: str | None, given: str | None, now: float
) -> dict[str, str]:
    """The Session member of ConfirmSignUp's response; empty if the client does not allow USER_AUTH.

    The request may leave out SignUp's session, as AWS Amplify does. One that is not valid any more gets no other.
    """
    if attribute is None or not client.allows("ALLOW_USER_AUTH"):
        return {}
    if given is not None and not _redeem(db, client, user, given, now):
        return {}
    confirmed = ChallengeSession(CONFIRMED, user.username, user, {ATTRIBUTE: attribute})
    return {"Session": challenge_sessions.create(db, client, confirmed, now)}


def _redeem(db: sqlite3.Connection, client: Client, user: User, given: str, now: float) -> bool:
    try:
        opened = challenge_sessions.find(db, client, [SIGNED_UP], given, now)
    except NotAuthorizedException:
        return False
    if opened.user is None or opened.user.sub != user.sub:
        return False
    challenge_sessions.use(db, given)
    return True
