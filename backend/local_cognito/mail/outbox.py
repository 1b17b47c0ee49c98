"""The messages that Cognito would have sent: kept for whoever wants to read a code."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from local_cognito.storage import Storage

KEPT_MESSAGES = 1000

SUBJECTS = {
    "sign_up": "Your verification code",
    "resend_code": "Your verification code",
    "forgot_password": "Your password reset code",
    "verify_attribute": "Your verification code",
    "admin_invitation": "Your temporary password",
}


@dataclass(frozen=True)
class Message:
    """One message; `code` is a temporary password where an administrator invites."""

    to: str
    medium: str
    purpose: str
    subject: str
    code: str
    sent: float

    def document(self) -> dict[str, str]:
        """As the outbox's JSON shows it."""
        return {
            "to": self.to,
            "medium": self.medium,
            "purpose": self.purpose,
            "subject": self.subject,
            "code": self.code,
            "sent_at": datetime.fromtimestamp(self.sent, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        }


class Outbox:
    """Takes messages within the transaction that causes them; `listener` hears of each that was kept."""

    def __init__(self, storage: Storage, listener: Callable[[Message], None]) -> None:
        self._storage = storage
        self._listener = listener

    def send(self, db: sqlite3.Connection, message: Message) -> None:
        """Keep a message, and forget the oldest."""
        row = (message.to, message.medium, message.purpose, message.subject, message.code, message.sent)
        cursor = db.execute(
            "INSERT INTO messages (recipient, medium, purpose, subject, code, sent) VALUES (?, ?, ?, ?, ?, ?)", row
        )
        db.execute("DELETE FROM messages WHERE id <= ?", ((cursor.lastrowid or 0) - KEPT_MESSAGES,))
        self._storage.after_commit(lambda: self._listener(message))


def messages(db: sqlite3.Connection, to: str | None) -> list[Message]:
    """The messages kept, newest first; those to one address where it is given."""
    rows = db.execute(
        "SELECT * FROM messages WHERE ?1 IS NULL OR recipient = ?1 COLLATE NOCASE ORDER BY id DESC", (to,)
    )
    return [
        Message(row["recipient"], row["medium"], row["purpose"], row["subject"], row["code"], row["sent"])
        for row in rows
    ]
