"""Sign-in with a password on the domain's pages: the flow and challenges of InitiateAuth, without tokens at the end."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from local_cognito.errors import NotAuthorizedException
from local_cognito.model import users
from local_cognito.model.clients import secret_hash
from local_cognito.operations.challenges.attempt import Attempt, Outcome, SignedIn, State
from local_cognito.operations.challenges.authentication_triggers import after_sign_in, before_sign_in
from local_cognito.operations.challenges.registry import CHALLENGES, FIRST_FACTORS, FLOWS, REQUIRED

if TYPE_CHECKING:
    from local_cognito.context import Context, Output
    from local_cognito.model.clients import Client
    from local_cognito.model.users import User

FLOW = "USER_PASSWORD_AUTH"
# In place of AuthenticationResult: the sub of the user whose factors are all proven.
AUTHENTICATED = "AuthenticatedSub"


@dataclass(frozen=True)
class HostedAttempt(Attempt):
    """An attempt that ends without tokens: the app gets these for its code. Devices are not remembered."""

    def complete(self, db: sqlite3.Connection, user: User, state: State) -> Outcome:  # noqa: ARG002
        """The end of the sign-in."""
        return {AUTHENTICATED: user.sub}


def begin(context: Context, client: Client, username: str, password: str) -> Output | User:
    """Check the password. Returns the user, or the challenge that comes next."""
    attempt = _attempt(context, client, username, {"PASSWORD": password})
    before_sign_in(attempt, FLOW)
    return _finish(attempt, FLOWS[FLOW](attempt))


def respond(
    context: Context, client: Client, challenge: str, session: str, username: str, answers: Mapping[str, str]
) -> Output | User:
    """Answer a challenge. Returns the user, or the challenge that comes next."""
    attempt = _attempt(context, client, username, answers, session)
    return _finish(attempt, CHALLENGES[challenge].respond(attempt))


def _attempt(
    context: Context, client: Client, username: str, answers: Mapping[str, str], session: str = ""
) -> HostedAttempt:
    parameters = {**answers, "USERNAME": username}
    if client.secrets:
        parameters["SECRET_HASH"] = secret_hash(client.id, client.secrets[0].value, username)
    return HostedAttempt(context, client, parameters, session, REQUIRED, FIRST_FACTORS)


def _finish(attempt: Attempt, outcome: Outcome) -> Output | User:
    if isinstance(outcome, SignedIn):
        raise TypeError("A hosted attempt ends without a session.")
    if AUTHENTICATED not in outcome:
        return outcome
    with attempt.context.storage.read() as db:
        user = users.by_sub(db, str(outcome[AUTHENTICATED]))
    if user is None:
        raise NotAuthorizedException
    after_sign_in(attempt, user, is_new_device=False)
    return user
