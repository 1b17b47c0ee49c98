"""Browser sessions: the domain's cookie, with which a browser gets codes without another sign-in."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from local_cognito.crypto.digests import digest, new_token
from local_cognito.model import users

if TYPE_CHECKING:
    from local_cognito.model.pools import Pool
    from local_cognito.model.users import User


@dataclass(frozen=True)
class BrowserSession:
    """Who is signed in in this browser, with which provider, and since when."""

    user: User
    provider: str
    auth_time: float


def create(db: sqlite3.Connection, user: User, provider: str, now: float, seconds: int) -> str:
    """The value of the cookie for a new session, which is valid for `seconds`."""
    db.execute("DELETE FROM browser_sessions WHERE expires <= ?", (now,))
    token = new_token(32)
    row = (digest(token), user.sub, provider, now, now + seconds)
    db.execute("INSERT INTO browser_sessions (digest, sub, provider, auth_time, expires) VALUES (?, ?, ?, ?, ?)", row)
    return token


def find(db: sqlite3.Connection, pool: Pool, token: str, now: float) -> BrowserSession | None:
    """The session of a cookie, if its user is one of this pool and enabled."""
    row = db.execute("SELECT * FROM browser_sessions WHERE digest = ? AND expires > ?", (digest(token), now)).fetchone()
    user = users.by_sub(db, row["sub"]) if row else None
    if user is None or user.pool_id != pool.id or not user.enabled:
        return None
    return BrowserSession(user, row["provider"], row["auth_time"])


def delete(db: sqlite3.Connection, token: str) -> None:
    """End the session of a cookie."""
    db.execute("DELETE FROM browser_sessions WHERE digest = ?", (digest(token),))
