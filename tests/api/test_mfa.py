"""The second factors of the signed-in user."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.apps import Outbox, Person, assert_problem, running, settings_for
from tests.factors import SMS_ON, TOTP_ON, App, answer, make_pool
from tests.servers import Clock

PHONE = "+15555550199"


def status(person: Person) -> Any:
    response = person.client.get("/api/me/mfa", headers=person.headers)
    assert response.status_code == 200, response.text
    return response.json()


def change(person: Person, **body: object) -> Any:
    return person.client.put("/api/me/mfa", json=body, headers=person.headers)


def begin(person: Person, clock: Clock) -> App:
    response = person.client.post("/api/me/mfa/totp", headers=person.headers)
    assert response.status_code == 200, response.text
    return App(response.json()["secret"], clock)


def verify(person: Person, code: str, **members: str) -> Any:
    return person.client.post("/api/me/mfa/totp/verify", json={"code": code, **members}, headers=person.headers)


@pytest.fixture
def app(alice_signed_in: Person, clock: Clock) -> App:
    """Alice's authenticator app, set up."""
    app = begin(alice_signed_in, clock)
    assert verify(alice_signed_in, app.code, device_name="Phone").status_code == 204
    return app


@pytest.fixture(scope="module")
def required_pool(pool_admin: CognitoIdentityProviderClient) -> dict[str, str]:
    return make_pool(pool_admin, pool={}, mfa={"MfaConfiguration": "ON"} | TOTP_ON)


@pytest.fixture(scope="module")
def required_mfa(required_pool: dict[str, str], cognito_url: str, clock: Clock) -> Iterator[TestClient]:
    with running(settings_for(cognito_url, **required_pool), clock) as client:
        yield client


@pytest.fixture
def obliged(required_mfa: TestClient, outbox: Outbox, clock: Clock) -> Person:
    """Somebody who set up an authenticator app at the first sign-in, because the pool requires a second factor."""
    required_mfa.cookies.clear()
    person = Person(required_mfa, outbox).sign_up().confirm()
    step = answer(person, person.try_to_sign_in().json(), method="totp").json()
    signed_in = answer(person, step, code=App(step["totp"]["secret"], clock).code).json()
    person.access_token = signed_in["access_token"]
    return person


class TestStatus:
    def test_the_status_shows_what_the_pool_offers_and_the_user_has(self, alice_signed_in: Person) -> None:
        assert status(alice_signed_in) == {
            "required": False,
            "preferred": None,
            "methods": {
                "totp": {"available": True, "enabled": False},
                "sms": {"available": False, "enabled": False},
                "email_otp": {"available": True, "enabled": False},
            },
            "recovery_codes": status(alice_signed_in)["recovery_codes"],
        }

    def test_the_status_needs_a_token(self, client: TestClient) -> None:
        assert_problem(client.get("/api/me/mfa"), 401, "token-missing")

    def test_the_status_says_that_the_pool_requires_a_factor(self, obliged: Person) -> None:
        shown = status(obliged)

        assert (shown["required"], shown["preferred"]) == (True, "totp")
        assert shown["methods"]["totp"] == {"available": True, "enabled": True}


class TestSetUp:
    def test_an_app_gets_its_secret_as_text_uri_and_image(self, alice_signed_in: Person) -> None:
        response = alice_signed_in.client.post("/api/me/mfa/totp", headers=alice_signed_in.headers)
        shown = response.json()
        uri = urlsplit(shown["uri"])

        assert "no-store" in response.headers["cache-control"]
        assert uri.path == f"/Vestibule:{alice_signed_in.email.replace('@', '%40')}"
        assert parse_qs(uri.query) == {"secret": [shown["secret"]], "issuer": ["Vestibule"]}
        assert shown["qr_svg"].startswith("<svg ")

    def test_an_app_counts_once_a_code_is_verified(self, alice_signed_in: Person, clock: Clock) -> None:
        app = begin(alice_signed_in, clock)
        assert alice_signed_in.try_to_sign_in().json()["status"] == "signed_in"

        assert verify(alice_signed_in, app.code).status_code == 204

        shown = status(alice_signed_in)
        assert (shown["preferred"], shown["methods"]["totp"]["enabled"]) == ("totp", True)
        step = alice_signed_in.try_to_sign_in().json()
        assert answer(alice_signed_in, step, code=app.code).json()["status"] == "signed_in"

    def test_a_wrong_code_sets_nothing_up(self, alice_signed_in: Person, clock: Clock) -> None:
        app = begin(alice_signed_in, clock)
        wrong = f"{(int(app.code) + 1) % 1_000_000:06}"

        assert_problem(verify(alice_signed_in, wrong), 400, "code-mismatch", "code")
        assert not status(alice_signed_in)["methods"]["totp"]["enabled"]

    def test_a_code_without_a_set_up_is_wrong(self, alice_signed_in: Person) -> None:
        assert_problem(verify(alice_signed_in, "123456"), 400, "code-mismatch", "code")

    def test_wrong_codes_are_limited(
        self, alice_signed_in: Person, cognito_url: str, clock: Clock, outbox: Outbox
    ) -> None:
        with running(settings_for(cognito_url, rate_limits="on"), clock) as limited:
            person = Person(limited, outbox, alice_signed_in.email).sign_in()
            app = begin(person, clock)
            guesses = [f"{(int(app.code) + offset) % 1_000_000:06}" for offset in range(1, 30)]
            codes = [verify(person, code).status_code for code in guesses]

        assert codes.count(400) <= 20
        assert codes[-1] == 429


class TestChange:
    def test_mailed_codes_are_turned_on_and_off(self, alice_signed_in: Person) -> None:
        shown = change(alice_signed_in, enabled={"email_otp": True}, preferred="email_otp").json()
        assert (shown["preferred"], shown["methods"]["email_otp"]["enabled"]) == ("email_otp", True)
        assert alice_signed_in.try_to_sign_in().json()["kind"] == "email_otp"

        shown = change(alice_signed_in.prove(), enabled={"email_otp": False}).json()
        assert (shown["preferred"], shown["methods"]["email_otp"]["enabled"]) == (None, False)
        assert alice_signed_in.try_to_sign_in().json()["status"] == "signed_in"

    def test_sms_needs_a_verified_phone_number(self, alice_signed_in: Person) -> None:
        assert_problem(change(alice_signed_in, enabled={"sms": True}), 409, "factor-unavailable", "enabled.sms")

    def test_a_user_with_a_verified_phone_number_turns_on_sms(
        self, pool_admin: CognitoIdentityProviderClient, cognito_url: str, clock: Clock, outbox: Outbox
    ) -> None:
        by_email = {"RecoveryMechanisms": [{"Priority": 1, "Name": "verified_email"}]}
        pool = make_pool(
            pool_admin, pool={"AccountRecoverySetting": by_email}, mfa={"MfaConfiguration": "OPTIONAL"} | SMS_ON
        )
        with running(settings_for(cognito_url, **pool), clock) as client:
            person = Person(client, outbox).sign_up(phone_number=PHONE).confirm().sign_in()
            assert not status(person)["methods"]["sms"]["available"]
            client.post("/api/me/attributes/phone_number/code", headers=person.headers)
            code = {"code": outbox.code(PHONE)}
            client.post("/api/me/attributes/phone_number/verify", json=code, headers=person.headers)

            assert change(person, enabled={"sms": True}).json()["methods"]["sms"]["enabled"]
            step = person.try_to_sign_in().json()
            assert answer(person, step, code=outbox.code(PHONE)).json()["status"] == "signed_in"

    def test_an_app_that_is_not_set_up_cannot_be_turned_on(self, alice_signed_in: Person) -> None:
        assert_problem(change(alice_signed_in, enabled={"totp": True}), 409, "factor-unavailable", "enabled.totp")

    def test_a_method_that_is_off_cannot_be_preferred(self, alice_signed_in: Person) -> None:
        assert_problem(change(alice_signed_in, preferred="email_otp"), 422, "invalid-request", "preferred")

    @pytest.mark.usefixtures("app")
    def test_the_other_factors_stay_as_they_are(self, alice_signed_in: Person) -> None:
        shown = change(alice_signed_in, enabled={"email_otp": True}).json()

        assert shown["preferred"] == "totp"
        assert [name for name, method in shown["methods"].items() if method["enabled"]] == ["totp", "email_otp"]
        assert change(alice_signed_in, preferred="email_otp").json()["preferred"] == "email_otp"
        assert alice_signed_in.try_to_sign_in().json()["kind"] == "email_otp"

    @pytest.mark.parametrize("body", [{"enabled": {"pigeon": True}}, {"preferred": "pigeon"}, {"enabled": {"totp": 1}}])
    def test_unknown_methods_are_refused(self, alice_signed_in: Person, body: dict[str, object]) -> None:
        assert change(alice_signed_in, **body).status_code == 422


class TestTurnOff:
    @pytest.mark.usefixtures("app")
    def test_the_next_sign_in_needs_no_code(self, alice_signed_in: Person) -> None:
        response = alice_signed_in.client.delete("/api/me/mfa/totp", headers=alice_signed_in.prove().headers)

        assert response.status_code == 204
        assert not status(alice_signed_in)["methods"]["totp"]["enabled"]
        assert alice_signed_in.try_to_sign_in().json()["status"] == "signed_in"
        assert_problem(change(alice_signed_in, enabled={"totp": True}), 409, "factor-unavailable", "enabled.totp")

    @pytest.mark.usefixtures("app")
    def test_turning_off_works_without_aws_credentials(
        self, alice_signed_in: Person, cognito_url: str, clock: Clock
    ) -> None:
        settings = settings_for(cognito_url, cognito_admin="off", mfa="optional")
        with running(settings, clock) as client:
            there = Person(client, alice_signed_in.outbox, alice_signed_in.email)
            there.access_token = alice_signed_in.access_token
            response = client.delete("/api/me/mfa/totp", headers=there.prove().headers)

        assert response.status_code == 204
        assert alice_signed_in.try_to_sign_in().json()["status"] == "signed_in"

    def test_the_last_factor_stays_on_where_one_is_required(self, obliged: Person) -> None:
        response = obliged.client.delete("/api/me/mfa/totp", headers=obliged.prove().headers)

        assert_problem(response, 409, "factor-required")
        assert_problem(change(obliged, enabled={"totp": False}), 409, "factor-required")
        assert obliged.try_to_sign_in().json()["kind"] == "totp"

    def test_a_user_without_a_password_cannot_lock_themselves_out(
        self, client: TestClient, outbox: Outbox, pool_admin: CognitoIdentityProviderClient
    ) -> None:
        """A second factor follows a password only; mailed codes alone would not let them in any more."""
        person = Person(client, outbox)
        attributes = [{"Name": "email", "Value": person.email}]
        pool_admin.sign_up(ClientId="vestibulelocal", Username=person.email, UserAttributes=attributes)
        person.confirm()
        started = pool_admin.initiate_auth(
            ClientId="vestibulelocal",
            AuthFlow="USER_AUTH",
            AuthParameters={"USERNAME": person.email, "PREFERRED_CHALLENGE": "EMAIL_OTP"},
        )
        tokens = pool_admin.respond_to_auth_challenge(
            ClientId="vestibulelocal",
            ChallengeName="EMAIL_OTP",
            Session=started["Session"],
            ChallengeResponses={"USERNAME": person.email, "EMAIL_OTP_CODE": person.code},
        )
        person.access_token = tokens["AuthenticationResult"]["AccessToken"]

        assert_problem(change(person, enabled={"email_otp": True}), 409, "factor-unavailable", "enabled.email_otp")
        assert not status(person)["methods"]["totp"]["available"]
