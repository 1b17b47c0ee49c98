"""Confirmation codes: six digits, good once, for a while, and for a limited number of tries."""

import hmac
import secrets
import sqlite3
from dataclasses import dataclass

from local_cognito.context import Context
from local_cognito.errors import CodeMismatchException, ExpiredCodeException
from local_cognito.mail.delivery import Delivery
from local_cognito.mail.outbox import SUBJECTS, Message
from local_cognito.model import limits
from local_cognito.model.users import User

HOUR = 3600
VALID_SECONDS = {
    "sign_up": 24 * HOUR,
    "forgot_password": HOUR,
    "verify_email": 24 * HOUR,
    "verify_phone_number": 24 * HOUR,
}


@dataclass(frozen=True)
class Occasion:
    """What a code is for. `message` is the outbox's word, `use` says which codes void each other."""

    use: str
    message: str


SIGN_UP = Occasion("sign_up", "sign_up")
RESEND = Occasion("sign_up", "resend_code")
FORGOT_PASSWORD = Occasion("forgot_password", "forgot_password")


def verification_of(attribute: str) -> Occasion:
    """The occasion of proving an address."""
    return Occasion(f"verify_{attribute}", "verify_attribute")


def send(context: Context, db: sqlite3.Connection, user: User, occasion: Occasion, delivery: Delivery) -> None:
    """Send a new code, which voids the one before; raises LimitExceededException."""
    limits.refuse_above(db, user.sub, "send", context.now)
    limits.count(db, user.sub, "send", context.now)
    code = f"{secrets.randbelow(10**6):06}"
    row = (
        user.sub,
        occasion.use,
        _digest(context, user.sub, code),
        delivery.address,
        context.now + VALID_SECONDS[occasion.use],
    )
    db.execute("INSERT OR REPLACE INTO codes (sub, purpose, digest, target, expires) VALUES (?, ?, ?, ?, ?)", row)
    subject = SUBJECTS[occasion.message]
    message = Message(delivery.address, delivery.medium.lower(), occasion.message, subject, code, context.now)
    context.outbox.send(db, message)


def redeem(context: Context, db: sqlite3.Connection, user: User, occasion: Occasion, code: str) -> str:
    """Use a code up; answers the address it was sent to.

    Raises CodeMismatchException, ExpiredCodeException, or LimitExceededException after too many wrong ones; a
    new code does not bring new tries.
    """
    limits.refuse_above(db, user.sub, "wrong_code", context.now)
    row = db.execute("SELECT * FROM codes WHERE sub = ? AND purpose = ?", (user.sub, occasion.use)).fetchone()
    if row is None or row["expires"] <= context.now:
        raise ExpiredCodeException
    if not hmac.compare_digest(row["digest"], _digest(context, user.sub, code)):
        limits.count(db, user.sub, "wrong_code", context.now)
        raise CodeMismatchException
    db.execute("DELETE FROM codes WHERE sub = ? AND purpose = ?", (user.sub, occasion.use))
    return str(row["target"])


def refuse_unknown(context: Context, subject: str) -> CodeMismatchException:
    """The refusal for a user who is not there: counted and worded as a wrong code is."""
    with context.storage.write() as db:
        limits.refuse_above(db, subject, "wrong_code", context.now)
        limits.count(db, subject, "wrong_code", context.now)
    return CodeMismatchException()


def pending(context: Context, db: sqlite3.Connection, user: User, occasion: Occasion) -> str | None:
    """The address that waits to be proved, if one does."""
    row = db.execute(
        "SELECT target FROM codes WHERE sub = ? AND purpose = ? AND expires > ?", (user.sub, occasion.use, context.now)
    ).fetchone()
    return None if row is None else str(row["target"])


def _digest(context: Context, sub: str, code: str) -> bytes:
    return hmac.digest(context.secret, f"{sub}:{code}".encode(), "sha256")
