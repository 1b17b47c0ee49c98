"""Passwords: forgotten and reset, or changed."""

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.apps import Person, assert_problem, running, settings_for
from tests.faults import cognito_error, faulty
from tests.servers import Clock

NEW = "A-new-password-1"
HOUR = 3600
DAY = 24 * HOUR


def forget(person: Person) -> Response:
    return person.client.post("/api/auth/password/forgot", json={"email": person.email})


def reset(person: Person, code: str, password: str = NEW) -> Response:
    body = {"email": person.email, "code": code, "password": password}
    return person.client.post("/api/auth/password/reset", json=body)


def change(person: Person, current: str, new: str) -> Response:
    body = {"current_password": current, "new_password": new}
    return person.client.put("/api/me/password", json=body, headers=person.headers)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


class TestForgotten:
    def test_wrong_code_is_refused(self, alice: Person) -> None:
        forget(alice)

        assert_problem(reset(alice, wrong(alice.code)), 400, "code-mismatch", "code")

    def test_expired_code_is_refused(self, alice: Person, clock: Clock) -> None:
        forget(alice)
        clock.advance(HOUR + 1)

        assert_problem(reset(alice, alice.code), 400, "code-mismatch", "code")

    def test_used_code_is_refused(self, alice: Person) -> None:
        forget(alice)
        assert reset(alice, alice.code).status_code == 204

        assert_problem(reset(alice, alice.code), 400, "code-mismatch", "code")

    def test_wrong_codes_are_limited(self, alice: Person) -> None:
        forget(alice)
        for _ in range(20):
            assert_problem(reset(alice, wrong(alice.code)), 400, "code-mismatch", "code")

        answer = reset(alice, alice.code)

        assert_problem(answer, 429, "too-many-attempts")
        assert "retry-after" in answer.headers

    def test_weak_password_does_not_use_up_the_code(self, alice: Person) -> None:
        forget(alice)

        assert_problem(reset(alice, alice.code, "weak"), 422, "password-too-weak", "password")
        assert reset(alice, alice.code).status_code == 204

    def test_password_is_reset_though_the_sign_in_that_follows_fails(
        self, alice: Person, cognito_url: str, clock: Clock
    ) -> None:
        forget(alice)
        with faulty(cognito_url) as proxy, running(settings_for(proxy.url, log_level="ERROR"), clock) as client:
            proxy.set(cognito_error("InternalErrorException", status=500), only="InitiateAuth")
            person = Person(client, alice.outbox, alice.email)

            assert reset(person, alice.code).status_code == 204

        assert alice.try_to_sign_in(NEW).json()["status"] == "signed_in"

    def test_code_of_another_user_is_refused(self, alice: Person) -> None:
        forget(alice)
        code = alice.code
        mallory = Person(alice.client, alice.outbox).sign_up().confirm()

        assert_problem(reset(mallory, code), 400, "code-mismatch", "code")

    def test_code_requested_before_confirmation_still_works(self, newcomer: Person) -> None:
        newcomer.sign_up()

        assert forget(newcomer).status_code == 200
        newcomer.confirm().sign_in()

    def test_unconfirmed_user_is_mailed_a_new_code_which_also_resets_the_password(
        self, newcomer: Person, clock: Clock
    ) -> None:
        newcomer.sign_up()
        clock.advance(DAY + 1)

        assert forget(newcomer).status_code == 200
        assert reset(newcomer, newcomer.code).status_code == 204
        assert newcomer.try_to_sign_in(NEW).json()["status"] == "signed_in"


class TestChange:
    def test_new_password_replaces_the_old_one(self, alice_signed_in: Person) -> None:
        assert change(alice_signed_in, alice_signed_in.password, NEW).status_code == 204

        assert_problem(alice_signed_in.try_to_sign_in(), 401, "invalid-credentials")
        assert alice_signed_in.try_to_sign_in(NEW).status_code == 200

    def test_wrong_current_password_is_refused(self, alice_signed_in: Person) -> None:
        assert_problem(change(alice_signed_in, "Wrong-horse-9", NEW), 400, "wrong-password", "current_password")

    @pytest.mark.parametrize("password", ["weak", " Leading-space-1"])
    def test_weak_password_is_refused(self, alice_signed_in: Person, password: str) -> None:
        answer = change(alice_signed_in, alice_signed_in.password, password)

        assert_problem(answer, 422, "password-too-weak", "new_password")

    def test_password_change_requires_a_token(self, client: TestClient) -> None:
        body = {"current_password": "a", "new_password": "b"}

        assert_problem(client.put("/api/me/password", json=body), 401, "token-missing")
