"""Mails about the security of an account."""

from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from fastapi.testclient import TestClient
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.apps import PASSWORD, Outbox, Person, running, settings_for
from tests.authenticator import Authenticator
from tests.factors import TOTP_ON, App, answer, make_pool, turn_on_totp
from tests.mail_server import MailServer, text_of
from tests.processes import free_port
from tests.servers import Clock

FROM = "no-reply@example.com"
NEW_PASSWORD = "Battery-staple-7"


@pytest.fixture(scope="module")
def mailing_api(cognito_url: str, clock: Clock, mails: MailServer) -> Iterator[TestClient]:
    settings = settings_for(cognito_url, mail_url=mails.url, mail_from=FROM, brand_name="Acme")
    with running(settings, clock) as client:
        yield client


@pytest.fixture
def carol(mailing_api: TestClient, outbox: Outbox, mails: MailServer) -> Person:
    """A user of the API that sends mails, who has signed in."""
    mailing_api.cookies.clear()
    assert mails.envelopes.empty()
    return Person(mailing_api, outbox).sign_up(locale="en").confirm().sign_in()


@pytest.fixture
def app(carol: Person, pool_admin: CognitoIdentityProviderClient, clock: Clock) -> App:
    """An authenticator app that was turned on past our API, so without a mail."""
    return turn_on_totp(carol, pool_admin, clock)


def expect(mails: MailServer, subject: str, to: Person) -> EmailMessage:
    message = mails.next_message()
    assert (message["Subject"], message["To"], message["From"]) == (subject, to.email, f"Acme <{FROM}>")
    return message


class TestFactors:
    def test_a_used_recovery_code_is_notified(self, carol: Person, app: App, mails: MailServer) -> None:
        assert app.secret
        codes = carol.client.post("/api/me/recovery-codes", headers=carol.prove().headers).json()["codes"]
        expect(mails, "New recovery codes were created", carol)

        answer(carol, carol.try_to_sign_in().json(), recovery_code="0000-0000-0000-0000")
        answer(carol, carol.try_to_sign_in().json(), recovery_code=codes[0])

        text = text_of(expect(mails, "A recovery code was used", carol))
        assert "no longer uses an authenticator app" in text
        assert not any(code in text for code in codes)

    def test_turning_an_app_on_and_off_is_notified(self, carol: Person, mails: MailServer, clock: Clock) -> None:
        secret = carol.client.post("/api/me/mfa/totp", headers=carol.headers).json()["secret"]
        body = {"code": App(secret, clock).code}

        assert carol.client.post("/api/me/mfa/totp/verify", json=body, headers=carol.headers).status_code == 204
        expect(mails, "Two-step sign-in was turned on", carol)
        assert carol.client.delete("/api/me/mfa/totp", headers=carol.prove().headers).status_code == 204
        expect(mails, "Two-step sign-in was turned off", carol)

    def test_only_a_change_of_the_settings_is_notified(self, carol: Person, mails: MailServer) -> None:
        def put(*, on: bool) -> None:
            body = {"enabled": {"email_otp": on}}
            assert carol.client.put("/api/me/mfa", json=body, headers=carol.prove().headers).status_code == 200

        put(on=False)
        put(on=True)

        assert "codes by e-mail" in text_of(expect(mails, "Two-step sign-in was turned on", carol))

    def test_passkeys_are_notified(self, carol: Person, mails: MailServer) -> None:
        options = carol.client.post("/api/me/passkeys/options", headers=carol.prove().headers).json()
        created = Authenticator().create(options)

        body = {"credential": created, "name": "Visit https://evil.example"}
        assert carol.client.post("/api/me/passkeys", json=body, headers=carol.headers).status_code == 201
        assert "evil" not in text_of(expect(mails, "A passkey was added", carol))
        assert carol.client.delete(f"/api/me/passkeys/{created['id']}", headers=carol.headers).status_code == 204
        expect(mails, "A passkey was deleted", carol)

    def test_a_factor_set_up_at_sign_in_is_notified(
        self,
        cognito_url: str,
        outbox: Outbox,
        pool_admin: CognitoIdentityProviderClient,
        mails: MailServer,
        clock: Clock,
    ) -> None:
        pool = make_pool(pool_admin, pool={}, mfa={"MfaConfiguration": "ON"} | TOTP_ON)
        with running(
            settings_for(cognito_url, mail_url=mails.url, brand_name="Acme", mail_from=FROM, **pool), clock
        ) as api:
            person = Person(api, outbox).sign_up().confirm()
            step = answer(person, person.try_to_sign_in().json(), method="totp").json()
            assert mails.envelopes.empty()
            answer(person, step, code=App(step["totp"]["secret"], clock).code)

            message = mails.next_message()
        assert message["To"] == person.email
        assert message["Subject"].startswith("Two-step sign-in was turned on / ")


class TestPasswords:
    def test_a_change_is_notified_and_a_refused_one_is_not(self, carol: Person, mails: MailServer) -> None:
        for current, status in (("Wrong-horse-9", 400), (PASSWORD, 204)):
            body = {"current_password": current, "new_password": NEW_PASSWORD}
            response = carol.client.put("/api/me/password", json=body, headers=carol.headers)
            assert response.status_code == status

        text = text_of(expect(mails, "Your password was changed", carol))
        assert NEW_PASSWORD not in text
        assert mails.envelopes.empty()

    def test_a_reset_is_notified_in_the_users_language(self, carol: Person, mails: MailServer) -> None:
        body = {"attributes": {"locale": "fr-FR"}}
        assert carol.client.patch("/api/me", json=body, headers=carol.headers).status_code == 200
        assert carol.client.post("/api/auth/password/forgot", json={"email": carol.email}).status_code == 200
        body = {"email": carol.email, "code": carol.code, "password": NEW_PASSWORD}
        assert carol.client.post("/api/auth/password/reset", json=body | {"code": "000000"}).status_code == 400
        assert carol.client.post("/api/auth/password/reset", json=body).status_code == 204

        text = text_of(expect(mails, "Votre mot de passe a été réinitialisé", carol))
        assert carol.code not in text


class TestAccount:
    def test_both_addresses_are_notified_of_a_new_one(self, carol: Person, mails: MailServer) -> None:
        new = Person(carol.client, carol.outbox)
        body = {"attributes": {"email": new.email}}
        assert carol.client.patch("/api/me", json=body, headers=carol.prove().headers).status_code == 200
        assert mails.envelopes.empty()
        verify = {"code": new.code}
        response = carol.client.post("/api/me/attributes/email/verify", json=verify, headers=carol.headers)
        assert response.status_code == 204

        for person in (carol, new):
            text = text_of(expect(mails, "Your e-mail address was changed", person))
            assert (new.email in text) == (person is new)

    def test_deletion_is_notified(self, carol: Person, mails: MailServer) -> None:
        assert carol.client.delete("/api/me", headers=carol.prove().headers).status_code == 204

        expect(mails, "Your Acme account was deleted", carol)

    def test_an_unverified_address_gets_no_mail(
        self, carol: Person, pool_admin: CognitoIdentityProviderClient, mails: MailServer
    ) -> None:
        pool_admin.admin_update_user_attributes(
            UserPoolId="us-east-1_Vestibule",
            Username=carol.email,
            UserAttributes=[{"Name": "email", "Value": carol.email}, {"Name": "email_verified", "Value": "false"}],
        )
        body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
        assert carol.client.put("/api/me/password", json=body, headers=carol.headers).status_code == 204

        assert mails.envelopes.empty()


class TestUnavailableServer:
    def test_a_mail_server_that_does_not_answer_delays_no_request(
        self, cognito_url: str, outbox: Outbox, clock: Clock
    ) -> None:
        settings = settings_for(cognito_url, mail_url=f"smtp://127.0.0.1:{free_port()}")
        with running(settings, clock) as api:
            person = Person(api, outbox).sign_up().confirm().sign_in()
            body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}

            assert api.put("/api/me/password", json=body, headers=person.headers).status_code == 204
