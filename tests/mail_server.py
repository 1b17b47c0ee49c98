"""A real SMTP server for tests, with STARTTLS, TLS from the start, and authentication."""

import queue
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.processes import free_port

ARRIVAL_SECONDS = 20


@dataclass
class MailServer:
    """What arrived, and how the server answers: `replies` are used up first, then every mail is accepted."""

    port: int = 0
    credentials: tuple[bytes, bytes] = (b"mailer", b"s3cret p@ss")
    replies: list[str] = field(default_factory=list)
    envelopes: "queue.Queue[Envelope]" = field(default_factory=queue.Queue)
    was_encrypted: bool = False

    @property
    def url(self) -> str:
        """The MAIL_URL without credentials."""
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Called by aiosmtpd for every message."""
        if self.replies:
            return self.replies.pop(0)
        self.was_encrypted = session.ssl is not None
        self.envelopes.put(envelope)
        return "250 OK"

    def authenticate(self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> Any:
        """Called by aiosmtpd for every login."""
        accepted = isinstance(data, LoginPassword) and (data.login, data.password) == self.credentials
        return AuthResult(success=accepted, handled=False)

    def next_envelope(self) -> Envelope:
        """The next message that arrives, with its envelope."""
        return self.envelopes.get(timeout=ARRIVAL_SECONDS)

    def next_message(self) -> EmailMessage:
        """The next message that arrives."""
        return message_from_bytes(self.next_envelope().original_content or b"", EmailMessage, policy=policy.default)


class Connections:
    """How many connections are open."""

    def __init__(self) -> None:
        self._open = 0
        self._changed = threading.Condition()

    def add(self, number: int) -> None:
        """A connection was opened (1) or closed (-1)."""
        with self._changed:
            self._open += number
            self._changed.notify_all()

    def wait_until_closed(self) -> None:
        """Wait: aiosmtpd does not close connections when it stops."""
        with self._changed:
            self._changed.wait_for(lambda: self._open == 0, ARRIVAL_SECONDS)


class WaitingController(Controller):
    """A server that stops when its clients have gone."""

    connections: Connections

    def factory(self) -> SMTP:
        """Called for every connection."""
        connections = self.connections

        class CountedSmtp(SMTP):
            def connection_made(self, transport: Any) -> None:
                if not self._over_ssl_already():
                    connections.add(1)
                super().connection_made(transport)

            def _over_ssl_already(self) -> bool:
                return self.transport is not None

            def connection_lost(self, error: Exception | None) -> None:
                connections.add(-1)
                super().connection_lost(error)

        return CountedSmtp(self.handler, **self.SMTP_kwargs)


@contextmanager
def mail_server(**options: Any) -> Iterator[MailServer]:
    """A server on a free port during the block; `options` are aiosmtpd's."""
    server = MailServer(port=free_port())
    options = {"authenticator": server.authenticate} | options
    controller = WaitingController(server, hostname="127.0.0.1", port=server.port, **options)
    controller.connections = Connections()
    controller.start()
    try:
        yield server
    finally:
        controller.connections.wait_until_closed()
        controller.stop()


def text_of(message: EmailMessage, subtype: str = "plain") -> str:
    """The plain text of a message, or its HTML."""
    body = message.get_body((subtype,))
    assert body is not None
    return str(body.get_content())


def server_context(certificate: Path) -> ssl.SSLContext:
    """TLS with a certificate and its key in one file."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context
