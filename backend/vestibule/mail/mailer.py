"""Mailer: send mails in the background, so that no request waits for a mail server or fails because of it."""

import queue
import smtplib
import threading
from collections.abc import Callable
from email.message import EmailMessage
from typing import Literal

import structlog

from vestibule.mail.mail import Mail
from vestibule.mail.message import Sender, write_message
from vestibule.mail.smtp import SmtpDelivery
from vestibule.settings.mail import MailServer

log = structlog.get_logger(__name__)

Outcome = Literal["sent", "failed", "dropped"]
Deliver = Callable[[EmailMessage], None]

MAX_QUEUED = 1000
RETRY_SECONDS = (2.0, 10.0)
CLOSE_SECONDS = 5
PERMANENT = range(500, 600)


class Mailer:
    """A bounded queue, and one thread that delivers from it; the thread starts with the first mail.

    Without `deliver`, no mail is sent. A mail is tried again after each of `retry_seconds`, unless the server refused
    it for good. `on_outcome` gets the name and the outcome of every mail.
    """

    def __init__(
        self,
        deliver: Deliver | None,
        *,
        sender: Sender,
        on_outcome: Callable[[str, Outcome], None],
        retry_seconds: tuple[float, ...] = RETRY_SECONDS,
        max_queued: int = MAX_QUEUED,
    ) -> None:
        self._deliver = deliver
        self._sender = sender
        self._on_outcome = on_outcome
        self._retry_seconds = retry_seconds
        self._queue: queue.Queue[Mail | None] = queue.Queue(max_queued)
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    @property
    def enabled(self) -> bool:
        """Whether mails are sent: MAIL_URL is set."""
        return self._deliver is not None

    def send(self, mail: Mail) -> None:
        """Send a mail, soon. Returns at once and never fails; if too many are waiting, the mail is dropped."""
        if self._deliver is None:
            return
        try:
            self._queue.put_nowait(mail)
        except queue.Full:
            log.warning("mail.dropped", mail=mail.name, waiting=self._queue.maxsize)
            self._on_outcome(mail.name, "dropped")
            return
        self._start()

    def close(self, timeout: float = CLOSE_SECONDS) -> None:
        """Deliver what is waiting, for at most `timeout` seconds, without further attempts at what failed."""
        self._closing.set()
        with self._lock:
            thread = self._thread
        if thread is None:
            return
        try:
            self._queue.put(None, timeout=timeout)
        except queue.Full:
            return
        thread.join(timeout)

    def _start(self) -> None:
        with self._lock:
            if self._thread is None and not self._closing.is_set():
                self._thread = threading.Thread(target=self._run, name="mailer", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while (mail := self._queue.get()) is not None:
            try:
                outcome: Outcome = "sent" if self._try(mail) else "failed"
            except Exception as error:  # noqa: BLE001  the thread must live on for the next mail
                log.warning("mail.invalid", mail=mail.name, error=type(error).__name__)
                outcome = "failed"
            self._on_outcome(mail.name, outcome)

    def _try(self, mail: Mail) -> bool:
        """Deliver a mail; returns whether it was. Logs no text of the server's: it can contain the address."""
        message = write_message(mail, self._sender)
        for wait in (*self._retry_seconds, None):
            try:
                if self._deliver is not None:
                    self._deliver(message)
            except (OSError, UnicodeError) as error:
                log.warning("mail.not_delivered", mail=mail.name, error=type(error).__name__, status=_status(error))
                if wait is None or _is_permanent(error) or self._closing.wait(wait):
                    return False
            else:
                return True
        return False


def _status(error: Exception) -> int | None:
    """The status in the server's reply, if that is what failed."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next((status for status, _ in error.recipients.values()), None)
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else None


def _is_permanent(error: Exception) -> bool:
    return isinstance(error, smtplib.SMTPNotSupportedError | UnicodeError) or _status(error) in PERMANENT


def open_mailer(
    server: MailServer | None, *, email: str, brand: str, on_outcome: Callable[[str, Outcome], None]
) -> Mailer:
    """The mailer of MAIL_URL. Nothing is contacted yet."""
    sender = Sender(email, brand)
    deliver = SmtpDelivery(server, hello=sender.domain) if server else None
    return Mailer(deliver, sender=sender, on_outcome=on_outcome)
