"""The messages that Cognito would have sent, stored so that developers and tests can read the codes."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from local_cognito.storage import Storage

MAX_MESSAGES = 1000

SUBJECTS = {
    "sign_up": "Your verification code",
    "resend_code": "Your verification code",
    "forgot_password": "Your password reset code",
    "verify_attribute": "Your verification code",
    "sign_in": "Your sign-in code",
    "admin_invitation": "Your temporary password",
}


@dataclass(frozen=True)
class Message:
    """One e-mail or text message. `code` is the temporary password if `purpose` is admin_invitation.

    `text` is empty unless the trigger CustomMessage wrote it.
    """

    to: str
    medium: str
    purpose: str
    subject: str
    code: str
    sent: float
    text: str = ""

    def document(self) -> dict[str, str]:
        """The message in the outbox's JSON."""
        return {
            "to": self.to,
            "medium": self.medium,
            "purpose": self.purpose,
            "subject": self.subject,
            "code": self.code,
            "sent_at": datetime.fromtimestamp(self.sent, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        } | ({"text": self.text} if self.text else {})


class Outbox:
    """Stores messages in the transaction that causes them. Calls `listener` with each one that was committed."""

    def __init__(self, storage: Storage, listener: Callable[[Message], None]) -> None:
        self._storage = storage
        self._listener = listener

    def send(self, db: sqlite3.Connection, message: Message) -> None:
        """Store a message, and delete the oldest above `MAX_MESSAGES`."""
        row = (
            message.to, message.medium, message.purpose, message.subject, message.code, message.sent, message.text
        )  # fmt: skip
        cursor = db.execute(
            "INSERT INTO messages (recipient, medium, purpose, subject, code, sent, text) VALUES (?, ?, ?, ?, ?, ?, ?)",
            row,
        )
        db.execute("DELETE FROM messages WHERE id <= ?", ((cursor.lastrowid or 0) - MAX_MESSAGES,))
        self._storage.after_commit(lambda: self._listener(message))


def messages(db: sqlite3.Connection, to: str | None) -> list[Message]:
    """The stored messages, newest first; only those to one address if `to` is given."""
    rows = db.execute(
        "SELECT * FROM messages WHERE ?1 IS NULL OR recipient = ?1 COLLATE NOCASE ORDER BY id DESC", (to,)
    )
    return [
        Message(row["recipient"], row["medium"], row["purpose"], row["subject"], row["code"], row["sent"], row["text"])
        for row in rows
    ]
