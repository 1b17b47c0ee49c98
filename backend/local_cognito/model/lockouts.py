"""Lockout after failed passwords and codes: 1 second from the fifth failure on, doubling up to 15 minutes."""

import sqlite3

from local_cognito.errors import NotAuthorizedException

FREE_FAILURES = 5
MAX_SECONDS = 900


def check(db: sqlite3.Connection, subject: str, now: float) -> None:
    """Raise NotAuthorizedException while the subject is locked out. Such an attempt is not counted."""
    if db.execute("SELECT 1 FROM lockouts WHERE subject = ? AND until > ?", (subject, now)).fetchone():
        raise NotAuthorizedException("Password attempts exceeded")


def record_failure(db: sqlite3.Connection, subject: str, now: float, allowed: int = FREE_FAILURES) -> None:
    """Count a failure; the one that reaches `allowed` starts the lockout.

    The count restarts 15 minutes after the last lockout ended.
    """
    db.execute("DELETE FROM lockouts WHERE until < ?", (now - MAX_SECONDS,))
    row = db.execute("SELECT failures FROM lockouts WHERE subject = ?", (subject,)).fetchone()
    failures = 1 if row is None else row["failures"] + 1
    seconds = min(2 ** min(failures - allowed, 20), MAX_SECONDS) if failures >= allowed else 0
    db.execute(
        "INSERT INTO lockouts (subject, failures, until) VALUES (?1, ?2, ?3)"
        " ON CONFLICT (subject) DO UPDATE SET failures = ?2, until = ?3",
        (subject, failures, now + seconds),
    )


def reset(db: sqlite3.Connection, subject: str) -> None:
    """Restart the count, after a success."""
    db.execute("DELETE FROM lockouts WHERE subject = ?", (subject,))
