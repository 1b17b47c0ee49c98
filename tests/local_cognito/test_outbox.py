import smtplib
import socket
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest

from local_cognito.mail.outbox import Message, Outbox, messages
from local_cognito.storage import Storage
from tests.cognito import create_cognito
from tests.local_cognito.people import Person, StandIn
from tests.servers import serve

HTML = {"Accept": "text/html,application/xhtml+xml"}


class TestOutbox:
    def test_the_outbox_lists_messages_as_json_newest_first(self, newcomer: Person) -> None:
        newcomer.sign_up()
        newcomer.client.resend_confirmation_code(ClientId=newcomer.client_id, Username=newcomer.email)

        newest, first = newcomer.stand_in.messages(newcomer.email)

        assert (newest["purpose"], first["purpose"]) == ("resend_code", "sign_up")
        assert first.keys() == {"to", "medium", "purpose", "subject", "code", "sent_at"}
        assert (first["to"], first["medium"]) == (newcomer.email, "email")
        sent_at = datetime.fromisoformat(first["sent_at"])
        assert abs(sent_at.timestamp() - newcomer.stand_in.clock()) < 1
        assert first["sent_at"].endswith("Z")

    def test_the_outbox_filters_by_recipient_ignoring_case(self, newcomer: Person) -> None:
        newcomer.sign_up()

        assert newcomer.stand_in.messages(newcomer.email.upper())
        assert newcomer.stand_in.messages("nobody@example.com") == []

    def test_the_outbox_page_reloads_itself_without_scripts(self, newcomer: Person) -> None:
        newcomer.sign_up()

        response = httpx.get(f"{newcomer.stand_in.url}/outbox", headers=HTML)

        assert response.headers["content-type"].startswith("text/html")
        assert response.headers["content-security-policy"].startswith("default-src 'none'")
        assert newcomer.email in response.text
        assert newcomer.code in response.text
        assert '<meta http-equiv="refresh" content="3">' in response.text
        assert "<script" not in response.text

    def test_the_outbox_page_escapes_user_input(self, stand_in: StandIn) -> None:
        sneaky = Person(stand_in, email="<b>bold</b>@example.com")
        sneaky.sign_up()

        page = httpx.get(f"{stand_in.url}/outbox", headers=HTML).text

        assert "&lt;b&gt;bold&lt;/b&gt;@example.com" in page
        assert "<b>" not in page

    def test_an_empty_outbox_says_so(self, stand_in: StandIn) -> None:
        page = httpx.get(f"{stand_in.url}/outbox", params={"to": "nobody@example.com"}, headers=HTML).text

        assert "No messages yet." in page

    def test_the_outbox_keeps_the_newest_thousand_messages(self, tmp_path: Path) -> None:
        storage, received = Storage(tmp_path / "outbox.sqlite3"), list[Message]()
        outbox = Outbox(storage, received.append)

        with storage.write() as db:
            for number in range(1005):
                outbox.send(db, Message("a@example.com", "email", "sign_up", "Code", str(number), number))
            kept = messages(db, to=None)
        storage.close()

        assert len(received) == 1005
        assert [message.code for message in kept] == [message.code for message in received[:4:-1]]

    def test_the_listener_gets_a_message_after_its_commit(self, tmp_path: Path) -> None:
        storage, received = Storage(tmp_path / "outbox.sqlite3"), list[str]()
        outbox = Outbox(storage, lambda message: received.append(message.code))

        with storage.write() as db:
            outbox.send(db, Message("a@example.com", "email", "sign_up", "Code", "111111", 0))
            before = list(received)
        storage.close()

        assert (before, received) == ([], ["111111"])

    def test_the_listener_gets_no_message_that_was_rolled_back(self, tmp_path: Path) -> None:
        storage, received = Storage(tmp_path / "outbox.sqlite3"), list[str]()
        outbox = Outbox(storage, lambda message: received.append(message.code))

        with pytest.raises(OSError, match="in the middle"):
            send_and_fail(storage, outbox, Message("a@example.com", "email", "sign_up", "Code", "111111", 0))
        with storage.write() as db:
            outbox.send(db, Message("a@example.com", "email", "sign_up", "Code", "222222", 0))
        storage.close()

        assert received == ["222222"]


class TestMailsOfTheApplication:
    @pytest.fixture
    def stand_in(self, tmp_path: Path) -> Iterator[tuple[str, int]]:
        """The URL of local Cognito and the port of its SMTP server."""
        listener = socket.create_server(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        with serve(create_cognito(tmp_path / "pool.sqlite3", smtp_listener=listener)) as url:
            yield url, port

    def test_a_mail_sent_by_smtp_is_in_the_outbox_of_each_recipient(self, stand_in: tuple[str, int]) -> None:
        url, port = stand_in
        mail = EmailMessage()
        mail["Subject"], mail["From"], mail["To"] = "Réglé", "no-reply@example.com", "a@example.com, b@example.com"
        mail.set_content("Bonjour <Zoé>,\nc’est réglé.")

        with smtplib.SMTP("127.0.0.1", port) as connection:
            connection.send_message(mail)
            assert connection.esmtp_features["size"] == str(1024 * 1024)
            assert "smtputf8" in connection.esmtp_features
            assert connection.ehlo_resp is not None
            assert connection.ehlo_resp.split()[0] == b"localhost"

        for recipient in ("a@example.com", "b@example.com"):
            (found,) = httpx.get(
                f"{url}/outbox", params={"to": recipient}, headers={"Accept": "application/json"}
            ).json()
            assert (found["medium"], found["purpose"], found["subject"]) == ("email", "mail", "Réglé")
            assert (found["code"], found["text"]) == ("", "Bonjour <Zoé>,\nc’est réglé.")
        page = httpx.get(f"{url}/outbox", headers=HTML).text
        assert "Bonjour &lt;Zoé&gt;" in page
        # The page reloads itself, which would close what somebody had opened.
        assert "<details" not in page
        assert "mail by email" not in page

    @pytest.mark.parametrize(
        "content", [b"\xff\xfe", b"Subject: =?utf-8?q?=FF?=\r\nContent-Type: x/y\r\n\r\n\xff", b""]
    )
    def test_unreadable_mails_do_not_stop_the_server(self, stand_in: tuple[str, int], content: bytes) -> None:
        url, port = stand_in

        with smtplib.SMTP("127.0.0.1", port) as connection:
            connection.sendmail("a@example.com", ["b@example.com"], content)

        (found,) = httpx.get(f"{url}/outbox", headers={"Accept": "application/json"}).json()
        assert (found["subject"] == "") is (b"Subject" not in content)


def send_and_fail(storage: Storage, outbox: Outbox, message: Message) -> None:
    with storage.write() as db:
        outbox.send(db, message)
        raise OSError("in the middle")
