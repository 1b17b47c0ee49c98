"""Earlier passwords. A trigger of the database stores each password hash when another replaces it."""

import sqlite3

from local_cognito.context import Context
from local_cognito.errors import PasswordHistoryPolicyViolationException
from local_cognito.model.pools import Pool
from local_cognito.model.users import User


def check(context: Context, db: sqlite3.Connection, pool: Pool, user: User, password: str) -> None:
    """Raise PasswordHistoryPolicyViolationException for one of the last PasswordHistorySize passwords.

    The current password counts as one of them.
    """
    size = pool.policy.get("PasswordHistorySize", 0)
    if not size:
        return
    rows = db.execute("SELECT hash FROM password_history WHERE sub = ? ORDER BY id DESC LIMIT ?", (user.sub, size - 1))
    for stored in (user.password, *(row["hash"] for row in rows)):
        if context.passwords.verify(stored, password):
            raise PasswordHistoryPolicyViolationException
