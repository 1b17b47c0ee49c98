"""How often a mail is tried, what is logged, and how the mailer introduces itself."""

import queue
import smtplib
import socket
from email.message import EmailMessage

import pytest
from structlog.testing import capture_logs

from tests.mail_server import ARRIVAL_SECONDS
from vestibule.mail import Mail, Mailer, Recipient, open_mailer
from vestibule.mail.mailer import Outcome
from vestibule.mail.message import Sender
from vestibule.settings.mail import MailServer

MAIL = Mail("password_changed", Recipient("alice@example.com", "en"), 1_790_000_000.0)
SENDER = Sender("no-reply@example.com", "Acme")


class Attempts:
    """A delivery that fails, and the mailer that tries it."""

    def __init__(self, error: Exception, **options: tuple[float, ...]) -> None:
        self.error, self.messages = error, queue.Queue[EmailMessage]()
        self.outcomes: queue.Queue[tuple[str, Outcome]] = queue.Queue()
        self.mailer = Mailer(
            self.deliver,
            sender=SENDER,
            on_outcome=lambda *outcome: self.outcomes.put(outcome),
            **{"retry_seconds": (0.0, 0.0), **options},
        )

    def deliver(self, message: EmailMessage) -> None:
        self.messages.put(message)
        raise self.error


def refused(*statuses: int) -> smtplib.SMTPRecipientsRefused:
    return smtplib.SMTPRecipientsRefused({f"{status}@example.com": (status, b"alice") for status in statuses})


@pytest.mark.parametrize(
    ("error", "attempts", "status"),
    [
        (OSError("alice"), 3, None),
        (TimeoutError(), 3, None),
        (UnicodeError(), 1, None),
        (smtplib.SMTPServerDisconnected("x"), 3, None),
        (smtplib.SMTPNotSupportedError("x"), 1, None),
        (smtplib.SMTPResponseException(499, b"alice"), 3, 499),
        (smtplib.SMTPResponseException(500, b"alice"), 1, 500),
        (smtplib.SMTPDataError(599, b"alice"), 1, 599),
        (smtplib.SMTPResponseException(600, b"alice"), 3, 600),
        (refused(550), 1, 550),
        (refused(450, 550), 3, 450),
        (refused(), 3, None),
    ],
)
def test_what_the_server_refuses_for_good_is_not_tried_again(
    error: Exception, attempts: int, status: int | None
) -> None:
    tried = Attempts(error)

    with capture_logs() as lines:
        tried.mailer.send(MAIL)
        assert tried.outcomes.get(timeout=ARRIVAL_SECONDS) == ("password_changed", "failed")
    tried.mailer.close()

    assert tried.messages.qsize() == attempts
    line = {"event": "mail.not_delivered", "log_level": "warning", "mail": "password_changed", "status": status}
    assert lines == [{**line, "error": type(error).__name__}] * attempts


def test_closing_ends_the_pause_before_another_attempt() -> None:
    tried = Attempts(OSError(), retry_seconds=(3600.0,))
    tried.mailer.send(MAIL)
    tried.messages.get(timeout=ARRIVAL_SECONDS)

    tried.mailer.close()

    assert tried.outcomes.get_nowait() == ("password_changed", "failed")
    assert tried.messages.empty()


def test_after_closing_nothing_is_sent() -> None:
    tried = Attempts(OSError())
    tried.mailer.close()

    tried.mailer.send(MAIL)
    tried.mailer.close()

    assert tried.messages.empty()


def test_mail_that_cannot_be_written_is_logged_without_its_text() -> None:
    tried = Attempts(OSError())

    with capture_logs() as lines:
        tried.mailer.send(Mail("password_changed", Recipient("no address", "en"), 0))
        assert tried.outcomes.get(timeout=ARRIVAL_SECONDS) == ("password_changed", "failed")
    tried.mailer.close()

    assert [(line["event"], line["mail"]) for line in lines] == [("mail.invalid", "password_changed")]
    assert "no address" not in str(lines)


def test_mailer_introduces_itself_by_the_senders_domain() -> None:
    outcomes: queue.Queue[tuple[str, Outcome]] = queue.Queue()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        server = MailServer("127.0.0.1", port, encrypted=False, require_starttls=False, username=None, password=None)
        mailer = open_mailer(
            server, email="no-reply@example.com", brand="Acme", on_outcome=lambda *outcome: outcomes.put(outcome)
        )
        assert mailer.enabled
        mailer.send(MAIL)
        connection, _ = listener.accept()
        with connection, connection.makefile("rb") as received:
            connection.sendall(b"220 here\r\n")
            assert received.readline() == b"ehlo example.com\r\n"
            connection.sendall(b"250 here\r\n")
            assert received.readline().lower().startswith(b"mail from:<no-reply@example.com>")
            connection.sendall(b"550 no\r\n")
        assert outcomes.get(timeout=ARRIVAL_SECONDS) == ("password_changed", "failed")
        mailer.close()


def test_without_a_server_the_mailer_is_off() -> None:
    assert not open_mailer(None, email="a@b", brand="c", on_outcome=lambda *_: None).enabled
