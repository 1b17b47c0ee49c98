"""SmtpDelivery: deliver messages to an SMTP server."""

import smtplib
import ssl
from email.message import EmailMessage

from vestibule.settings.mail import MailServer

TIMEOUT_SECONDS = 10


class StartTlsUnavailable(smtplib.SMTPException):
    """The server does not offer STARTTLS, without which nothing is sent to another host."""


class SmtpDelivery:
    """Delivers each message over a connection of its own: mails are rare, and idle connections are closed anyway.

    `hello` is the domain that we introduce ourselves with. The system's authorities (SSL_CERT_FILE) are trusted.
    """

    def __init__(self, server: MailServer, *, hello: str, timeout: float = TIMEOUT_SECONDS) -> None:
        self._server = server
        self._hello = hello
        self._timeout = timeout

    def __call__(self, message: EmailMessage) -> None:
        """Deliver a message. Raises OSError, of which smtplib's errors are subclasses."""
        with self._connect() as connection:
            connection.send_message(message)

    def check(self) -> None:
        """Connect and sign in, but send nothing. Raises OSError."""
        with self._connect():
            pass

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        if server.encrypted:
            context = ssl.create_default_context()
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, self._hello, timeout=self._timeout, context=context
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, self._hello, timeout=self._timeout)
        try:
            self._secure(connection)
            if server.username and server.password:
                connection.login(server.username, server.password.get_secret_value())
        except BaseException:
            connection.close()
            raise
        return connection

    def _secure(self, connection: smtplib.SMTP) -> None:
        """Start TLS if the server offers it; StartTlsUnavailable if it must and does not."""
        connection.ehlo_or_helo_if_needed()
        if self._server.encrypted:
            return
        if connection.has_extn("starttls"):
            connection.starttls(context=ssl.create_default_context())
            connection.ehlo()
        elif self._server.require_starttls:
            raise StartTlsUnavailable
