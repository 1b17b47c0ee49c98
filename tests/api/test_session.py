"""Sessions: signing in, challenges, refreshing, signing out."""

import secrets

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.api.conftest import POOL
from tests.apps import ORIGIN, Outbox, Person, assert_problem, running, settings_for
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


class TestRefresh:
    @pytest.mark.parametrize("value", ['"a\\000b"', "x" * 16_385, '"a b"'])
    def test_refresh_ignores_cookies_that_cannot_be_a_token(self, client: TestClient, value: str) -> None:
        answer = client.post("/api/auth/refresh", headers={"Cookie": f"vestibule_refresh={value}"})

        assert_problem(answer, 401, "session-ended")

    def test_an_optional_refresh_without_a_cookie_returns_204(self, client: TestClient) -> None:
        answer = client.post("/api/auth/refresh", json={"optional": True})

        assert (answer.status_code, answer.content) == (204, b"")

    def test_an_optional_refresh_reports_an_ended_session(self, client: TestClient) -> None:
        headers = {"Cookie": "vestibule_refresh=gone"}

        assert_problem(client.post("/api/auth/refresh", json={"optional": True}, headers=headers), 401, "session-ended")

    @pytest.mark.usefixtures("alice_signed_in")
    def test_an_optional_refresh_with_a_cookie_returns_tokens(self, client: TestClient) -> None:
        assert client.post("/api/auth/refresh", json={"optional": True}).json()["access_token"]

    def test_refresh_returns_new_tokens_and_rotates_the_refresh_token(
        self, client: TestClient, alice_signed_in: Person
    ) -> None:
        answer = client.post("/api/auth/refresh")

        assert set(answer.json()) == {"access_token", "id_token", "expires_in", "token_type"}
        assert answer.cookies["vestibule_refresh"] != alice_signed_in.refresh_token

    def test_two_tabs_can_refresh_within_the_grace_period(self, client: TestClient, alice_signed_in: Person) -> None:
        old = {"Cookie": f"vestibule_refresh={alice_signed_in.refresh_token}"}

        assert client.post("/api/auth/refresh", headers=old).status_code == 200
        assert client.post("/api/auth/refresh", headers=old).status_code == 200

    def test_reuse_after_the_grace_period_ends_the_whole_session(
        self, client: TestClient, alice_signed_in: Person, clock: Clock
    ) -> None:
        fresh = client.post("/api/auth/refresh").cookies["vestibule_refresh"]
        client.cookies.clear()
        clock.advance(11)

        for token in (alice_signed_in.refresh_token, fresh):
            answer = client.post("/api/auth/refresh", headers={"Cookie": f"vestibule_refresh={token}"})

            assert_problem(answer, 401, "session-ended")
            assert 'vestibule_refresh=""' in answer.headers["set-cookie"]

    @pytest.mark.parametrize("token", ["", "x", "a.b.c.d.e", "x" * 5000, "%00", "{}"])
    def test_refresh_with_an_invalid_cookie_is_refused(self, client: TestClient, token: str) -> None:
        answer = client.post("/api/auth/refresh", headers={"Cookie": f"vestibule_refresh={token}"})

        assert_problem(answer, 401, "session-ended")

    def test_refresh_without_a_cookie_is_refused(self, client: TestClient) -> None:
        assert_problem(client.post("/api/auth/refresh"), 401, "session-ended")

    def test_refresh_of_a_disabled_user_is_refused(
        self, client: TestClient, alice_signed_in: Person, pool_admin: CognitoIdentityProviderClient
    ) -> None:
        pool_admin.admin_disable_user(UserPoolId=POOL, Username=alice_signed_in.email)

        assert_problem(client.post("/api/auth/refresh"), 401, "session-ended")

    def test_refresh_of_a_deleted_user_is_refused(
        self, client: TestClient, alice_signed_in: Person, pool_admin: CognitoIdentityProviderClient
    ) -> None:
        pool_admin.admin_delete_user(UserPoolId=POOL, Username=alice_signed_in.email)

        assert_problem(client.post("/api/auth/refresh"), 401, "session-ended")


class TestSignOut:
    def test_sign_out_ends_this_session_immediately(self, client: TestClient, alice_signed_in: Person) -> None:
        answer = client.post("/api/auth/sign-out", headers=alice_signed_in.headers)

        assert answer.status_code == 204
        assert 'vestibule_refresh=""' in answer.headers["set-cookie"]
        assert_problem(client.get("/api/auth_test", headers=alice_signed_in.headers), 401, "token-revoked")
        old = {"Cookie": f"vestibule_refresh={alice_signed_in.refresh_token}"}
        assert_problem(client.post("/api/auth/refresh", headers=old), 401, "session-ended")

    def test_sign_out_keeps_other_sessions(self, client: TestClient, alice: Person) -> None:
        phone = dict(alice.sign_in().headers)
        alice.sign_in()

        client.post("/api/auth/sign-out", headers=alice.headers)

        assert client.get("/api/auth_test", headers=phone).status_code == 200

    def test_sign_out_everywhere_ends_all_sessions(self, client: TestClient, alice: Person, clock: Clock) -> None:
        phone = dict(alice.sign_in().headers)
        alice.sign_in()

        answer = client.post("/api/auth/sign-out", json={"everywhere": True}, headers=alice.headers)

        assert answer.status_code == 204
        for headers in (phone, alice.headers):
            assert_problem(client.get("/api/auth_test", headers=headers), 401, "token-revoked")
        clock.advance(1)
        alice.sign_in()
        assert client.get("/api/auth_test", headers=alice.headers).status_code == 200

    def test_second_sign_out_is_refused(self, client: TestClient, alice_signed_in: Person) -> None:
        client.post("/api/auth/sign-out", headers=alice_signed_in.headers)

        assert_problem(client.post("/api/auth/sign-out", headers=alice_signed_in.headers), 401, "token-revoked")

    def test_sign_out_without_token_and_cookie_is_refused(self, client: TestClient) -> None:
        assert_problem(client.post("/api/auth/sign-out"), 401, "token-missing")

    def test_sign_out_works_with_the_cookie_alone(self, client: TestClient, alice_signed_in: Person) -> None:
        assert client.post("/api/auth/sign-out").status_code == 204
        old = {"Cookie": f"vestibule_refresh={alice_signed_in.refresh_token}"}
        assert_problem(client.post("/api/auth/refresh", headers=old), 401, "session-ended")

    def test_sign_out_works_with_an_expired_token_and_the_cookie(
        self, client: TestClient, alice_signed_in: Person, clock: Clock
    ) -> None:
        clock.advance(3601)

        assert client.post("/api/auth/sign-out", headers=alice_signed_in.headers).status_code == 204
        old = {"Cookie": f"vestibule_refresh={alice_signed_in.refresh_token}"}
        assert_problem(client.post("/api/auth/refresh", headers=old), 401, "session-ended")

    @pytest.mark.parametrize("access_token", ["none", "expired", "garbled"])
    @pytest.mark.parametrize("refresh_token_in", ["cookie", "body"])
    def test_sign_out_by_the_refresh_token_ends_newer_access_tokens(
        self, client: TestClient, alice_signed_in: Person, clock: Clock, access_token: str, refresh_token_in: str
    ) -> None:
        clock.advance(3601)
        newer = {"Authorization": f"Bearer {client.post('/api/auth/refresh').json()['access_token']}"}
        refresh_token = client.cookies["vestibule_refresh"]
        old = alice_signed_in.access_token
        headers = {"none": {}, "expired": alice_signed_in.headers, "garbled": {"Authorization": f"Bearer x{old}"}}
        body = None
        if refresh_token_in == "body":
            client.cookies.clear()
            body = {"refresh_token": refresh_token}

        answer = client.post("/api/auth/sign-out", json=body, headers=headers[access_token])

        assert answer.status_code == 204, answer.text
        assert_problem(client.get("/api/auth_test", headers=newer), 401, "token-revoked")
        cookie = {"Cookie": f"vestibule_refresh={refresh_token}"}
        assert_problem(client.post("/api/auth/refresh", headers=cookie), 401, "session-ended")

    def test_sign_out_everywhere_requires_a_valid_token(
        self, client: TestClient, alice_signed_in: Person, clock: Clock
    ) -> None:
        clock.advance(3601)

        answer = client.post("/api/auth/sign-out", json={"everywhere": True}, headers=alice_signed_in.headers)

        assert answer.status_code == 401
        assert answer.json()["code"] == "token-expired"

    def test_sign_out_works_with_a_refresh_token_in_the_body(self, client: TestClient, alice_signed_in: Person) -> None:
        client.cookies.clear()
        body = {"refresh_token": alice_signed_in.refresh_token}

        client.post("/api/auth/sign-out", json=body, headers=alice_signed_in.headers)

        old = {"Cookie": f"vestibule_refresh={alice_signed_in.refresh_token}"}
        assert_problem(client.post("/api/auth/refresh", headers=old), 401, "session-ended")


class TestOrigin:
    @pytest.mark.parametrize(
        "origin",
        [
            "https://evil.example",
            "null",
            "",
            "http://localhost:5173.evil.example",
            "http://localhost:51730",
            "https://localhost:5173",
            "HTTP://LOCALHOST:5173",
            "http://localhost:5173/",
            "file://",
        ],
    )
    @pytest.mark.parametrize("path", ["sign-in", "challenge", "refresh", "sign-out"])
    def test_pages_of_other_origins_cannot_use_the_cookie(
        self, client: TestClient, alice_signed_in: Person, path: str, origin: str
    ) -> None:
        body = {
            "sign-in": {"email": alice_signed_in.email, "password": alice_signed_in.password},
            "challenge": {"session": "x"},
        }.get(path)
        answer = client.post(f"/api/auth/{path}", json=body, headers={"Origin": origin})

        assert_problem(answer, 403, "origin-refused")

    def test_pages_of_other_origins_cannot_delete_the_account(
        self, client: TestClient, alice_signed_in: Person
    ) -> None:
        headers = alice_signed_in.headers | {"Origin": "https://evil.example"}

        assert_problem(client.delete("/api/me", headers=headers), 403, "origin-refused")

    @pytest.mark.usefixtures("alice_signed_in")
    def test_host_header_does_not_prove_the_origin(self, client: TestClient) -> None:
        headers = {"Origin": "http://evil.example", "Host": "evil.example", "X-Forwarded-Host": "evil.example"}

        assert_problem(client.post("/api/auth/refresh", headers=headers), 403, "origin-refused")

    @pytest.mark.usefixtures("alice_signed_in")
    def test_a_cross_site_request_without_origin_is_refused(self, client: TestClient) -> None:
        answer = client.post("/api/auth/refresh", headers={"Sec-Fetch-Site": "cross-site"})

        assert_problem(answer, 403, "origin-refused")

    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": ORIGIN},
            {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"},
            {"Origin": "http://testserver"},
            {"Origin": "https://behind-a-proxy.example", "Sec-Fetch-Site": "same-origin"},
            {},
        ],
    )
    @pytest.mark.usefixtures("alice_signed_in")
    def test_our_own_pages_are_accepted(self, client: TestClient, headers: dict[str, str]) -> None:
        assert client.post("/api/auth/refresh", headers=headers).status_code == 200

    def test_our_own_pages_are_accepted_behind_a_proxy_with_an_ipv4_mapped_address(
        self, cognito_url: str, clock: Clock
    ) -> None:
        settings = settings_for(cognito_url, trusted_proxies="10.0.0.0/8")
        headers = {"Origin": "https://app.example", "Host": "app.example", "X-Forwarded-Proto": "https"}
        with running(settings, clock, client=("::ffff:10.0.0.1", 50_000)) as client:
            answer = client.post("/api/auth/refresh", headers=headers)

        assert_problem(answer, 401, "session-ended")
