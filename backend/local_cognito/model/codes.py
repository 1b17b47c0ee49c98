"""Confirmation codes: six digits, single use, with an expiry and a limited number of attempts."""

import hmac
import secrets
import sqlite3
from dataclasses import dataclass

from local_cognito.context import Context
from local_cognito.errors import CodeMismatchException, ExpiredCodeException
from local_cognito.mail.delivery import Delivery
from local_cognito.model import limits, messages
from local_cognito.model.users import User

HOUR = 3600
VALIDITY_SECONDS = {
    "sign_up": 24 * HOUR,
    "forgot_password": HOUR,
    "verify_email": 24 * HOUR,
    "verify_phone_number": 24 * HOUR,
}


@dataclass(frozen=True)
class Purpose:
    """What a code is for. A new code replaces the user's earlier code of the same `name`.

    `message` is the purpose that the outbox shows.
    """

    name: str
    message: str


SIGN_UP = Purpose("sign_up", "sign_up")
RESEND = Purpose("sign_up", "resend_code")
FORGOT_PASSWORD = Purpose("forgot_password", "forgot_password")


def verification_of(attribute: str) -> Purpose:
    """The purpose of verifying `email` or `phone_number`."""
    return Purpose(f"verify_{attribute}", "verify_attribute")


def send(context: Context, db: sqlite3.Connection, user: User, purpose: Purpose, delivery: Delivery) -> None:
    """Send a new code. Raises LimitExceededException."""
    limits.check(db, user.sub, "send", context.now)
    limits.record(db, user.sub, "send", context.now)
    code = f"{secrets.randbelow(10**6):06}"
    row = (
        user.sub,
        purpose.name,
        _digest(context, user.sub, code),
        delivery.address,
        context.now + VALIDITY_SECONDS[purpose.name],
    )
    db.execute("INSERT OR REPLACE INTO codes (sub, purpose, digest, target, expires) VALUES (?, ?, ?, ?, ?)", row)
    messages.send(context, db, user, purpose.message, delivery, code)


def check(context: Context, db: sqlite3.Connection, user: User, purpose: Purpose, code: str) -> str:
    """Check a code without using it up. Returns the address that it was sent to.

    Raises CodeMismatchException, ExpiredCodeException, or LimitExceededException after too many wrong codes. Sending
    a new code does not reset that count.
    """
    limits.check(db, user.sub, "wrong_code", context.now)
    row = db.execute("SELECT * FROM codes WHERE sub = ? AND purpose = ?", (user.sub, purpose.name)).fetchone()
    if row is None or row["expires"] <= context.now:
        raise ExpiredCodeException
    if not hmac.compare_digest(row["digest"], _digest(context, user.sub, code)):
        limits.record(db, user.sub, "wrong_code", context.now)
        raise CodeMismatchException
    return str(row["target"])


def redeem(context: Context, db: sqlite3.Connection, user: User, purpose: Purpose, code: str) -> str:
    """Check a code as `check` does, and use it up."""
    address = check(context, db, user, purpose, code)
    db.execute("DELETE FROM codes WHERE sub = ? AND purpose = ?", (user.sub, purpose.name))
    return address


def mismatch_for_unknown_user(context: Context, subject: str) -> CodeMismatchException:
    """The error for a user who does not exist, counted like a wrong code."""
    with context.storage.write() as db:
        limits.check(db, subject, "wrong_code", context.now)
        limits.record(db, subject, "wrong_code", context.now)
    return CodeMismatchException()


def pending_address(context: Context, db: sqlite3.Connection, user: User, purpose: Purpose) -> str | None:
    """The address that the user's current code was sent to, if there is such a code."""
    row = db.execute(
        "SELECT target FROM codes WHERE sub = ? AND purpose = ? AND expires > ?", (user.sub, purpose.name, context.now)
    ).fetchone()
    return None if row is None else str(row["target"])


def _digest(context: Context, sub: str, code: str) -> bytes:
    return hmac.digest(context.secret, f"{sub}:{code}".encode(), "sha256")
