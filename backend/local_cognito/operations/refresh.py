"""Refresh tokens: new tokens for old, with rotation where the client wants it."""

from __future__ import annotations

import hmac
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from local_cognito.errors import (
    InvalidParameterException,
    NotAuthorizedException,
    RefreshTokenReuseException,
    UserNotFoundException,
)
from local_cognito.model import tokens
from local_cognito.model import users as directory
from local_cognito.model.claims import Session
from local_cognito.operations import clients

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

    from local_cognito.context import Answer, Context
    from local_cognito.model.clients import Client
    from local_cognito.model.users import User


@dataclass(frozen=True)
class RefreshToken:
    """A refresh token that is known here; `rotated` is when another took its place."""

    digest: bytes
    session: Session
    rotated: float | None


def find(db: sqlite3.Connection, token: str) -> RefreshToken | None:
    """The refresh token, good or not."""
    row = db.execute(
        "SELECT s.*, r.digest, r.rotated FROM refresh_tokens r JOIN sessions s USING (event_id) WHERE r.digest = ?",
        (tokens.digest(token),),
    ).fetchone()
    return None if row is None else RefreshToken(row["digest"], tokens.session_of(row), row["rotated"])


def get_tokens_from_refresh_token(context: Context, request: t.GetTokensFromRefreshTokenRequestTypeDef) -> Answer:
    """GetTokensFromRefreshToken: answers a new refresh token too, where the client rotates them."""
    with context.storage.write() as db:
        client = clients.find(db, request["ClientId"])
        check_secret(client, request.get("ClientSecret"))
        token, user = _usable(context, db, client, request["RefreshToken"])
        result = tokens.result(context, db, user, client, token.session)
        if client.grace is not None:
            db.execute(
                "UPDATE refresh_tokens SET rotated = coalesce(rotated, ?) WHERE digest = ?", (context.now, token.digest)
            )
            result["RefreshToken"] = tokens.new_refresh_token(db, token.session)
    return {"AuthenticationResult": result}


def in_auth_flow(context: Context, client_id: str, parameters: Mapping[str, str]) -> Answer:
    """InitiateAuth with REFRESH_TOKEN_AUTH: SECRET_HASH is over the real username, not the address."""
    if "REFRESH_TOKEN" not in parameters:
        raise InvalidParameterException("Missing required parameter REFRESH_TOKEN")
    with context.storage.write() as db:
        client = clients.find(db, client_id)
        token, user = _usable(context, db, client, parameters["REFRESH_TOKEN"])
        client.check_secret_hash(user.username, parameters.get("SECRET_HASH"))
        return {
            "ChallengeParameters": {},
            "AuthenticationResult": tokens.result(context, db, user, client, token.session),
        }


def check_secret(client: Client, given: str | None) -> None:
    """Raise NotAuthorizedException unless the client's secret, where it has one, was given."""
    if client.secret is not None and not hmac.compare_digest((given or "").encode(), client.secret.encode()):
        raise NotAuthorizedException(f"Unable to verify secret for client {client.id}")


def _usable(context: Context, db: sqlite3.Connection, client: Client, given: str) -> tuple[RefreshToken, User]:
    token = find(db, given)
    if token is None or token.session.client_id != client.id:
        raise NotAuthorizedException("Invalid Refresh Token")
    if token.session.revoked is not None:
        raise NotAuthorizedException("Refresh Token has been revoked")
    if token.session.expires <= context.now:
        raise NotAuthorizedException("Refresh Token has expired")
    if token.rotated is not None and context.now > token.rotated + (client.grace or 0):
        raise RefreshTokenReuseException
    return token, _user_of(db, token)


def _user_of(db: sqlite3.Connection, token: RefreshToken) -> User:
    user = directory.by_sub(db, token.session.sub)
    if user is None:
        raise UserNotFoundException
    if not user.enabled:
        raise NotAuthorizedException("User is disabled.")
    return user
