"""Tokens: giving them out, knowing whose they are, and voiding them."""

import hashlib
import secrets
import sqlite3
import uuid
from dataclasses import dataclass

from local_cognito.context import Context
from local_cognito.crypto import jwt
from local_cognito.errors import NotAuthorizedException, UserNotFoundException
from local_cognito.model import claims
from local_cognito.model import users as directory
from local_cognito.model.claims import SELF_SERVICE_SCOPE, Session
from local_cognito.model.clients import Client
from local_cognito.model.users import User
from local_cognito.operations import clients

# How long an expired session is known, so that its tokens are told to have expired.
KEPT_SECONDS = 7 * 86400


@dataclass(frozen=True)
class Bearer:
    """Who presented a good access token."""

    user: User
    client: Client
    session: Session


def start_session(context: Context, db: sqlite3.Connection, user: User, client: Client) -> dict[str, object]:
    """Begin a session, and forget those long over; answers AuthenticationResult, refresh token included."""
    now = context.now
    db.execute("DELETE FROM sessions WHERE expires <= ?", (now - KEPT_SECONDS,))
    session = Session(
        str(uuid.uuid4()), str(uuid.uuid4()), user.sub, client.id, now, now + client.seconds("RefreshToken")
    )
    db.execute(
        "INSERT INTO sessions (event_id, origin_jti, sub, client_id, auth_time, expires) VALUES (?, ?, ?, ?, ?, ?)",
        (session.event_id, session.origin_jti, session.sub, session.client_id, session.auth_time, session.expires),
    )
    return result(context, db, user, client, session) | {"RefreshToken": new_refresh_token(db, session)}


def result(context: Context, db: sqlite3.Connection, user: User, client: Client, session: Session) -> dict[str, object]:
    """AuthenticationResult with a fresh access and ID token."""
    keys = context.keyring.of_pool(db, client.pool.id)
    shared = claims.shared(context, db, user, client, session)
    access = shared | claims.access(user, client) | claims.lifetime(context, client, "AccessToken")
    identity = shared | claims.identity(user, client) | claims.lifetime(context, client, "IdToken")
    return {
        "AccessToken": jwt.encode(keys["access"], access),
        "IdToken": jwt.encode(keys["id"], identity),
        "ExpiresIn": client.seconds("AccessToken"),
        "TokenType": "Bearer",
    }


def new_refresh_token(db: sqlite3.Connection, session: Session) -> str:
    """A refresh token of a session: opaque, and kept only as its digest."""
    token = secrets.token_urlsafe(96)
    db.execute("INSERT INTO refresh_tokens (digest, event_id) VALUES (?, ?)", (digest(token), session.event_id))
    return token


def digest(token: str) -> bytes:
    """What is kept of a secret that is random enough in itself."""
    return hashlib.sha256(token.encode()).digest()


def session_of(row: sqlite3.Row) -> Session:
    """A row of the table."""
    return Session(
        row["event_id"],
        row["origin_jti"],
        row["sub"],
        row["client_id"],
        row["auth_time"],
        row["expires"],
        row["revoked"],
    )


def authenticate(context: Context, db: sqlite3.Connection, access_token: str) -> Bearer:
    """Who an access token speaks for.

    Raises NotAuthorizedException for one that is forged, expired, revoked or of too little scope, or whose user is
    disabled; UserNotFoundException when the user was deleted.
    """
    claimed = _verified_claims(context, db, access_token)
    if float(str(claimed["exp"])) <= context.now:
        raise NotAuthorizedException("Access Token has expired")
    if SELF_SERVICE_SCOPE not in str(claimed.get("scope", "")).split():
        raise NotAuthorizedException("Access Token does not have required scopes")
    user = directory.by_sub(db, str(claimed["sub"]))
    if user is None:
        raise UserNotFoundException
    session = db.execute("SELECT * FROM sessions WHERE event_id = ?", (claimed["event_id"],)).fetchone()
    if session is None or session["revoked"] is not None:
        raise NotAuthorizedException("Access Token has been revoked")
    if not user.enabled:
        raise NotAuthorizedException("User is disabled.")
    return Bearer(user, clients.find(db, str(claimed["client_id"])), session_of(session))


def revoke_session(db: sqlite3.Connection, event_id: str, now: float) -> None:
    """Void every token of one session."""
    db.execute("UPDATE sessions SET revoked = ? WHERE event_id = ? AND revoked IS NULL", (now, event_id))


def revoke_all(db: sqlite3.Connection, sub: str, now: float) -> None:
    """Void every token of a user."""
    db.execute("UPDATE sessions SET revoked = ? WHERE sub = ? AND revoked IS NULL", (now, sub))


def _verified_claims(context: Context, db: sqlite3.Connection, token: str) -> dict[str, object]:
    try:
        claimed = jwt.unverified_claims(token)
    except (ValueError, RecursionError) as error:
        raise NotAuthorizedException("Invalid Access Token") from error
    key = context.keyring.of_pool(db, str(claimed.get("iss")).rpartition("/")[2]).get("access")
    if key is None or not jwt.verifies(key, token):
        raise NotAuthorizedException("Invalid Access Token")
    return claimed
