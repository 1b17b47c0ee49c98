"""Challenge sessions: the `Session` string that links a challenge to its answer.

A session is bound to a client, a user and a challenge, expires, and is good for one successful answer.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from local_cognito.crypto.digests import digest, new_token
from local_cognito.errors import NotAuthorizedException
from local_cognito.model import clients, users

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from local_cognito.model.clients import Client
    from local_cognito.model.users import User


@dataclass(frozen=True)
class ChallengeSession:
    """An open challenge.

    `username` is what the first request named. `user` is None if the challenge simulates a user who does not exist.
    `state` is JSON that only the challenge itself reads.
    """

    name: str
    username: str
    user: User | None
    state: Mapping[str, object]


def create(
    db: sqlite3.Connection, client: Client, challenge: ChallengeSession, now: float, session: str | None = None
) -> str:
    """Store an open challenge. Returns its `Session` string, valid for the client's AuthSessionValidity.

    The string is random unless it is given; one that exists already is replaced.
    """
    session = session or new_token(192)
    expires = now + client.auth_session_seconds
    row = (
        digest(session),
        challenge.name,
        client.id,
        challenge.username,
        challenge.user.sub if challenge.user else None,
        json.dumps(challenge.state),
        expires,
    )
    db.execute("DELETE FROM challenge_sessions WHERE expires <= ?", (now - client.auth_session_seconds,))
    db.execute(
        "INSERT OR REPLACE INTO challenge_sessions (digest, name, client_id, username, sub, state, expires)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        row,
    )
    return session


def find(db: sqlite3.Connection, client: Client, names: Sequence[str], session: str, now: float) -> ChallengeSession:
    """The open challenge, of one of these names; raises NotAuthorizedException if it is unknown, expired or used."""
    row = db.execute(
        "SELECT * FROM challenge_sessions WHERE digest = ? AND client_id = ?", (digest(session), client.id)
    ).fetchone()
    if row is None or row["name"] not in names:
        raise invalid_session()
    if row["expires"] <= now:
        raise NotAuthorizedException("Invalid session for the user, session is expired.")
    if row["used"]:
        raise NotAuthorizedException("Invalid session for the user, session can only be used once.")
    user = users.by_sub(db, row["sub"]) if row["sub"] else None
    return ChallengeSession(row["name"], row["username"], user, json.loads(row["state"]))


def client_of(db: sqlite3.Connection, session: str) -> Client:
    """The client that a session belongs to; raises NotAuthorizedException for an unknown one."""
    row = db.execute("SELECT client_id FROM challenge_sessions WHERE digest = ?", (digest(session),)).fetchone()
    if row is None:
        raise invalid_session()
    return clients.find(db, row["client_id"])


def use(db: sqlite3.Connection, session: str) -> None:
    """Mark a session as used, after a successful answer."""
    db.execute("UPDATE challenge_sessions SET used = 1 WHERE digest = ?", (digest(session),))


def invalid_session() -> NotAuthorizedException:
    """The error for a session that is unknown, or that belongs to another user, client or challenge."""
    return NotAuthorizedException("Invalid session for the user.")
