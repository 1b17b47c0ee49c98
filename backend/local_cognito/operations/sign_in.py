"""Sign-in: a password for tokens, and the challenge of a first password."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from local_cognito.crypto import passwords
from local_cognito.errors import (
    InvalidParameterException,
    NotAuthorizedException,
    NotImplementedException,
    PasswordResetRequiredException,
    UserNotConfirmedException,
)
from local_cognito.model import callers, tokens
from local_cognito.model import lockouts as lockout
from local_cognito.model import users as directory
from local_cognito.operations import attributes, clients, refresh

if TYPE_CHECKING:
    import sqlite3

    from mypy_boto3_cognito_idp import type_defs as t

    from local_cognito.context import Answer, Context
    from local_cognito.model.callers import Caller
    from local_cognito.model.users import User

Parameters = Mapping[str, str]
PREFIX = "userAttributes."


def initiate_auth(context: Context, request: t.InitiateAuthRequestTypeDef) -> Answer:
    """InitiateAuth, for the flows in `FLOWS`."""
    flow, client_id = request["AuthFlow"], request["ClientId"]
    with context.storage.read() as db:
        client = clients.find(db, client_id)
    if not client.allows(ALLOWANCES.get(flow, f"ALLOW_{flow}")):
        raise InvalidParameterException(f"{flow} flow not enabled for this client")
    if flow not in FLOWS:
        raise NotImplementedException(f"InitiateAuth with {flow} is not implemented by local_cognito.")
    return FLOWS[flow](context, client_id, request.get("AuthParameters", {}))


def with_password(context: Context, client_id: str, parameters: Parameters) -> Answer:
    """USER_PASSWORD_AUTH: every refusal that tells something needs the right password."""
    name, password = required(parameters, "USERNAME"), required(parameters, "PASSWORD")
    with context.storage.read() as db:
        caller = callers.identify(db, client_id, name, parameters.get("SECRET_HASH"))
        lockout.refuse_locked(db, caller.subject, context.now)
    hashed = caller.user.password if caller.user else None
    right = context.passwords.verify(hashed, password)
    with context.storage.write() as db:
        caller = callers.identify(db, client_id, name, parameters.get("SECRET_HASH"))  # much may change during a hash
        user = caller.user
        lockout.refuse_locked(db, caller.subject, context.now)
        if user is None or not right or user.password != hashed:
            lockout.record_failure(db, caller.subject, context.now)
            raise caller.wrong_credentials()
        lockout.forget(db, caller.subject)
        refuse_state(context, caller, user)
        if user.status == "FORCE_CHANGE_PASSWORD":
            return _challenge(context, db, caller, user)
        return {
            "ChallengeParameters": {},
            "AuthenticationResult": tokens.start_session(context, db, user, caller.client),
        }


def refuse_state(context: Context, caller: Caller, user: User) -> None:
    """Raise when a user who knows the password may not sign in even so."""
    if not user.enabled:
        raise NotAuthorizedException(None if caller.client.hides_users else "User is disabled.")
    if user.status == "UNCONFIRMED":
        raise UserNotConfirmedException
    if user.status == "RESET_REQUIRED":
        raise PasswordResetRequiredException
    if user.password_expires is not None and user.password_expires <= context.now:
        raise NotAuthorizedException("Temporary password has expired and must be reset by an administrator.")


def respond_to_auth_challenge(context: Context, request: t.RespondToAuthChallengeRequestTypeDef) -> Answer:
    """RespondToAuthChallenge, for NEW_PASSWORD_REQUIRED."""
    name, answers = request["ChallengeName"], request.get("ChallengeResponses", {})
    if name != "NEW_PASSWORD_REQUIRED":
        raise NotImplementedException(f"RespondToAuthChallenge to {name} is not implemented by local_cognito.")
    username, password = required(answers, "USERNAME"), required(answers, "NEW_PASSWORD")
    with context.storage.read() as db:
        caller = callers.identify(db, request["ClientId"], username, answers.get("SECRET_HASH"))
    passwords.check_policy(caller.pool.policy, password)
    hashed = context.passwords.hash(password)
    given = {key.removeprefix(PREFIX): value for key, value in answers.items() if key.startswith(PREFIX)}
    with context.storage.write() as db:
        user = _challenged(context, db, caller, request.get("Session", ""), name)
        attributes.check_changes(caller.pool, given)
        attributes.check_writable(caller.client, given)
        changed = replace(user.with_attributes(given), status="CONFIRMED", password=hashed, password_expires=None)
        attributes.check_required(caller.pool, changed.attributes)
        attributes.check_free(db, caller.pool, changed, changed.attributes)
        _end_challenge(db, request.get("Session", ""))
        directory.save(db, caller.pool, changed, context.now)
        return {
            "ChallengeParameters": {},
            "AuthenticationResult": tokens.start_session(context, db, changed, caller.client),
        }


def required(parameters: Parameters, name: str) -> str:
    """A parameter that the flow cannot do without."""
    if name not in parameters:
        raise InvalidParameterException(f"Missing required parameter {name}")
    return parameters[name]


def _challenge(context: Context, db: sqlite3.Connection, caller: Caller, user: User) -> Answer:
    name, session = "NEW_PASSWORD_REQUIRED", secrets.token_urlsafe(192)
    expires = context.now + 60 * caller.client.settings.get("AuthSessionValidity", 3)
    row = (tokens.digest(session), user.sub, caller.client.id, name, expires)
    db.execute("DELETE FROM challenges WHERE expires <= ?", (context.now,))
    db.execute("INSERT INTO challenges (digest, sub, client_id, name, expires) VALUES (?, ?, ?, ?, ?)", row)
    wanted = [f"{PREFIX}{attribute}" for attribute in attributes.missing(caller.pool, user.attributes)]
    parameters = {
        "USER_ID_FOR_SRP": user.username,
        "requiredAttributes": json.dumps(wanted),
        "userAttributes": json.dumps(dict(user.attributes)),
    }
    return {"ChallengeName": name, "Session": session, "ChallengeParameters": parameters}


def _challenged(context: Context, db: sqlite3.Connection, caller: Caller, session: str, name: str) -> User:
    row = db.execute(
        "SELECT sub FROM challenges WHERE digest = ? AND client_id = ? AND name = ? AND expires > ?",
        (tokens.digest(session), caller.client.id, name, context.now),
    ).fetchone()
    user = directory.by_sub(db, row["sub"]) if row else None
    if user is None or caller.user is None or user.sub != caller.user.sub or not user.enabled:
        raise NotAuthorizedException("Invalid session for the user.")
    return user


def _end_challenge(db: sqlite3.Connection, session: str) -> None:
    db.execute("DELETE FROM challenges WHERE digest = ?", (tokens.digest(session),))


FLOWS: dict[str, Callable[[Context, str, Parameters], Answer]] = {
    "USER_PASSWORD_AUTH": with_password,
    "REFRESH_TOKEN_AUTH": refresh.in_auth_flow,
    "REFRESH_TOKEN": refresh.in_auth_flow,
}
ALLOWANCES = {"REFRESH_TOKEN": "ALLOW_REFRESH_TOKEN_AUTH"}
