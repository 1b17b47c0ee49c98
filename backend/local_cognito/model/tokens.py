"""Tokens: issuing them for a session, and verifying access tokens."""

import sqlite3
from dataclasses import dataclass

from local_cognito.context import Context
from local_cognito.crypto import jwt
from local_cognito.errors import NotAuthorizedException, UserNotFoundException
from local_cognito.model import claims, clients, sessions, users
from local_cognito.model.clients import Client
from local_cognito.model.sessions import Session
from local_cognito.model.token_overrides import NO_OVERRIDES, TokenOverrides
from local_cognito.model.users import User


@dataclass(frozen=True)
class Bearer:
    """The user, client and session of a valid access token."""

    user: User
    client: Client
    session: Session


def issue(
    context: Context,
    db: sqlite3.Connection,
    user: User,
    client: Client,
    session: Session,
    overrides: TokenOverrides = NO_OVERRIDES,
    nonce: str | None = None,
) -> dict[str, object]:
    """AuthenticationResultType with a new access token and, unless the session's scope excludes it, an ID token."""
    keys = context.keyring.of_pool(db, client.pool.id)
    issuer = context.issuer(client.pool.id, client.pool.issuer_type)
    common = claims.common(context, db, issuer, user, client, session)
    access = common | claims.access(user, client, session) | claims.lifetime(context, client, "AccessToken")
    access_token = jwt.encode(keys["access"], overrides.apply_to_access(access))
    result = {
        "AccessToken": access_token,
        "ExpiresIn": client.validity("AccessToken"),
        "TokenType": "Bearer",
    }
    if not session.has_id_token:
        return result
    identity = common | claims.identity(db, user, client, session) | claims.lifetime(context, client, "IdToken")
    if session.scope is not None:
        identity["at_hash"] = jwt.half_hash(access_token)
    if nonce is not None:
        identity["nonce"] = nonce
    return {**result, "IdToken": jwt.encode(keys["id"], overrides.apply_to_identity(identity))}


def authenticate(
    context: Context, db: sqlite3.Connection, access_token: str, scope: str = claims.SELF_SERVICE_SCOPE
) -> Bearer:
    """Verify an access token.

    Raises NotAuthorizedException if it is forged, expired or revoked, or lacks the scope, or its user is disabled;
    UserNotFoundException if the user was deleted.
    """
    verified = _verified_claims(context, db, access_token)
    if float(str(verified["exp"])) <= context.now:
        raise NotAuthorizedException("Access Token has expired")
    if scope not in str(verified.get("scope", "")).split():
        raise NotAuthorizedException("Access Token does not have required scopes")
    user = users.by_sub(db, str(verified["sub"]))
    if user is None:
        raise UserNotFoundException
    session = sessions.find(db, str(verified.get("event_id")))
    if session is None or session.revoked is not None:
        raise NotAuthorizedException("Access Token has been revoked")
    if not user.enabled:
        raise NotAuthorizedException("User is disabled.")
    return Bearer(user, clients.find(db, str(verified["client_id"])), session)


def authenticate_known(context: Context, db: sqlite3.Connection, access_token: str) -> Bearer:
    """Verify an access token for an operation that has no UserNotFoundException: NotAuthorizedException instead."""
    try:
        return authenticate(context, db, access_token)
    except UserNotFoundException as error:
        raise NotAuthorizedException("Access Token has been revoked") from error


def _verified_claims(context: Context, db: sqlite3.Connection, token: str) -> dict[str, object]:
    try:
        unverified = jwt.unverified_claims(token)
    except (ValueError, RecursionError) as error:
        raise NotAuthorizedException("Invalid Access Token") from error
    # ID tokens are signed with the pool's other key, so they are refused here.
    key = context.keyring.of_pool(db, str(unverified.get("iss")).rpartition("/")[2]).get("access")
    if key is None or not jwt.is_signed_by(key, token):
        raise NotAuthorizedException("Invalid Access Token")
    return unverified
