"""Sessions: one per sign-in. Revoking a session revokes all tokens issued from it."""

import sqlite3
import uuid
from dataclasses import dataclass

# Expired sessions are kept this long, so that their tokens are refused as expired rather than as unknown.
RETENTION_SECONDS = 7 * 86400


@dataclass(frozen=True)
class Session:
    """One sign-in. Its tokens share `event_id` and `origin_jti`; `expires` is the refresh token's expiry."""

    event_id: str
    origin_jti: str
    sub: str
    client_id: str
    auth_time: float
    expires: float
    revoked: float | None = None


def create(db: sqlite3.Connection, sub: str, client_id: str, now: float, validity: float) -> Session:
    """Insert a session valid for `validity` seconds, and delete those beyond the retention time."""
    db.execute("DELETE FROM sessions WHERE expires <= ?", (now - RETENTION_SECONDS,))
    session = Session(str(uuid.uuid4()), str(uuid.uuid4()), sub, client_id, now, now + validity)
    db.execute(
        "INSERT INTO sessions (event_id, origin_jti, sub, client_id, auth_time, expires) VALUES (?, ?, ?, ?, ?, ?)",
        (session.event_id, session.origin_jti, session.sub, session.client_id, session.auth_time, session.expires),
    )
    return session


def find(db: sqlite3.Connection, event_id: str) -> Session | None:
    """The session with this id, revoked or not."""
    row = db.execute("SELECT * FROM sessions WHERE event_id = ?", (event_id,)).fetchone()
    return None if row is None else from_row(row)


def revoke(db: sqlite3.Connection, event_id: str, now: float) -> None:
    """Revoke one session."""
    db.execute("UPDATE sessions SET revoked = ? WHERE event_id = ? AND revoked IS NULL", (now, event_id))


def revoke_all(db: sqlite3.Connection, sub: str, now: float) -> None:
    """Revoke every session of a user."""
    db.execute("UPDATE sessions SET revoked = ? WHERE sub = ? AND revoked IS NULL", (now, sub))


def from_row(row: sqlite3.Row) -> Session:
    """The session in a row that has the table's columns."""
    return Session(
        row["event_id"],
        row["origin_jti"],
        row["sub"],
        row["client_id"],
        row["auth_time"],
        row["expires"],
        row["revoked"],
    )
