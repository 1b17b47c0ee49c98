"""Mails about identities, and to people who forgot a password that they never had."""

import secrets
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from tests.api.oauth.domain import Visitor
from tests.apps import Outbox, Person, running, settings_for
from tests.local_cognito.oauth_browser import Browser
from tests.mail_server import MailServer, mail_server, text_of
from tests.servers import Clock


@pytest.fixture(scope="module")
def mails() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture(scope="module")
def mailing_api(cognito_url: str, clock: Clock, mails: MailServer) -> Iterator[TestClient]:
    settings = settings_for(
        cognito_url, cognito_domain=cognito_url, mail_url=mails.url, mail_from="no-reply@example.com", brand_name="Acme"
    )
    with running(settings, clock) as client:
        yield client


@pytest.fixture
def visitor(mailing_api: TestClient, cognito_url: str) -> Visitor:
    return Visitor(mailing_api, Browser(cognito_url))


def forget(visitor: Visitor, email: str) -> dict[str, object]:
    answer: dict[str, object] = visitor.send("POST", "/api/auth/password/forgot", json={"email": email}).json()
    return answer


def test_who_has_no_password_is_told_how_they_sign_in(visitor: Visitor, mails: MailServer) -> None:
    visitor.sign_in()
    known = forget(visitor, visitor.email.upper())

    message = mails.next_message()

    assert (message["Subject"], message["To"].lower()) == (
        "How you sign in to Acme / Comment vous connecter à Acme",
        visitor.email,
    )
    assert "you sign in with Facebook" in text_of(message)
    assert known.keys() == forget(visitor, f"{secrets.token_hex(6)}@example.com").keys()


def test_others_get_no_such_mail(visitor: Visitor, mails: MailServer, alice: Person) -> None:
    for email in (alice.email, f"{secrets.token_hex(6)}@example.com", 'a"b@example.com', "a\\b@example.com"):
        forget(visitor, email)
    visitor.provider = "SignInWithApple"
    visitor.sign_in(email_verified="true")

    forget(visitor, visitor.email)

    assert "you sign in with Apple" in text_of(mails.next_message())


def test_linked_and_unlinked_identities_are_notified(
    visitor: Visitor, mails: MailServer, mailing_api: TestClient, outbox: Outbox
) -> None:
    person = Person(mailing_api, outbox, email=visitor.email).sign_up(locale="en").confirm().sign_in().prove()
    visitor.access_token = person.access_token
    url = visitor.send("POST", "/api/me/identities/Google").json()["authorize_url"]
    visitor.provider = "Google"

    visitor.finish(visitor.at_provider(url, email_verified="true"))
    linked = mails.next_message()
    visitor.send("DELETE", "/api/me/identities/Google")
    unlinked = mails.next_message()

    assert (linked["Subject"], unlinked["Subject"]) == (
        "A sign-in method was connected",
        "A sign-in method was disconnected",
    )
    assert "with Google" in text_of(linked)
