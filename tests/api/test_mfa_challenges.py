"""Signing in with a second factor."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.apps import Outbox, Person, assert_problem, running, settings_for
from tests.factors import App, answer, turn_on_totp
from tests.servers import Clock

PROXY = ("127.0.0.1", 50_000)


@pytest.fixture
def app(alice_signed_in: Person, pool_admin: CognitoIdentityProviderClient, clock: Clock) -> App:
    """Alice's authenticator app, whose code her sign-in requires."""
    return turn_on_totp(alice_signed_in, pool_admin, clock)


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
