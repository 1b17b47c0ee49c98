"""The message for each purpose: its subject, its medium, and its code."""

from pathlib import Path

import pytest

from local_cognito.mail.delivery import Delivery
from local_cognito.mail.outbox import Message, messages as sent
from local_cognito.model import messages, pools, users
from local_cognito.model.pools import Pool
from local_cognito.model.users import User
from tests.local_cognito.contexts import new_context

POOL = Pool("us-east-1_Test", {"PoolName": "test"}, {}, 0, 0)
USER = User("sub", POOL.id, "ada", "CONFIRMED", None, {}, 0, 0)


@pytest.mark.parametrize(
    ("purpose", "subject"),
    [
        ("sign_up", "Your verification code"),
        ("resend_code", "Your verification code"),
        ("verify_attribute", "Your verification code"),
        ("forgot_password", "Your password reset code"),
        ("sign_in", "Your sign-in code"),
        ("admin_invitation", "Your temporary password"),
    ],
)
def test_a_message_says_what_its_code_is_for(tmp_path: Path, purpose: str, subject: str) -> None:
    by_mail, by_sms = Delivery("email", "a@example.com"), Delivery("phone_number", "+15550100132")
    with new_context(tmp_path) as context, context.storage.write() as db:
        pools.insert(db, POOL)
        users.insert(db, POOL, USER)
        for delivery in (by_mail, by_sms):
            messages.send(context, db, USER, purpose, delivery, "123456")

        assert sent(db, None) == [
            Message("+15550100132", "sms", purpose, subject, "123456", context.now),
            Message("a@example.com", "email", purpose, subject, "123456", context.now),
        ]
