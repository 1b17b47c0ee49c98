"""Sessions: one per sign-in. Revoking a session revokes all tokens issued from it."""

import sqlite3
import uuid
from dataclasses import dataclass, replace

# Expired sessions are kept this long, so that their tokens are refused as expired rather than as unknown.
RETENTION_SECONDS = 7 * 86400


@dataclass(frozen=True)
class Session:
    """One sign-in. Its tokens share `event_id` and `origin_jti`; `expires` is the refresh token's expiry.

    `device_key` is set in pools that track devices. `scope` and `resource` are set for sessions of the domain's token
    endpoint.
    """

    event_id: str
    origin_jti: str
    sub: str
    client_id: str
    auth_time: float
    expires: float
    revoked: float | None = None
    device_key: str | None = None
    scope: str | None = None
    resource: str | None = None

    @property
    def has_id_token(self) -> bool:
        """Whether its tokens include an ID token."""
        return self.scope is None or "openid" in self.scope.split()


def create(
    db: sqlite3.Connection, sub: str, client_id: str, now: float, validity: float, device_key: str | None = None
) -> Session:
    """Insert a session valid for `validity` seconds, and delete those beyond the retention time."""
    db.execute("DELETE FROM sessions WHERE expires <= ?", (now - RETENTION_SECONDS,))
    event_id, origin_jti = str(uuid.uuid4()), str(uuid.uuid4())
    db.execute(
        "INSERT INTO sessions (event_id, origin_jti, sub, client_id, auth_time, expires, device_key)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (event_id, origin_jti, sub, client_id, now, now + validity, device_key),
    )
    return Session(event_id, origin_jti, sub, client_id, now, now + validity, device_key=device_key)


def grant_scope(
    db: sqlite3.Connection, session: Session, scope: str, resource: str | None, auth_time: float
) -> Session:
    """Turn a new session into one of the domain's token endpoint. `auth_time` is when the user signed in."""
    row = (scope, resource, auth_time, session.event_id)
    db.execute("UPDATE sessions SET scope = ?, resource = ?, auth_time = ? WHERE event_id = ?", row)
    return replace(session, scope=scope, resource=resource, auth_time=auth_time)


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
        row["device_key"],
        row["scope"],
        row["resource"],
    )
