"""Step-up: sensitive changes need a fresh proof of who the user is."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.api.step_up import delete_account, step_up
from tests.apps import Person, assert_problem, running, settings_for
from tests.factors import App, turn_on_totp
from tests.faults import Exchange, faulty
from tests.servers import Clock


def change_email(person: Person) -> Any:
    body = {"attributes": {"email": f"new-{person.email}"}}
    return person.client.patch("/api/me", json=body, headers=person.headers)


def change_phone(person: Person) -> Any:
    body = {"attributes": {"phone_number": "+15555550177"}}
    return person.client.patch("/api/me", json=body, headers=person.headers)


def delete_phone(person: Person) -> Any:
    return person.client.patch("/api/me", json={"attributes": {"phone_number": None}}, headers=person.headers)


def turn_off_totp(person: Person) -> Any:
    return person.client.delete("/api/me/mfa/totp", headers=person.headers)


def replace_totp(person: Person) -> Any:
    return person.client.post("/api/me/mfa/totp", headers=person.headers)


def turn_off_by_preference(person: Person) -> Any:
    return person.client.put("/api/me/mfa", json={"enabled": {"totp": False}}, headers=person.headers)


def step_up_with(person: Person, code: str) -> Any:
    return step_up(person, method="totp", code=code)


def set_up(person: Person, clock: Clock) -> App:
    """Set up an authenticator app."""
    app = App(person.client.post("/api/me/mfa/totp", headers=person.headers).json()["secret"], clock)
    verified = person.client.post("/api/me/mfa/totp/verify", json={"code": app.code}, headers=person.headers)
    assert verified.status_code == 204, verified.text
    return app


SENSITIVE = [
    change_email,
    change_phone,
    delete_phone,
    delete_account,
    turn_off_totp,
    turn_off_by_preference,
    replace_totp,
]


@pytest.fixture
def app(alice_signed_in: Person, pool_admin: CognitoIdentityProviderClient, clock: Clock) -> App:
    """Alice's authenticator app."""
    return turn_on_totp(alice_signed_in, pool_admin, clock)


@pytest.mark.usefixtures("app")
class TestSensitiveChanges:
    @pytest.mark.parametrize("change", SENSITIVE)
    def test_sensitive_changes_need_a_proof(self, alice_signed_in: Person, change: Callable[[Person], Any]) -> None:
        refused = change(alice_signed_in)

        assert_problem(refused, 403, "step-up-required")
        assert refused.json()["methods"] == ["password", "totp", "email_otp"]
        assert alice_signed_in.client.get("/api/me", headers=alice_signed_in.headers).json()["email"]

    @pytest.mark.parametrize("change", SENSITIVE)
    def test_sensitive_changes_are_open_after_a_proof(
        self, alice_signed_in: Person, change: Callable[[Person], Any]
    ) -> None:
        alice_signed_in.prove()

        assert change(alice_signed_in).status_code in (200, 204)

    def test_other_changes_need_none(self, alice_signed_in: Person) -> None:
        body = {"attributes": {"name": "Ada"}}
        headers = alice_signed_in.headers

        assert alice_signed_in.client.patch("/api/me", json=body, headers=headers).status_code == 200
        enabled = {"enabled": {"email_otp": True}}
        assert alice_signed_in.client.put("/api/me/mfa", json=enabled, headers=headers).status_code == 200


class TestMethods:
    def test_the_password_proves_it(self, alice_signed_in: Person) -> None:
        proven = step_up(alice_signed_in, method="password", password=alice_signed_in.password)

        assert proven.json() == {"expires_in": 300}

    def test_a_wrong_password_does_not(self, alice_signed_in: Person) -> None:
        refused = step_up(alice_signed_in, method="password", password="Wrong-horse-9")

        assert_problem(refused, 400, "wrong-password", "password")
        assert_problem(delete_account(alice_signed_in), 403, "step-up-required")

    def test_the_password_proves_it_also_with_a_second_factor(self, alice_signed_in: Person, app: App) -> None:
        assert app.secret
        assert step_up(alice_signed_in, method="password", password=alice_signed_in.password).status_code == 200

    def test_a_code_of_the_app_proves_it(self, alice_signed_in: Person, app: App) -> None:
        assert step_up(alice_signed_in, method="totp", code=app.code).status_code == 200
        assert turn_off_totp(alice_signed_in).status_code == 204

    def test_a_code_of_the_app_is_accepted_once(self, alice_signed_in: Person, app: App) -> None:
        code = app.code
        with ThreadPoolExecutor(4) as threads:
            codes = [step.status_code for step in threads.map(lambda _: step_up_with(alice_signed_in, code), range(4))]

        assert codes.count(200) == 1

    def test_a_wrong_code_of_the_app_does_not(self, alice_signed_in: Person, app: App) -> None:
        wrong = f"{(int(app.code) + 1) % 1_000_000:06}"

        assert_problem(step_up(alice_signed_in, method="totp", code=wrong), 400, "code-mismatch", "code")

    def test_the_app_is_not_asked_of_a_user_who_has_none(self, alice_signed_in: Person) -> None:
        """A set-up that nobody finished proves nothing: whoever holds the session can begin one."""
        secret = alice_signed_in.client.post("/api/me/mfa/totp", headers=alice_signed_in.headers).json()["secret"]
        code = App(secret, Clock()).current_code

        assert_problem(step_up(alice_signed_in, method="totp", code=code), 409, "factor-unavailable", "method")
        assert delete_account(alice_signed_in).json()["methods"] == ["password", "email_otp"]

    def test_an_app_that_was_set_up_without_a_proof_proves_nothing_to_its_session(
        self, alice_signed_in: Person, clock: Clock
    ) -> None:
        """Whoever finds a browser in which somebody else is signed in can set up an app of their own."""
        clock.advance(301)
        set_up(alice_signed_in, clock)

        refused = step_up(alice_signed_in, method="totp", code="000000")

        assert_problem(refused, 409, "factor-unavailable", "method")
        assert delete_account(alice_signed_in).json()["methods"] == ["password", "email_otp"]

    def test_an_app_proves_nothing_to_its_session_while_it_is_set_up_either(
        self, alice: Person, cognito_url: str, clock: Clock
    ) -> None:
        """Cognito has accepted the app, but its response has not arrived yet."""
        parallel: list[Any] = []

        async def slow(exchange: Exchange) -> None:
            response = await exchange.forward()
            proxy.heal()
            await asyncio.to_thread(turn_on_and_use_the_app)
            await exchange.send(response)

        def turn_on_and_use_the_app() -> None:
            body = {"enabled": {"totp": True}}
            parallel.append(person.client.put("/api/me/mfa", json=body, headers=person.headers))
            parallel.append(step_up(person, method="totp", code=app.code))

        with faulty(cognito_url) as proxy, running(settings_for(proxy.url), clock) as client:
            person = Person(client, alice.outbox, alice.email).sign_in()
            clock.advance(301)
            app = App(client.post("/api/me/mfa/totp", headers=person.headers).json()["secret"], clock)
            proxy.set(slow, only="VerifySoftwareToken")
            body = {"code": app.current_code}
            verified = client.post("/api/me/mfa/totp/verify", json=body, headers=person.headers)

        assert verified.status_code == 204
        assert parallel[0].json()["methods"]["totp"]["enabled"]
        assert_problem(parallel[1], 409, "factor-unavailable", "method")

    def test_an_app_that_was_set_up_with_a_proof_proves_it(self, alice_signed_in: Person, clock: Clock) -> None:
        clock.advance(301)
        set_up(alice_signed_in, clock)
        alice_signed_in.prove()
        app = set_up(alice_signed_in, clock)
        clock.advance(301)

        assert step_up(alice_signed_in, method="totp", code=app.code).status_code == 200

    def test_an_app_that_was_set_up_right_after_the_sign_in_proves_it(
        self, alice_signed_in: Person, clock: Clock
    ) -> None:
        app = set_up(alice_signed_in, clock)

        assert step_up(alice_signed_in, method="totp", code=app.code).status_code == 200

    def test_the_password_proves_nothing_once_it_has_to_be_reset(
        self, alice_signed_in: Person, pool_admin: CognitoIdentityProviderClient
    ) -> None:
        pool_admin.admin_reset_user_password(UserPoolId="us-east-1_Vestibule", Username=alice_signed_in.email)

        refused = step_up(alice_signed_in, method="password", password=alice_signed_in.password)

        assert_problem(refused, 400, "wrong-password", "password")
        assert_problem(delete_account(alice_signed_in), 403, "step-up-required")

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "method"),
            ({"method": "pigeon"}, "method"),
            ({"method": "password"}, "password"),
            ({"method": "totp", "code": "12"}, "code"),
            ({"method": "password", "password": 5}, "password"),
        ],
    )
    def test_other_requests_are_refused(self, alice_signed_in: Person, body: dict[str, object], field: str) -> None:
        assert_problem(step_up(alice_signed_in, **body), 422, "invalid-request", field)

    def test_a_step_up_needs_a_token(self, client: TestClient) -> None:
        assert_problem(
            client.post("/api/auth/step-up", json={"method": "password", "password": "x"}), 401, "token-missing"
        )
