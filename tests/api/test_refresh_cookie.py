"""The refresh token's cookie: its name and attributes, and requests with several of them."""

import secrets

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.api.conftest import POOL
from tests.apps import Outbox, Person, assert_problem, running, settings_for
from tests.servers import Clock
from vestibule.api.http.routing import dependencies
from vestibule.api.security.refresh_cookie import RefreshCookie
from vestibule.api.security.same_origin import same_origin
from vestibule.api.sign_ins.next_step import NextSteps
from vestibule.main import create_app

NAME = "vestibule_refresh"
FOREIGN = ["of-another-app", "x.y.z", '"quoted"', "", "%7B%22a%22%3A1%7D", "a" * 5000]


def refresh(client: TestClient, *values: str, headers: int = 1) -> tuple[int, str]:
    """Refresh with several cookies of the same name; returns the status and the problem's code."""
    client.cookies.clear()
    cookies = [("Cookie", f"{NAME}={value}") for value in values]
    joined = [("Cookie", "; ".join(value for _, value in cookies))] if headers == 1 else cookies
    answer = client.post("/api/auth/refresh", headers=joined)
    return answer.status_code, answer.json().get("code", "")


class TestSeveralCookies:
    @pytest.mark.parametrize("foreign", FOREIGN)
    @pytest.mark.parametrize("headers", [1, 2], ids=["one header", "two headers"])
    def test_cookies_of_other_applications_do_not_end_the_session(
        self, client: TestClient, alice_signed_in: Person, foreign: str, headers: int
    ) -> None:
        good = alice_signed_in.refresh_token

        assert refresh(client, foreign, good, headers=headers)[0] == 200
        assert refresh(client, good, foreign, headers=headers)[0] == 200

    def test_cookie_of_an_ended_session_does_not_end_the_other_session(self, client: TestClient, alice: Person) -> None:
        ended = alice.sign_in().refresh_token
        client.post("/api/auth/sign-out", headers=alice.headers)
        good = alice.sign_in().refresh_token

        assert refresh(client, ended, good)[0] == 200

    def test_cookies_without_a_valid_token_end_the_session(self, client: TestClient) -> None:
        assert refresh(client, "one", "two") == (401, "session-ended")

    def test_at_most_four_cookies_are_tried(self, client: TestClient, alice_signed_in: Person) -> None:
        many = [secrets.token_hex(4) for _ in range(50)]

        assert refresh(client, *many, alice_signed_in.refresh_token) == (401, "session-ended")

    def test_sign_out_ends_the_sessions_of_all_cookies(self, client: TestClient, alice: Person) -> None:
        first, second = alice.sign_in().refresh_token, alice.sign_in().refresh_token
        client.cookies.clear()

        answer = client.post("/api/auth/sign-out", headers={"Cookie": f"{NAME}=x; {NAME}={first}; {NAME}={second}"})

        assert answer.status_code == 204
        for token in (first, second):
            assert refresh(client, token) == (401, "session-ended")

    def test_cookies_with_similar_names_are_ignored(self, client: TestClient, alice_signed_in: Person) -> None:
        client.cookies.clear()
        for name in ("refresh_token", f"{NAME}2", f"x{NAME}", NAME.upper(), f"__Host-{NAME}", f"__Secure-{NAME}"):
            headers = {"Cookie": f"{name}={alice_signed_in.refresh_token}"}
            assert_problem(client.post("/api/auth/refresh", headers=headers), 401, "session-ended")


def test_cookie_is_bound_to_the_host_over_https(cognito_url: str, clock: Clock, outbox: Outbox) -> None:
    with running(settings_for(cognito_url, cookie_secure="on"), clock, base_url="https://testserver") as client:
        person = Person(client, outbox).sign_up().confirm()
        cookie = person.try_to_sign_in().headers["set-cookie"]

        assert cookie.startswith(f"__Host-{NAME}=")
        for attribute in ("HttpOnly", "SameSite=strict", "Path=/;", "Secure", "Max-Age="):
            assert attribute in f"{cookie};"
        assert "Domain" not in cookie
        assert client.post("/api/auth/refresh").status_code == 200
        plain = {"Cookie": f"{NAME}={cookie.partition('=')[2].partition(';')[0]}"}
        client.cookies.clear()
        assert_problem(client.post("/api/auth/refresh", headers=plain), 401, "session-ended")


@pytest.mark.parametrize("name", ["Origin", "Sec-Fetch-Site"])
@pytest.mark.parametrize(("first", "second"), [(0, 1), (1, 0), (0, 0)])
def test_a_repeated_origin_is_refused(
    client: TestClient, alice_signed_in: Person, name: str, first: int, second: int
) -> None:
    values = {
        "Origin": ("http://localhost:5173", "https://evil.example"),
        "Sec-Fetch-Site": ("same-origin", "cross-site"),
    }
    headers = [(name, values[name][first]), (name, values[name][second])]

    assert alice_signed_in.refresh_token
    assert_problem(client.post("/api/auth/refresh", headers=headers), 403, "origin-refused")


def test_every_endpoint_that_uses_the_cookie_checks_the_origin() -> None:
    app = create_app(settings_for("http://127.0.0.1:9"))
    used = [{*dependencies(route.dependant)} for route in app.routes if isinstance(route, APIRoute)]
    with_cookie = [calls for calls in used if calls & {RefreshCookie, NextSteps}]  # that one constructs it

    assert len(with_cookie) >= 4
    assert all(same_origin in calls for calls in with_cookie)


class TestTooManyGroups:
    @pytest.fixture
    def member_of_many(self, alice: Person, pool_admin: CognitoIdentityProviderClient) -> Person:
        for number in range(100):
            name = f"{number:03}" + "g" * 125
            pool_admin.create_group(UserPoolId=POOL, GroupName=name)
            pool_admin.admin_add_user_to_group(UserPoolId=POOL, Username=alice.email, GroupName=name)
        return alice

    def test_sign_in_with_too_many_groups_is_refused_with_a_reason(
        self, client: TestClient, member_of_many: Person
    ) -> None:
        assert_problem(member_of_many.try_to_sign_in(), 403, "token-too-large")
        form = {"grant_type": "password", "username": member_of_many.email, "password": member_of_many.password}
        refused = client.post("/api/auth/token", data=form)
        assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")
        assert refused.json()["code"] == "token-too-large"


class TestSignOutWithAnExpiredToken:
    def test_expired_token_and_cookie_end_newer_tokens_of_the_session(
        self, client: TestClient, alice_signed_in: Person, clock: Clock
    ) -> None:
        clock.advance(3601)
        newer = client.post("/api/auth/refresh").json()["access_token"]
        headers = {"Authorization": f"Bearer {newer}"}
        assert client.get("/api/auth_test", headers=headers).status_code == 200

        answer = client.post("/api/auth/sign-out", headers=alice_signed_in.headers)

        assert answer.status_code == 204
        assert_problem(client.get("/api/auth_test", headers=headers), 401, "token-revoked")

    def test_expired_token_and_cookie_keep_other_sessions(
        self, client: TestClient, alice: Person, clock: Clock
    ) -> None:
        expired = dict(alice.sign_in().headers)
        clock.advance(3601)
        alice.sign_in()

        client.post("/api/auth/sign-out", headers=expired)

        assert client.get("/api/auth_test", headers=alice.headers).status_code == 200

    def test_expired_token_without_a_cookie_is_refused(
        self, client: TestClient, alice_signed_in: Person, clock: Clock
    ) -> None:
        client.cookies.clear()
        clock.advance(3601)

        assert_problem(client.post("/api/auth/sign-out", headers=alice_signed_in.headers), 401, "token-expired")
