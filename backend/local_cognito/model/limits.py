"""Limits on attempts, counted per subject and kind over a sliding hour."""

import sqlite3

from local_cognito.errors import LimitExceededException

WINDOW_SECONDS = 3600
# Cognito allows 5 to 20 wrong codes an hour, depending on the risk it sees, and limits messages per day and account.
MAX_PER_HOUR = {"wrong_code": 20, "wrong_password": 20, "send": 60}


def check(db: sqlite3.Connection, subject: str, kind: str, now: float) -> None:
    """Raise LimitExceededException if the subject has used up this hour's attempts."""
    (count,) = db.execute(
        "SELECT count(*) FROM attempts WHERE subject = ? AND kind = ? AND at > ?", (subject, kind, now - WINDOW_SECONDS)
    ).fetchone()
    if count >= MAX_PER_HOUR[kind]:
        raise LimitExceededException


def record(db: sqlite3.Connection, subject: str, kind: str, now: float) -> None:
    """Count one attempt, and delete those older than the window."""
    db.execute("DELETE FROM attempts WHERE at <= ?", (now - WINDOW_SECONDS,))
    db.execute("INSERT INTO attempts (subject, kind, at) VALUES (?, ?, ?)", (subject, kind, now))
