"""Refresh tokens: random strings, stored as digests, optionally rotated."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from local_cognito.crypto.digests import digest, new_token
from local_cognito.errors import NotAuthorizedException, RefreshTokenReuseException, UserNotFoundException
from local_cognito.model import devices, sessions, users

if TYPE_CHECKING:
    from local_cognito.model.clients import Client
    from local_cognito.model.sessions import Session
    from local_cognito.model.users import User


@dataclass(frozen=True)
class RefreshToken:
    """A refresh token that was issued here. `rotated` is the time when another took its place, if one did."""

    digest: bytes
    session: Session
    rotated: float | None


def create(db: sqlite3.Connection, session: Session) -> str:
    """A new refresh token of the session."""
    token = new_token(96)
    db.execute("INSERT INTO refresh_tokens (digest, event_id) VALUES (?, ?)", (digest(token), session.event_id))
    return token


def find(db: sqlite3.Connection, token: str) -> RefreshToken | None:
    """The refresh token, whether or not it is still valid."""
    row = db.execute(
        "SELECT s.*, r.digest, r.rotated FROM refresh_tokens r JOIN sessions s USING (event_id) WHERE r.digest = ?",
        (digest(token),),
    ).fetchone()
    return None if row is None else RefreshToken(row["digest"], sessions.from_row(row), row["rotated"])


def check(
    db: sqlite3.Connection, client: Client, given: str, device_key: str | None, now: float
) -> tuple[RefreshToken, User]:
    """The token and its user. In a pool that tracks devices, the token is good only with its confirmed device.

    Raises NotAuthorizedException if the token is unknown, revoked, expired or of another client, or its user is
    disabled; RefreshTokenReuseException if it was rotated and its grace period is over; UserNotFoundException.
    """
    token = find(db, given)
    if token is None or token.session.client_id != client.id:
        raise NotAuthorizedException("Invalid Refresh Token")
    if token.session.revoked is not None:
        raise NotAuthorizedException("Refresh Token has been revoked")
    if token.session.expires <= now:
        raise NotAuthorizedException("Refresh Token has expired")
    if token.rotated is not None and now > token.rotated + (client.retry_grace_seconds or 0):
        raise RefreshTokenReuseException
    if client.pool.tracks_devices and token.session.device_key:
        device = devices.find(db, token.session.sub, token.session.device_key)
        if device is None or device.verifier is None or device.key != device_key:
            raise NotAuthorizedException("Invalid Refresh Token")
    return token, _user_of(db, token)


def rotate(db: sqlite3.Connection, token: RefreshToken, now: float) -> str:
    """A new refresh token in place of this one, whose grace period starts now unless it had started before."""
    db.execute("UPDATE refresh_tokens SET rotated = coalesce(rotated, ?) WHERE digest = ?", (now, token.digest))
    return create(db, token.session)


def _user_of(db: sqlite3.Connection, token: RefreshToken) -> User:
    user = users.by_sub(db, token.session.sub)
    if user is None:
        raise UserNotFoundException
    if not user.enabled:
        raise NotAuthorizedException("User is disabled.")
    return user
