"""Signing in with a second factor."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import pytest
from fastapi.testclient import TestClient
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.apps import Outbox, Person, assert_problem, running, settings_for
from tests.factors import EMAIL_ON, SMS_ON, TOTP_ON, App, answer, make_pool, turn_on_totp
from tests.servers import Clock

PROXY = ("127.0.0.1", 50_000)


@pytest.fixture
def app(alice_signed_in: Person, pool_admin: CognitoIdentityProviderClient, clock: Clock) -> App:
    """Alice's authenticator app, whose code her sign-in requires."""
    return turn_on_totp(alice_signed_in, pool_admin, clock)


@pytest.fixture(scope="module")
def required_pool(pool_admin: CognitoIdentityProviderClient) -> dict[str, str]:
    """A pool that requires a second factor, by app or SMS."""
    by_email = {"RecoveryMechanisms": [{"Priority": 1, "Name": "verified_email"}]}
    return make_pool(
        pool_admin, pool={"AccountRecoverySetting": by_email}, mfa={"MfaConfiguration": "ON"} | TOTP_ON | SMS_ON
    )


@pytest.fixture(scope="module")
def required_mfa(required_pool: dict[str, str], cognito_url: str, clock: Clock) -> Iterator[TestClient]:
    """The API on that pool."""
    with running(settings_for(cognito_url, brand_name="Ada & Co", **required_pool), clock) as client:
        yield client


@pytest.fixture
def obliged(required_mfa: TestClient, outbox: Outbox) -> Person:
    """A user without a second factor, in a pool that requires one."""
    required_mfa.cookies.clear()
    return Person(required_mfa, outbox).sign_up().confirm()


class TestTotp:
    def test_the_password_is_followed_by_the_code_of_the_app(self, alice: Person, app: App) -> None:
        step = alice.try_to_sign_in().json()

        assert (step["status"], step["kind"], step["device_name"]) == ("challenge", "totp", "Phone")
        assert "access_token" not in step
        signed_in = answer(alice, step, code=app.code)
        assert signed_in.json()["status"] == "signed_in"
        assert signed_in.json()["user"]["email"] == alice.email
        assert "vestibule_refresh" in signed_in.cookies

    def test_a_wrong_code_is_refused_and_can_be_corrected(self, alice: Person, app: App) -> None:
        step = alice.try_to_sign_in().json()
        wrong = f"{(int(app.code) + 1) % 1_000_000:06}"

        assert_problem(answer(alice, step, code=wrong), 400, "code-mismatch", "code")
        assert answer(alice, step, code=app.code).json()["status"] == "signed_in"

    def test_a_code_is_accepted_once(self, alice: Person, app: App) -> None:
        code = app.code
        first, second = alice.try_to_sign_in().json(), alice.try_to_sign_in().json()

        assert answer(alice, first, code=code).json()["status"] == "signed_in"
        assert_problem(answer(alice, second, code=code), 400, "code-expired", "code")

    def test_of_parallel_answers_with_one_code_one_is_accepted(self, alice: Person, app: App) -> None:
        code = app.code
        steps = [alice.try_to_sign_in().json() for _ in range(4)]

        with ThreadPoolExecutor(8) as threads:
            answers = list(threads.map(lambda step: answer(alice, step, code=code), steps * 2))

        assert [one.status_code for one in answers].count(200) == 1

    def test_a_session_is_good_for_one_sign_in(self, alice: Person, app: App) -> None:
        step = alice.try_to_sign_in().json()
        assert answer(alice, step, code=app.code).status_code == 200

        assert_problem(answer(alice, step, code=app.code), 400, "session-invalid", "session")

    def test_a_session_expires(self, alice: Person, app: App, clock: Clock) -> None:
        step = alice.try_to_sign_in().json()
        clock.advance(step["expires_in"] + 1)

        assert_problem(answer(alice, step, code=app.code), 400, "session-invalid", "session")

    @pytest.mark.parametrize("code", ["", "12345", "1234567", "12345a"])
    @pytest.mark.usefixtures("app")
    def test_a_code_has_six_digits(self, alice: Person, code: str) -> None:
        step = alice.try_to_sign_in().json()

        assert_problem(answer(alice, step, code=code), 422, "invalid-request", "code")

    def test_a_session_is_bound_to_its_kind(self, alice: Person, app: App) -> None:
        step = alice.try_to_sign_in().json() | {"kind": "email_otp"}

        assert_problem(answer(alice, step, code=app.code), 400, "session-invalid", "session")

    def test_a_session_is_bound_to_its_user(
        self, alice: Person, app: App, client: TestClient, outbox: Outbox, pool_admin: CognitoIdentityProviderClient
    ) -> None:
        bob = Person(client, outbox).sign_up().confirm().sign_in()
        bobs_app = turn_on_totp(bob, pool_admin, app.clock)
        step = alice.try_to_sign_in().json()

        assert_problem(answer(bob, step, code=bobs_app.code), 400, "code-mismatch", "code")

    def test_parallel_guesses_get_no_more_tries_than_sequential_ones(
        self, alice: Person, app: App, cognito_url: str, clock: Clock, outbox: Outbox
    ) -> None:
        with running(settings_for(cognito_url, rate_limits="on"), clock) as limited:
            person = Person(limited, outbox, alice.email)
            step = person.try_to_sign_in().json()
            guesses = [f"{(int(app.code) + offset) % 1_000_000:06}" for offset in range(1, 51)]
            with ThreadPoolExecutor(50) as threads:
                answers = list(threads.map(lambda code: answer(person, step, code=code), guesses))

        tried = [one for one in answers if one.json()["code"] == "code-mismatch"]
        assert len(tried) <= 20
        assert {one.status_code for one in answers} <= {400, 429}

    def test_the_owner_knows_their_address_also_after_a_second_factor(
        self, alice: Person, app: App, cognito_url: str, clock: Clock, outbox: Outbox
    ) -> None:
        """Wrong passwords from unknown IP addresses do not lock out a known one."""
        with running(
            settings_for(cognito_url, rate_limits="on", trusted_proxies="127.0.0.1"), clock, client=PROXY
        ) as limited:
            owner = Person(limited, outbox, alice.email)
            home, elsewhere = {"X-Forwarded-For": "192.0.2.1"}, {"X-Forwarded-For": "198.51.100.7"}
            step = owner.try_to_sign_in(**home).json()
            body = {"session": step["session"], "kind": "totp", "code": app.code}
            assert limited.post("/api/auth/challenge", json=body, headers=home).status_code == 200
            for _ in range(11):
                owner.try_to_sign_in("Wrong-horse-9", **elsewhere)

            clock.advance(60)  # Cognito's own lockout
            assert owner.try_to_sign_in(**home).json().get("kind") == "totp"


class TestEmailOtp:
    @pytest.fixture(autouse=True)
    def _by_email(self, alice_signed_in: Person, pool_admin: CognitoIdentityProviderClient) -> None:
        pool_admin.set_user_mfa_preference(
            AccessToken=alice_signed_in.access_token, EmailMfaSettings={"Enabled": True, "PreferredMfa": True}
        )

    def test_the_password_is_followed_by_a_mailed_code(self, alice: Person) -> None:
        step = alice.try_to_sign_in().json()

        assert step["kind"] == "email_otp"
        assert step["delivery"] == {"medium": "email", "destination": f"{alice.email[0]}***@e***"}
        assert answer(alice, step, code=alice.code).json()["status"] == "signed_in"

    def test_a_code_of_an_earlier_sign_in_is_refused(self, alice: Person) -> None:
        alice.try_to_sign_in()
        earlier = alice.code
        step = alice.try_to_sign_in().json()

        assert_problem(answer(alice, step, code=earlier), 400, "code-mismatch", "code")


class TestSelectFactor:
    @pytest.fixture(autouse=True)
    def both(self, alice_signed_in: Person, app: App, pool_admin: CognitoIdentityProviderClient) -> App:
        pool_admin.set_user_mfa_preference(
            AccessToken=alice_signed_in.access_token,
            SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": False},
            EmailMfaSettings={"Enabled": True, "PreferredMfa": False},
        )
        return app

    def test_the_user_chooses_among_their_factors(self, alice: Person) -> None:
        step = alice.try_to_sign_in().json()
        assert (step["kind"], sorted(step["factors"])) == ("select_factor", ["email_otp", "totp"])

        mailed = answer(alice, step, factor="email_otp").json()

        assert mailed["kind"] == "email_otp"
        assert answer(alice, mailed, code=alice.code).json()["status"] == "signed_in"

    def test_the_choice_of_an_app_asks_for_its_code(self, alice: Person, app: App) -> None:
        step = answer(alice, alice.try_to_sign_in().json(), factor="totp").json()

        assert answer(alice, step, code=app.code).json()["status"] == "signed_in"

    @pytest.mark.parametrize("factor", ["sms", "passkey", "password", "none", ""])
    def test_a_factor_that_was_not_offered_is_refused(self, alice: Person, factor: str) -> None:
        step = alice.try_to_sign_in().json()

        assert_problem(answer(alice, step, factor=factor), 422, "invalid-request", "factor")


class TestSetUpMfa:
    def test_the_sign_in_goes_on_with_the_set_up_of_an_app(self, obliged: Person, clock: Clock) -> None:
        step = obliged.try_to_sign_in().json()
        assert (step["kind"], step["methods"], step["totp"]) == ("set_up_mfa", ["totp"], None)

        chosen = answer(obliged, step, method="totp").json()
        app = App(chosen["totp"]["secret"], clock)

        assert chosen["kind"] == "set_up_mfa"
        signed_in = answer(obliged, chosen, code=app.code, device_name="Téléphone").json()
        assert signed_in["status"] == "signed_in"
        again = obliged.try_to_sign_in().json()
        assert (again["kind"], again["device_name"]) == ("totp", "Téléphone")
        assert answer(obliged, again, code=app.code).json()["status"] == "signed_in"

    def test_an_app_gets_its_secret_as_text_uri_and_image(self, obliged: Person) -> None:
        totp = answer(obliged, obliged.try_to_sign_in().json(), method="totp").json()["totp"]
        uri = urlsplit(totp["uri"])

        assert (uri.scheme, uri.netloc) == ("otpauth", "totp")
        assert uri.path == f"/Ada%20%26%20Co:{obliged.email.replace('@', '%40')}"
        assert parse_qs(uri.query) == {"secret": [totp["secret"]], "issuer": ["Ada & Co"]}
        image = ET.fromstring(totp["qr_svg"])  # noqa: S314  made by the API
        assert image.tag == "{http://www.w3.org/2000/svg}svg"
        assert "viewBox" in image.attrib
        assert totp["secret"] not in totp["qr_svg"]

    def test_a_wrong_code_can_be_corrected(self, obliged: Person, clock: Clock) -> None:
        step = answer(obliged, obliged.try_to_sign_in().json(), method="totp").json()
        app = App(step["totp"]["secret"], clock)
        wrong = f"{(int(app.code) + 1) % 1_000_000:06}"

        assert_problem(answer(obliged, step, code=wrong), 400, "code-mismatch", "code")
        assert answer(obliged, step, code=app.code).json()["status"] == "signed_in"

    def test_a_code_before_the_method_is_wrong(self, obliged: Person) -> None:
        step = obliged.try_to_sign_in().json()

        assert_problem(answer(obliged, step, code="123456"), 400, "code-mismatch", "code")

    @pytest.mark.parametrize(
        "members",
        [
            {},
            {"method": "totp", "code": "123456"},
            {"method": "email_otp"},
            {"method": "totp", "email": "a@example.com"},
        ],
    )
    def test_an_answer_is_a_method_or_a_code(self, obliged: Person, members: dict[str, str]) -> None:
        step = obliged.try_to_sign_in().json()

        assert answer(obliged, step, **members).status_code == 422

    def test_a_method_that_was_not_offered_is_refused(self, obliged: Person) -> None:
        step = obliged.try_to_sign_in().json()

        refused = answer(obliged, step, method="email_otp", email="other@example.com")

        assert_problem(refused, 422, "invalid-request", "method")


class TestSms:
    def test_the_password_is_followed_by_a_code_by_sms(
        self,
        obliged: Person,
        required_pool: dict[str, str],
        pool_admin: CognitoIdentityProviderClient,
        outbox: Outbox,
    ) -> None:
        phone = "+15555550123"
        pool_admin.admin_update_user_attributes(
            UserPoolId=required_pool["cognito_user_pool_id"],
            Username=obliged.email,
            UserAttributes=[{"Name": "phone_number", "Value": phone}],
        )

        step = obliged.try_to_sign_in().json()

        assert (step["kind"], step["delivery"]["medium"]) == ("sms", "sms")
        assert phone not in str(step)
        assert answer(obliged, step, code=outbox.code(phone)).json()["status"] == "signed_in"


def test_a_user_without_an_address_can_set_up_codes_by_email(
    pool_admin: CognitoIdentityProviderClient, cognito_url: str, clock: Clock, outbox: Outbox
) -> None:
    pool = make_pool(
        pool_admin,
        pool={"UsernameAttributes": [], "AutoVerifiedAttributes": []},
        mfa={"MfaConfiguration": "ON"} | EMAIL_ON,
    )
    pool_id = pool["cognito_user_pool_id"]
    pool_admin.admin_create_user(UserPoolId=pool_id, Username="ada", MessageAction="SUPPRESS")
    pool_admin.admin_set_user_password(UserPoolId=pool_id, Username="ada", Password="Correct-horse-9", Permanent=True)
    with running(settings_for(cognito_url, **pool), clock) as client:
        ada = Person(client, outbox, "ada")
        step = ada.try_to_sign_in().json()
        assert (step["kind"], step["methods"]) == ("set_up_mfa", ["email_otp"])

        mailed = answer(ada, step, method="email_otp", email="ada.mfa@example.com").json()

        assert mailed["kind"] == "email_otp"
        assert answer(ada, mailed, code=outbox.code("ada.mfa@example.com")).json()["status"] == "signed_in"


def test_no_secret_is_logged(obliged: Person, clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    step = answer(obliged, obliged.try_to_sign_in().json(), method="totp").json()
    app = App(step["totp"]["secret"], clock)
    code = app.code
    answer(obliged, step, code=code)

    logged = capsys.readouterr()
    assert not {app.secret, code} & set(logged.out.split('"') + logged.err.split('"'))
