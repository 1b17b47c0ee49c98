"""Sign-in, and the challenges that may follow."""

import secrets

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.api.conftest import POOL
from tests.apps import Outbox, Person, assert_problem, running, settings_for
from tests.servers import Clock

NEW = "A-new-password-1"


def answer_challenge(client: TestClient, step: Response, **answers: object) -> Response:
    asked = step.json()
    return client.post("/api/auth/challenge", json={"session": asked["session"], "kind": asked["kind"], **answers})


class TestSignIn:
    def test_sign_in_returns_tokens_and_the_user(self, alice: Person) -> None:
        answer = alice.try_to_sign_in()

        body = answer.json()
        assert (body["status"], body["token_type"], body["expires_in"]) == ("signed_in", "Bearer", 3600)
        assert body["user"]["email"] == alice.email
        assert body["user"]["attributes"] == {"name": "Alice", "agentName": "Wonder"}
        assert "refresh_token" not in body

    def test_sign_in_sets_a_strict_cookie_with_the_refresh_token(self, alice: Person) -> None:
        cookie = alice.try_to_sign_in().headers["set-cookie"]

        for attribute in ("HttpOnly", "SameSite=strict", "Path=/api/auth", "Max-Age="):
            assert attribute in cookie
        assert "Domain" not in cookie

    @pytest.mark.parametrize(
        "spelling", ["x-{}@b\u00fccher.example", "x-{}@xn--bcher-kva.example", "\ufeffx-{}@example.com\u200b"]
    )
    def test_sign_in_accepts_the_address_as_it_was_typed_at_sign_up(
        self, client: TestClient, outbox: Outbox, spelling: str
    ) -> None:
        person = Person(client, outbox, email=spelling.format(secrets.token_hex(4)))
        body = {"email": person.email, "password": person.password}
        assert client.post("/api/auth/sign-up", json=body).status_code == 201

        assert person.try_to_sign_in().json()["kind"] == "confirm_sign_up"

    def test_cookie_expires_with_the_app_clients_refresh_tokens(
        self, cognito_url: str, clock: Clock, outbox: Outbox, pool_admin: CognitoIdentityProviderClient
    ) -> None:
        made = pool_admin.create_user_pool_client(
            UserPoolId=POOL,
            ClientName="long-lived",
            ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"],
            RefreshTokenValidity=365,
        )["UserPoolClient"]
        seen = []
        for changes in ({}, {"cognito_admin": "off", "refresh_token_seconds": 7200}):
            with running(settings_for(cognito_url, cognito_client_id=made["ClientId"], **changes), clock) as client:
                person = Person(client, outbox).sign_up().confirm()
                seen.append(person.try_to_sign_in().headers["set-cookie"])

        assert "Max-Age=31536000" in seen[0]
        assert "Max-Age=7200" in seen[1]

    def test_wrong_password_is_refused(self, alice: Person) -> None:
        assert_problem(alice.try_to_sign_in("Wrong-horse-9"), 401, "invalid-credentials")

    @pytest.mark.parametrize("password", ["correct-horse-9", "Correct-horse-", "Correct-horse-99"])
    def test_similar_password_is_refused(self, alice: Person, password: str) -> None:
        assert_problem(alice.try_to_sign_in(password), 401, "invalid-credentials")

    def test_locked_out_user_is_given_the_time_to_wait(self, alice: Person, clock: Clock) -> None:
        for _ in range(5):
            assert_problem(alice.try_to_sign_in("Wrong-horse-9"), 401, "invalid-credentials")

        locked = alice.try_to_sign_in()

        assert_problem(locked, 429, "too-many-attempts")
        clock.advance(locked.json()["retry_after"])
        alice.sign_in()

    def test_time_to_wait_is_the_same_for_every_spelling_of_the_username(
        self, alice: Person, client: TestClient, clock: Clock
    ) -> None:
        for _ in range(5):
            alice.try_to_sign_in("Wrong-horse-9")
        clock.advance(1)
        alice.try_to_sign_in("Wrong-horse-9")

        body = {"email": alice.email.upper(), "password": alice.password}
        answer = client.post("/api/auth/sign-in", json=body)

        assert_problem(answer, 429, "too-many-attempts")
        assert answer.json()["retry_after"] == alice.try_to_sign_in().json()["retry_after"] == 2

    def test_username_that_cognito_cannot_have_is_answered_like_a_wrong_one(self, client: TestClient) -> None:
        for name in ("nobody", "x" * 128, "' OR 1=1 --".replace(" ", "_")):
            answer = client.post("/api/auth/sign-in", json={"email": name, "password": "Wrong-horse-9"})

            assert_problem(answer, 401, "invalid-credentials")


class TestConfirmSignUpStep:
    def test_unconfirmed_user_enters_a_new_code_and_is_signed_in(self, client: TestClient, newcomer: Person) -> None:
        newcomer.sign_up()
        old = newcomer.code

        step = newcomer.try_to_sign_in()
        done = answer_challenge(client, step, code=newcomer.code, password=newcomer.password)

        assert step.json()["kind"] == "confirm_sign_up"
        assert step.json()["delivery"]["destination"] == f"{newcomer.email[0]}***@e***"
        assert newcomer.code != old
        assert done.json()["status"] == "signed_in"
        assert "vestibule_refresh" in done.cookies

    def test_challenge_without_the_password_is_followed_by_the_password_step(
        self, client: TestClient, newcomer: Person
    ) -> None:
        step = newcomer.sign_up().try_to_sign_in()

        confirmed = answer_challenge(client, step, code=newcomer.code)
        done = answer_challenge(client, confirmed, password=newcomer.password)

        assert confirmed.json()["kind"] == "password"
        assert done.json()["status"] == "signed_in"

    def test_wrong_code_is_refused(self, client: TestClient, newcomer: Person) -> None:
        step = newcomer.sign_up().try_to_sign_in()

        wrong = f"{(int(newcomer.code) + 1) % 10**6:06}"

        assert_problem(answer_challenge(client, step, code=wrong), 400, "code-mismatch", "code")

    def test_missing_code_is_refused(self, client: TestClient, newcomer: Person) -> None:
        step = newcomer.sign_up().try_to_sign_in()

        assert_problem(answer_challenge(client, step), 422, "invalid-request", "code")

    def test_wrong_password_does_not_reveal_an_unconfirmed_account(self, newcomer: Person) -> None:
        newcomer.sign_up()

        assert_problem(newcomer.try_to_sign_in("Wrong-horse-9"), 401, "invalid-credentials")


class TestNewPasswordStep:
    def test_invited_user_chooses_a_password(self, client: TestClient, invited: Person) -> None:
        step = invited.try_to_sign_in()
        done = answer_challenge(client, step, new_password=NEW, attributes={"name": "Ivy"})

        assert (step.json()["kind"], step.json()["required_attributes"]) == ("new_password", [])
        assert done.json()["user"]["attributes"] == {"name": "Ivy"}
        invited.password = NEW
        invited.sign_in()

    def test_weak_password_is_refused(self, client: TestClient, invited: Person) -> None:
        step = invited.try_to_sign_in()

        assert_problem(answer_challenge(client, step, new_password="weak"), 422, "password-too-weak", "new_password")

    def test_attributes_that_users_may_not_set_are_refused(self, client: TestClient, invited: Person) -> None:
        step = invited.try_to_sign_in()

        for name in ("email_verified", "sub", "email", "role"):
            answer = answer_challenge(client, step, new_password=NEW, attributes={name: "true"})

            assert_problem(answer, 422, "unknown-attribute", f"attributes.{name}")

    def test_session_works_once(self, client: TestClient, invited: Person) -> None:
        step = invited.try_to_sign_in()
        answer_challenge(client, step, new_password=NEW)

        assert_problem(answer_challenge(client, step, new_password=NEW), 400, "session-invalid", "session")

    def test_session_expires(self, client: TestClient, invited: Person, clock: Clock) -> None:
        step = invited.try_to_sign_in()
        clock.advance(step.json()["expires_in"] + 1)

        assert_problem(answer_challenge(client, step, new_password=NEW), 400, "session-invalid", "session")


class TestPasswordResetStep:
    def test_user_after_a_reset_chooses_a_password_with_the_code(
        self, client: TestClient, alice: Person, pool_admin: CognitoIdentityProviderClient
    ) -> None:
        pool_admin.admin_reset_user_password(UserPoolId=POOL, Username=alice.email)

        step = alice.try_to_sign_in()
        done = answer_challenge(client, step, code=alice.code, new_password=NEW)

        assert step.json()["kind"] == "password_reset_required"
        assert done.json()["status"] == "signed_in"

    def test_reset_step_requires_code_and_new_password(
        self, client: TestClient, alice: Person, pool_admin: CognitoIdentityProviderClient
    ) -> None:
        pool_admin.admin_reset_user_password(UserPoolId=POOL, Username=alice.email)
        step = alice.try_to_sign_in()

        assert_problem(answer_challenge(client, step, code="123456"), 422, "invalid-request", "new_password")
        assert_problem(answer_challenge(client, step, new_password=NEW), 422, "invalid-request", "code")


class TestChallengeSession:
    @pytest.mark.parametrize("session", ["x", "gAAAAA", "é", "a.b.c", "=" * 200, "\u2028"])
    def test_forged_session_is_refused(self, client: TestClient, session: str) -> None:
        answer = client.post(
            "/api/auth/challenge", json={"session": session, "kind": "confirm_sign_up", "code": "123456"}
        )

        assert_problem(answer, 400, "session-invalid", "session")

    @pytest.mark.parametrize(
        "answer",
        [
            {"kind": "password", "password": "Correct-horse-9"},
            {"kind": "password_reset_required", "code": "123456", "new_password": NEW},
            {"kind": "new_password", "new_password": NEW},
        ],
    )
    def test_session_is_bound_to_its_kind(self, client: TestClient, newcomer: Person, answer: dict[str, str]) -> None:
        session = newcomer.sign_up().try_to_sign_in().json()["session"]

        refused = client.post("/api/auth/challenge", json={"session": session, **answer})

        assert_problem(refused, 400, "session-invalid", "session")

    @pytest.mark.parametrize("kind", [None, "", "totp-x", 7])
    def test_unknown_kind_is_refused_and_not_echoed(self, client: TestClient, kind: object) -> None:
        answer = client.post("/api/auth/challenge", json={"session": "x", "kind": kind, "code": "123456"})

        assert_problem(answer, 422, "invalid-request", "kind")
        assert "totp-x" not in answer.text

    def test_answers_of_another_kind_are_refused(self, client: TestClient, newcomer: Person) -> None:
        step = newcomer.sign_up().try_to_sign_in()

        refused = answer_challenge(client, step, code=newcomer.code, new_password=NEW)

        assert_problem(refused, 422, "invalid-request", "new_password")

    def test_session_in_another_encoding_is_refused(self, client: TestClient, newcomer: Person) -> None:
        session = newcomer.sign_up().try_to_sign_in().json()["session"]

        for spelling in (f"{session}=", f"{session}\n", f" {session}", session.replace("=", "", 1), f"{session}x"):
            body = {"session": spelling, "kind": "confirm_sign_up", "code": newcomer.code}
            if spelling != session:
                assert_problem(client.post("/api/auth/challenge", json=body), 400, "session-invalid", "session")

    def test_session_reveals_nothing_of_its_content(self, newcomer: Person) -> None:
        session = newcomer.sign_up().try_to_sign_in().json()["session"]

        assert newcomer.email not in session
