"""How often something may be tried: counted per subject and kind, over a sliding hour."""

import sqlite3

from local_cognito.errors import LimitExceededException

WINDOW_SECONDS = 3600
# Cognito allows 5 to 20 wrong codes an hour, by the risk it sees; a day's mail is its only limit on sending.
MOST_AN_HOUR = {"wrong_code": 20, "wrong_password": 20, "send": 60}


def refuse_above(db: sqlite3.Connection, subject: str, kind: str, now: float) -> None:
    """Raise LimitExceededException when the hour's tries are used up."""
    (count,) = db.execute(
        "SELECT count(*) FROM attempts WHERE subject = ? AND kind = ? AND at > ?", (subject, kind, now - WINDOW_SECONDS)
    ).fetchone()
    if count >= MOST_AN_HOUR[kind]:
        raise LimitExceededException


def count(db: sqlite3.Connection, subject: str, kind: str, now: float) -> None:
    """Count one try, and forget those that no longer count."""
    db.execute("DELETE FROM attempts WHERE at <= ?", (now - WINDOW_SECONDS,))
    db.execute("INSERT INTO attempts (subject, kind, at) VALUES (?, ?, ?)", (subject, kind, now))
