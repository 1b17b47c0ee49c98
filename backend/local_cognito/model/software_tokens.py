"""A user's authenticator app (TOTP): the secret in use, and the one that is being set up."""

from __future__ import annotations

import sqlite3

from local_cognito.crypto import totp
from local_cognito.errors import CodeMismatchException, EnableSoftwareTokenMFAException, ExpiredCodeException


def is_registered(db: sqlite3.Connection, sub: str) -> bool:
    """Whether the user has an authenticator app whose set-up was verified."""
    row = db.execute("SELECT 1 FROM software_tokens WHERE sub = ? AND secret IS NOT NULL", (sub,)).fetchone()
    return row is not None


def device_name(db: sqlite3.Connection, sub: str) -> str | None:
    """The FriendlyDeviceName that the user gave at set-up, if any."""
    row = db.execute("SELECT device_name FROM software_tokens WHERE sub = ?", (sub,)).fetchone()
    return None if row is None else row["device_name"]


def start_setup(db: sqlite3.Connection, sub: str) -> str:
    """Store and return a new secret. The secret in use stays valid until the new one is verified."""
    secret = totp.new_secret()
    db.execute(
        "INSERT INTO software_tokens (sub, pending_secret) VALUES (?1, ?2)"
        " ON CONFLICT (sub) DO UPDATE SET pending_secret = ?2",
        (sub, secret),
    )
    return secret


def pending_secret(db: sqlite3.Connection, sub: str) -> str | None:
    """The secret of a set-up that is not verified yet."""
    row = db.execute("SELECT pending_secret FROM software_tokens WHERE sub = ?", (sub,)).fetchone()
    return None if row is None else row["pending_secret"]


def complete_setup(
    db: sqlite3.Connection, sub: str, secret: str | None, code: str, name: str | None, now: float
) -> None:
    """Take a new secret into use if the code fits it. The code counts as used.

    Raises EnableSoftwareTokenMFAException for a wrong code, or if no set-up was started.
    """
    step = None if secret is None else totp.matching_step(secret, code, now)
    if step is None:
        raise EnableSoftwareTokenMFAException
    db.execute(
        "INSERT INTO software_tokens (sub, secret, device_name, last_step) VALUES (?1, ?2, ?3, ?4)"
        " ON CONFLICT (sub) DO UPDATE SET secret = ?2, pending_secret = NULL, device_name = ?3, last_step = ?4",
        (sub, secret, name, step),
    )


def redeem(db: sqlite3.Connection, sub: str, code: str, now: float) -> None:
    """Accept a code once. Raises CodeMismatchException, or ExpiredCodeException for a code that was used."""
    row = db.execute("SELECT secret, last_step FROM software_tokens WHERE sub = ?", (sub,)).fetchone()
    step = None if row is None or row["secret"] is None else totp.matching_step(row["secret"], code, now)
    if step is None:
        raise CodeMismatchException("Invalid code received for user")
    if step <= row["last_step"]:
        raise ExpiredCodeException("Your software token has already been used once.")
    db.execute("UPDATE software_tokens SET last_step = ? WHERE sub = ?", (step, sub))


def delete(db: sqlite3.Connection, sub: str) -> None:
    """Remove the authenticator app."""
    db.execute("DELETE FROM software_tokens WHERE sub = ?", (sub,))
