"""An SMTP server that puts every mail into the outbox: developers see the mails of their application there too."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session

from local_cognito.mail.outbox import Message, Outbox
from local_cognito.storage import Storage

PURPOSE = "mail"
MAX_MESSAGE_BYTES = 1024 * 1024
OK = "250 OK"


class OutboxHandler:
    """Stores what arrives, once for each recipient."""

    def __init__(self, storage: Storage, outbox: Outbox, clock: Callable[[], float]) -> None:
        self._storage = storage
        self._outbox = outbox
        self._clock = clock

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's
        """Called by aiosmtpd for every mail."""
        content = envelope.content or b""
        await asyncio.to_thread(self._store, content.encode() if isinstance(content, str) else content, envelope)
        return OK

    def _store(self, content: bytes, envelope: Envelope) -> None:
        mail = message_from_bytes(content, EmailMessage, policy=policy.default)
        body = mail.get_body(("plain", "html"))
        text = str(body.get_content()).replace("\r\n", "\n").strip() if body else ""
        subject = str(mail["Subject"] or "")
        with self._storage.write() as db:
            for recipient in envelope.rcpt_tos:
                self._outbox.send(db, Message(recipient, "email", PURPOSE, subject, "", self._clock(), text))


@asynccontextmanager
async def serve_smtp(listener: socket.socket, handler: OutboxHandler) -> AsyncIterator[None]:
    """Accept mails on a listening socket during the block."""
    loop = asyncio.get_running_loop()

    def protocol() -> SMTP:
        return SMTP(handler, hostname="localhost", data_size_limit=MAX_MESSAGE_BYTES, enable_SMTPUTF8=True, loop=loop)

    server = await loop.create_server(protocol, sock=listener)
    try:
        yield
    finally:
        server.close()
