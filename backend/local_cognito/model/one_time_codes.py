"""One-time codes of a sign-in, sent by e-mail or SMS. They belong to one challenge session and expire with it."""

import hmac
import secrets
import sqlite3

from local_cognito.context import Context
from local_cognito.errors import LimitExceededException, TooManyRequestsException
from local_cognito.mail.delivery import Delivery
from local_cognito.model import limits, messages
from local_cognito.model.users import User

PURPOSE = "sign_in"


def send(context: Context, db: sqlite3.Connection, user: User, delivery: Delivery, digits: int) -> str:
    """Send a new code. Returns its digest for the challenge's state. Raises TooManyRequestsException."""
    try:
        limits.check(db, user.sub, "send", context.now)
    except LimitExceededException as error:  # sign-in operations have no LimitExceededException
        raise TooManyRequestsException(str(error)) from error
    limits.record(db, user.sub, "send", context.now)
    code = f"{secrets.randbelow(10**digits):0{digits}}"
    messages.send(context, db, user, PURPOSE, delivery, code)
    return _digest(context, user.sub, code)


def matches(context: Context, subject: str, digest: str, given: str) -> bool:
    """Whether the given code has this digest."""
    return hmac.compare_digest(digest, _digest(context, subject, given))


def parameters(delivery: Delivery) -> dict[str, str]:
    """The ChallengeParameters that say where a code was sent."""
    return {
        "CODE_DELIVERY_DELIVERY_MEDIUM": delivery.medium,
        "CODE_DELIVERY_DESTINATION": delivery.masked_address,
    }


def _digest(context: Context, subject: str, code: str) -> str:
    return hmac.digest(context.secret, f"{subject}:{code}".encode(), "sha256").hex()
