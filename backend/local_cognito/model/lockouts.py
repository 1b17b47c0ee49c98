"""Lockout after failed passwords: 2^(n-5) seconds from the fifth on, at most a quarter of an hour."""

import sqlite3

from local_cognito.errors import NotAuthorizedException

FREE_FAILURES = 5
LONGEST_SECONDS = 900


def refuse_locked(db: sqlite3.Connection, subject: str, now: float) -> None:
    """Raise NotAuthorizedException while the subject is locked out; such a try does not count."""
    if db.execute("SELECT 1 FROM lockouts WHERE subject = ? AND until > ?", (subject, now)).fetchone():
        raise NotAuthorizedException("Password attempts exceeded")


def record_failure(db: sqlite3.Connection, subject: str, now: float) -> None:
    """Count a failed password; a quarter of an hour of quiet after a lock starts the count anew."""
    db.execute("DELETE FROM lockouts WHERE until < ?", (now - LONGEST_SECONDS,))
    row = db.execute("SELECT failures FROM lockouts WHERE subject = ?", (subject,)).fetchone()
    failures = 1 if row is None else row["failures"] + 1
    locked = min(2 ** (min(failures, 20) - FREE_FAILURES), LONGEST_SECONDS) if failures >= FREE_FAILURES else 0
    db.execute(
        "INSERT INTO lockouts (subject, failures, until) VALUES (?1, ?2, ?3)"
        " ON CONFLICT (subject) DO UPDATE SET failures = ?2, until = ?3",
        (subject, failures, now + locked),
    )


def forget(db: sqlite3.Connection, subject: str) -> None:
    """Start anew, after a success."""
    db.execute("DELETE FROM lockouts WHERE subject = ?", (subject,))
