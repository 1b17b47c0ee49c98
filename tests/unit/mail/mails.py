"""Every mail as it is written, for mails.txt. `python -m tests.unit.mail.mails` writes the file anew."""

from email.message import EmailMessage
from pathlib import Path
from typing import get_args

from tests.mail_server import text_of
from vestibule.mail import Mail, MailName, Recipient
from vestibule.mail.message import Sender, write_message

GOLDEN = Path(__file__).with_name("mails.txt")
DETAILS = {"method": "totp", "provider": "Facebook", "device": "Firefox on Linux"}
HAPPENED_AT = 1_790_000_000.0


def mails() -> str:
    """The subject and the text of every mail in both languages, and one mail as HTML."""
    return "\n".join([*map(_plain, get_args(MailName)), _html()])


def _plain(name: MailName) -> str:
    message = _written(name)
    return f"== {name}\n{message['Subject']}\n\n{text_of(message)}"


def _html() -> str:
    return f"== html\n{text_of(_written('password_changed'), 'html')}"


def _written(name: MailName) -> EmailMessage:
    recipient = Recipient("alice@example.com")
    mail = Mail(name, recipient, HAPPENED_AT, client_ip="203.0.113.5", details=DETAILS)
    return write_message(mail, Sender("no-reply@example.com", "Acme & Söhne"))


if __name__ == "__main__":
    GOLDEN.write_text(mails(), "utf-8")
