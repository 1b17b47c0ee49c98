"""A change that was made is notified by mail, also if the request fails after it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.api.ownership import forgot, reset
from tests.apps import PASSWORD, Outbox, Person, assert_problem, running, settings_for
from tests.authenticator import Authenticator
from tests.faults import delayed, faulty
from tests.mail_server import MailServer
from tests.servers import Clock

NEW_PASSWORD = "Battery-staple-7"

Fail = Callable[[], object]


@pytest.fixture
def carol(cognito_url: str, clock: Clock, outbox: Outbox, mails: MailServer, tmp_path: Path) -> Iterator[Person]:
    """A user who has signed in and proved who they are, at an API that sends mails."""
    settings = settings_for(
        cognito_url, store_url=f"sqlite:///{tmp_path}/store.sqlite3", mail_url=mails.url, log_level="ERROR"
    )
    assert mails.envelopes.empty()
    with running(settings, clock) as client:
        yield Person(client, outbox).sign_up(locale="en").confirm().sign_in().prove()


@pytest.fixture
def stop_writes(tmp_path: Path) -> Fail:
    """Make every write to the store fail."""
    return lambda: (tmp_path / "store.sqlite3").rename(tmp_path / "elsewhere.sqlite3")


def expect(mails: MailServer, subject: str, to: Person) -> None:
    message = mails.next_message()
    assert (message["Subject"], message["To"]) == (subject, to.email)


def test_a_new_password_is_notified(carol: Person, stop_writes: Fail, mails: MailServer) -> None:
    stop_writes()

    body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    refused = carol.client.put("/api/me/password", json=body, headers=carol.headers)

    assert_problem(refused, 503, "store-unavailable")
    expect(mails, "Your password was changed", carol)


def test_a_new_address_is_notified_at_the_old_one(carol: Person, stop_writes: Fail, mails: MailServer) -> None:
    new = Person(carol.client, carol.outbox)
    body = {"attributes": {"email": new.email}}
    assert carol.client.patch("/api/me", json=body, headers=carol.headers).status_code == 200
    stop_writes()

    refused = carol.client.post("/api/me/attributes/email/verify", json={"code": new.code}, headers=carol.headers)

    assert_problem(refused, 503, "store-unavailable")
    expect(mails, "Your e-mail address was changed", carol)
    expect(mails, "Your e-mail address was changed", new)


def test_an_added_passkey_is_notified(carol: Person, stop_writes: Fail, mails: MailServer) -> None:
    options = carol.client.post("/api/me/passkeys/options", headers=carol.headers).json()
    stop_writes()

    body = {"credential": Authenticator().create(options), "name": "Phone"}
    refused = carol.client.post("/api/me/passkeys", json=body, headers=carol.headers)

    assert_problem(refused, 503, "store-unavailable")
    expect(mails, "A passkey was added", carol)


def test_a_deleted_account_is_notified(carol: Person, stop_writes: Fail, mails: MailServer) -> None:
    stop_writes()

    assert_problem(carol.client.delete("/api/me", headers=carol.headers), 503, "store-unavailable")

    expect(mails, "Your Vestibule account was deleted", carol)


def test_a_reset_that_takes_too_long_is_notified(
    cognito_url: str, clock: Clock, outbox: Outbox, mails: MailServer
) -> None:
    with faulty(cognito_url) as proxy:
        settings = settings_for(proxy.url, mail_url=mails.url, cognito_timeout_seconds=1, log_level="ERROR")
        with running(settings, clock) as client:
            person = Person(client, outbox).sign_up().confirm()
            forgot(person)
            proxy.set(delayed(0.6))  # each of several calls

            late = reset(person)

            assert_problem(late, 504, "cognito-timeout")
            assert "password" in mails.next_message()["Subject"].lower()
