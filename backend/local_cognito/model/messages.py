"""Messages with codes, whose text the trigger CustomMessage may write."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from local_cognito.errors import InvalidLambdaResponseException
from local_cognito.mail.outbox import SUBJECTS, Message
from local_cognito.model import pools, triggers

if TYPE_CHECKING:
    from local_cognito.context import Context
    from local_cognito.mail.delivery import Delivery
    from local_cognito.model.users import User

CODE, USERNAME = "{####}", "{username}"
# The triggerSource, after `CustomMessage_`, of each purpose that the outbox shows.
SOURCES = {
    "sign_up": "SignUp",
    "resend_code": "ResendCode",
    "forgot_password": "ForgotPassword",
    "verify_attribute": "VerifyUserAttribute",
    "sign_in": "Authentication",
    "admin_invitation": "AdminCreateUser",
}


def send(context: Context, db: sqlite3.Connection, user: User, purpose: str, delivery: Delivery, code: str) -> None:
    """Send a message. The trigger must not call this server: it runs within the operation's transaction."""
    subject, text = _custom(context, db, user, purpose, delivery)
    text = text.replace(CODE, code).replace(USERNAME, user.username)
    message = Message(
        delivery.address, delivery.medium.lower(), purpose, subject or SUBJECTS[purpose], code, context.now, text
    )
    context.outbox.send(db, message)


def _custom(context: Context, db: sqlite3.Connection, user: User, purpose: str, delivery: Delivery) -> tuple[str, str]:
    """Subject and text from the trigger; empty strings where it writes none."""
    pool = pools.find(db, user.pool_id)
    request = {
        "userAttributes": triggers.attributes_of(user),
        "codeParameter": CODE,
        "linkParameter": "{##Click Here##}",
        "usernameParameter": USERNAME if purpose == "admin_invitation" else None,
        "clientMetadata": {},
    }
    response = triggers.call(context, pool, f"CustomMessage_{SOURCES[purpose]}", user.username, request)
    texts = {name: value for name, value in response.items() if isinstance(value, str)}
    if delivery.medium == "SMS":
        return "", texts.get("smsMessage", "")
    if ("emailMessage" in texts or "emailSubject" in texts) and not pool.has_own_mail_sender:
        raise InvalidLambdaResponseException("A custom e-mail needs the sending account DEVELOPER (Amazon SES).")
    return texts.get("emailSubject", ""), texts.get("emailMessage", "")
