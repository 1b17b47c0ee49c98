"""Sessions of a pool that tracks them: who signed in from where, and how many sessions a user may have."""

from __future__ import annotations

import sqlite3
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from local_cognito.errors import OperationNotEnabledException, ResourceNotFoundException
from local_cognito.model import session_tracking, sessions

if TYPE_CHECKING:
    from local_cognito.context import Context
    from local_cognito.model.pools import Pool
    from local_cognito.model.sessions import Session

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
ID_LENGTH = 25
MAX_USER_AGENT = 1024


@dataclass(frozen=True)
class TrackedSession:
    """A session, and its last sign-in or refresh. `active` is in seconds since 1970."""

    session: Session
    active: float
    client_ip: str
    user_agent: str

    @property
    def id(self) -> str:
        """SessionId: the session's UUID in base 36."""
        number, digits = uuid.UUID(self.session.event_id).int, ""
        while number:
            number, digit = divmod(number, len(DIGITS))
            digits = DIGITS[digit] + digits
        return f"tkn{digits.zfill(ID_LENGTH)}"

    def describe(self, current: Session | None) -> dict[str, object]:
        """SessionDescriptionType. `current` is the session of the caller's access token, if there is one."""
        return {
            "SessionId": self.id,
            "SessionType": "TOKEN",
            "ClientId": self.session.client_id,
            "CreateDate": self.session.auth_time,
            "LastActiveDate": self.active,
            "DeviceType": self.user_agent or "unknown",
            "LastIPAddress": self.client_ip,
            "IsCurrentSession": current is not None and current.event_id == self.session.event_id,
        }


def track(context: Context, db: sqlite3.Connection, pool: Pool, session: Session) -> None:
    """Track a new session if its pool does. Ends the least recently used ones of a user who has too many."""
    tracking = session_tracking.of_pool(db, pool.id)
    if not tracking.is_enabled:
        return
    others = of_user(db, session.sub, context.now)
    for old in others[tracking.max_per_user - 1 :]:
        sessions.revoke(db, old.session.event_id, context.now)
    http = context.http
    db.execute(
        "INSERT INTO tracked_sessions (event_id, active, client_ip, user_agent) VALUES (?, ?, ?, ?)",
        (session.event_id, context.now, http.client_ip, http.user_agent[:MAX_USER_AGENT]),
    )


def record_activity(context: Context, pool: Pool, session: Session) -> None:
    """Record a refresh of a tracked session."""
    with context.storage.read() as db:
        is_enabled = session_tracking.of_pool(db, pool.id).is_enabled
    if not is_enabled:
        return
    http = context.http
    with context.storage.write() as db:
        db.execute(
            "UPDATE tracked_sessions SET active = ?, client_ip = ?, user_agent = ? WHERE event_id = ?",
            (context.now, http.client_ip, http.user_agent[:MAX_USER_AGENT], session.event_id),
        )


def of_user(db: sqlite3.Connection, sub: str, now: float) -> list[TrackedSession]:
    """A user's sessions that are neither revoked nor expired, most recently used first."""
    rows = db.execute(
        "SELECT s.*, t.active, t.client_ip, t.user_agent FROM tracked_sessions t JOIN sessions s USING (event_id)"
        " WHERE s.sub = ? AND s.revoked IS NULL AND s.expires > ? ORDER BY t.active DESC, s.event_id",
        (sub, now),
    )
    return [TrackedSession(sessions.from_row(row), row["active"], row["client_ip"], row["user_agent"]) for row in rows]


def get(db: sqlite3.Connection, sub: str, session_id: str, now: float) -> TrackedSession:
    """The user's session with this SessionId; raises ResourceNotFoundException."""
    for tracked in of_user(db, sub, now):
        if tracked.id == session_id:
            return tracked
    raise ResourceNotFoundException("Session does not exist.")


def check_enabled(db: sqlite3.Connection, pool: Pool) -> None:
    """Raise OperationNotEnabledException unless the pool tracks sessions."""
    if not session_tracking.of_pool(db, pool.id).is_enabled:
        raise OperationNotEnabledException(f"Session tracking is not enabled for user pool {pool.id}.")
