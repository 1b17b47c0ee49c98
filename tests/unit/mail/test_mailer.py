"""The mailer with a real SMTP server."""

import queue
import threading
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from tests.certificates import self_signed
from tests.mail_server import ARRIVAL_SECONDS, MailServer, mail_server, server_context, text_of
from vestibule.mail import Mail, Mailer, Recipient
from vestibule.mail.mailer import Outcome
from vestibule.mail.message import Sender
from vestibule.mail.smtp import SmtpDelivery
from vestibule.settings import mail as settings

MAIL = Mail("password_changed", Recipient("alice@example.com", "en"), 1_790_000_000.0, client_ip="203.0.113.5")
SENDER = Sender("no-reply@example.com", "Acme")

Outcomes = queue.Queue[tuple[str, Outcome]]


def delivery(server: MailServer, **changes: object) -> SmtpDelivery:
    plain = {"encrypted": False, "require_starttls": False, "username": None, "password": None}
    values = {"host": "localhost", "port": server.port} | plain | changes
    return SmtpDelivery(settings.MailServer(**values), hello="example.com", timeout=5)


@pytest.fixture
def outcomes() -> Outcomes:
    return queue.Queue()


@pytest.fixture
def open_mailer(outcomes: Outcomes) -> Iterator[Callable[..., Mailer]]:
    opened: list[Mailer] = []

    def build(deliver: Callable[[EmailMessage], None] | None, **options: object) -> Mailer:
        options = {"retry_seconds": (0, 0)} | options
        mailer = Mailer(deliver, sender=SENDER, on_outcome=lambda *outcome: outcomes.put(outcome), **options)
        opened.append(mailer)
        return mailer

    yield build
    for mailer in opened:
        mailer.close()


class TestDelivery:
    def test_a_mail_arrives_with_text_and_html(self, open_mailer: Callable[..., Mailer], outcomes: Outcomes) -> None:
        with mail_server() as server:
            open_mailer(delivery(server)).send(MAIL)
            envelope = server.next_envelope()
            outcome = outcomes.get(timeout=ARRIVAL_SECONDS)

        assert (envelope.mail_from, envelope.rcpt_tos) == ("no-reply@example.com", ["alice@example.com"])
        assert outcome == ("password_changed", "sent")

    def test_starttls_is_used_where_the_server_offers_it_and_credentials_follow_it(
        self, open_mailer: Callable[..., Mailer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        certificate = self_signed(tmp_path)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        login = {"username": "mailer", "password": SecretStr("s3cret p@ss"), "require_starttls": True}

        with mail_server(tls_context=server_context(certificate), require_starttls=True, auth_required=True) as server:
            open_mailer(delivery(server, **login)).send(MAIL)
            server.next_envelope()

        assert server.was_encrypted

    @pytest.mark.parametrize(
        ("context", "transport"), [("ssl_context", {"encrypted": True}), ("tls_context", {"require_starttls": True})]
    )
    def test_an_untrusted_certificate_is_refused(
        self,
        open_mailer: Callable[..., Mailer],
        outcomes: Outcomes,
        tmp_path: Path,
        context: str,
        transport: dict[str, bool],
    ) -> None:
        with mail_server(**{context: server_context(self_signed(tmp_path))}) as server:
            open_mailer(delivery(server, **transport)).send(MAIL)

            assert outcomes.get(timeout=ARRIVAL_SECONDS) == ("password_changed", "failed")
        assert server.envelopes.empty()

    def test_nothing_is_sent_to_another_host_without_tls(
        self, open_mailer: Callable[..., Mailer], outcomes: Outcomes
    ) -> None:
        with mail_server() as server:
            open_mailer(delivery(server, require_starttls=True)).send(MAIL)

            assert outcomes.get(timeout=ARRIVAL_SECONDS) == ("password_changed", "failed")
        assert server.envelopes.empty()

    def test_smtps_encrypts_from_the_first_byte(
        self, open_mailer: Callable[..., Mailer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        certificate = self_signed(tmp_path)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

        with mail_server(ssl_context=server_context(certificate)) as server:
            open_mailer(delivery(server, encrypted=True)).send(MAIL)

            assert server.next_envelope().rcpt_tos == ["alice@example.com"]


class TestFailures:
    def test_a_temporary_failure_is_tried_again(self, open_mailer: Callable[..., Mailer], outcomes: Outcomes) -> None:
        with mail_server() as server:
            server.replies += ["451 Busy", "421 Still busy"]
            open_mailer(delivery(server)).send(MAIL)

            assert outcomes.get(timeout=ARRIVAL_SECONDS) == ("password_changed", "sent")
            assert server.envelopes.qsize() == 1

    def test_a_refused_mail_is_not_tried_again(self, open_mailer: Callable[..., Mailer], outcomes: Outcomes) -> None:
        with mail_server() as server:
            server.replies += ["550 No such user"]
            open_mailer(delivery(server)).send(MAIL)

            assert outcomes.get(timeout=ARRIVAL_SECONDS) == ("password_changed", "failed")
            assert server.envelopes.empty()

    def test_the_log_of_a_failure_has_neither_address_nor_password(
        self, open_mailer: Callable[..., Mailer], outcomes: Outcomes
    ) -> None:
        def fail(_: EmailMessage) -> None:
            raise OSError("alice@example.com s3cret p@ss")

        with capture_logs() as lines:
            open_mailer(fail).send(MAIL)
            assert outcomes.get(timeout=ARRIVAL_SECONDS) == ("password_changed", "failed")

        assert [line["event"] for line in lines] == ["mail.not_delivered"] * 3
        assert "alice" not in str(lines)
        assert "s3cret" not in str(lines)

    def test_the_next_mail_is_sent_after_one_that_cannot_be_written(
        self, open_mailer: Callable[..., Mailer], outcomes: Outcomes
    ) -> None:
        with mail_server() as server:
            mailer = open_mailer(delivery(server))
            mailer.send(Mail("password_changed", Recipient("a@example.com\nBcc: b@example.com", "en"), 0))
            mailer.send(MAIL)

            assert server.next_envelope().rcpt_tos == ["alice@example.com"]
        assert [outcomes.get(timeout=ARRIVAL_SECONDS)[1] for _ in range(2)] == ["failed", "sent"]

    def test_mails_beyond_the_queue_are_dropped_without_waiting(
        self, open_mailer: Callable[..., Mailer], outcomes: Outcomes
    ) -> None:
        started, release = threading.Event(), threading.Event()

        def wait(_: EmailMessage) -> None:
            started.set()
            release.wait(ARRIVAL_SECONDS)

        mailer = open_mailer(wait, max_queued=2)
        mailer.send(MAIL)
        assert started.wait(ARRIVAL_SECONDS)
        for _ in range(3):
            mailer.send(MAIL)

        assert outcomes.get_nowait() == ("password_changed", "dropped")
        release.set()
        assert [outcomes.get(timeout=ARRIVAL_SECONDS)[1] for _ in range(3)] == ["sent"] * 3

    def test_waiting_mails_are_delivered_before_the_process_ends(
        self, open_mailer: Callable[..., Mailer], outcomes: Outcomes
    ) -> None:
        mailer = open_mailer(lambda _: None)
        for _ in range(20):
            mailer.send(MAIL)

        mailer.close()

        assert outcomes.qsize() == 20

    def test_without_a_server_no_mail_is_sent(self, open_mailer: Callable[..., Mailer], outcomes: Outcomes) -> None:
        mailer = open_mailer(None)

        mailer.send(MAIL)

        assert not mailer.enabled
        assert outcomes.empty()


class TestArrivedMail:
    def test_the_message_on_the_wire_is_readable(self, open_mailer: Callable[..., Mailer]) -> None:
        with mail_server() as server:
            open_mailer(delivery(server)).send(
                Mail(
                    "factor_turned_off", Recipient("alice@example.com", "fr"), 1_790_000_000.0, None, {"method": "totp"}
                )
            )
            message = server.next_message()

        assert message["Subject"] == "La connexion en deux étapes a été désactivée"
        assert "n’utilise plus une application d’authentification" in text_of(message)
