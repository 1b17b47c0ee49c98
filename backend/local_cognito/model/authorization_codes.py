"""Authorization codes: UUIDs, valid for five minutes and for one exchange by the client that asked for them."""

from __future__ import annotations

import json
import sqlite3
import uuid
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from local_cognito.crypto.digests import digest
from local_cognito.errors import OAuthError
from local_cognito.model import sessions, users

if TYPE_CHECKING:
    from local_cognito.model.clients import Client
    from local_cognito.model.users import User

VALIDITY_SECONDS = 300
# Codes are remembered for another day: a second use revokes the session that the first one started.
RETENTION_SECONDS = 86400


@dataclass(frozen=True)
class Grant:
    """What a code is exchanged for, and what the exchange must match. `code_challenge` is of the method S256."""

    redirect_uri: str
    scope: str
    auth_time: float
    code_challenge: str | None = None
    nonce: str | None = None
    resource: str | None = None


def create(db: sqlite3.Connection, client: Client, user: User, grant: Grant, now: float) -> str:
    """A new code."""
    code = str(uuid.uuid4())
    db.execute("DELETE FROM authorization_codes WHERE expires <= ?", (now - RETENTION_SECONDS,))
    row = (digest(code), client.id, user.sub, json.dumps(asdict(grant)), now + VALIDITY_SECONDS)
    db.execute(
        "INSERT INTO authorization_codes (digest, client_id, sub, grant_json, expires) VALUES (?, ?, ?, ?, ?)", row
    )
    return code


def redeem(db: sqlite3.Connection, client: Client, code: str, now: float) -> tuple[User, Grant]:
    """Use up a code of this client.

    Raises OAuthError `invalid_grant`. A second use revokes the session that the first one started: one of the two
    callers has stolen the code (RFC 6749 section 4.1.2).
    """
    row = db.execute(
        "SELECT * FROM authorization_codes WHERE digest = ? AND client_id = ?", (digest(code), client.id)
    ).fetchone()
    if row and row["used"] and row["event_id"]:
        sessions.revoke(db, row["event_id"], now)
    if row is None or row["used"] or row["expires"] <= now:
        raise OAuthError("invalid_grant")
    db.execute("UPDATE authorization_codes SET used = 1 WHERE digest = ?", (row["digest"],))
    user = users.by_sub(db, row["sub"])
    if user is None or not user.enabled:
        raise OAuthError("invalid_grant")
    return user, Grant(**json.loads(row["grant_json"]))


def set_session(db: sqlite3.Connection, code: str, event_id: str) -> None:
    """Remember the session that the exchange of a code started."""
    db.execute("UPDATE authorization_codes SET event_id = ? WHERE digest = ?", (event_id, digest(code)))
