"""A pool that requires a second factor: its set-up during sign-in, and codes by SMS."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import pytest
from fastapi.testclient import TestClient
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.apps import Outbox, Person, assert_problem, running, settings_for
from tests.factors import EMAIL_ON, SMS_ON, TOTP_ON, App, answer, make_pool
from tests.servers import Clock

PROXY = ("127.0.0.1", 50_000)


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


def test_codes_to_an_address_that_the_user_names_are_limited(
    pool_admin: CognitoIdentityProviderClient, cognito_url: str, clock: Clock, outbox: Outbox
) -> None:
    """The address can be anybody's."""
    pool = make_pool(
        pool_admin,
        pool={"UsernameAttributes": [], "AutoVerifiedAttributes": []},
        mfa={"MfaConfiguration": "ON"} | EMAIL_ON,
    )
    pool_id, password, statuses = pool["cognito_user_pool_id"], "Correct-horse-9", []
    for name in ("ada", "bob"):
        pool_admin.admin_create_user(UserPoolId=pool_id, Username=name, MessageAction="SUPPRESS")
        pool_admin.admin_set_user_password(UserPoolId=pool_id, Username=name, Password=password, Permanent=True)
    with running(settings_for(cognito_url, rate_limits="on", **pool), clock) as client:
        for number in range(11):
            person = Person(client, outbox, ("ada", "bob")[number % 2])
            step = person.try_to_sign_in().json()
            statuses.append(answer(person, step, method="email_otp", email="victim@example.com").status_code)

    assert statuses == 10 * [200] + [429]


def test_no_secret_is_logged(obliged: Person, clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    step = answer(obliged, obliged.try_to_sign_in().json(), method="totp").json()
    app = App(step["totp"]["secret"], clock)
    code = app.code
    answer(obliged, step, code=code)

    logged = capsys.readouterr()
    assert not {app.secret, code} & set(logged.out.split('"') + logged.err.split('"'))


def test_without_the_pools_description_cognito_refuses_to_turn_off_the_last_factor(
    obliged: Person, required_pool: dict[str, str], cognito_url: str, clock: Clock
) -> None:
    step = answer(obliged, obliged.try_to_sign_in().json(), method="totp").json()
    signed_in = answer(obliged, step, code=App(step["totp"]["secret"], clock).code).json()
    obliged.access_token = signed_in["access_token"]
    with running(settings_for(cognito_url, cognito_admin="off", **required_pool), clock) as client:
        obliged.client = client
        body = {"enabled": {"totp": False}}
        refused = client.put("/api/me/mfa", json=body, headers=obliged.prove().headers)

    assert_problem(refused, 409, "factor-required")
