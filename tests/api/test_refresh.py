"""Refresh by cookie, and where requests with the cookie may come from."""

import pytest
from fastapi.testclient import TestClient
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.api.conftest import POOL
from tests.apps import ORIGIN, Person, assert_problem, running, settings_for
from tests.servers import Clock

NEW = "A-new-password-1"


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

    def test_reuse_after_the_grace_period_ends_the_access_tokens_of_the_session(
        self, client: TestClient, alice_signed_in: Person, clock: Clock
    ) -> None:
        newer = client.post("/api/auth/refresh").json()["access_token"]
        client.cookies.clear()
        clock.advance(11)
        before = client.get("/api/auth_test", headers={"Authorization": f"Bearer {newer}"})

        client.post("/api/auth/refresh", headers={"Cookie": f"vestibule_refresh={alice_signed_in.refresh_token}"})

        assert before.status_code == 200
        for token in (newer, alice_signed_in.access_token):
            answer = client.get("/api/auth_test", headers={"Authorization": f"Bearer {token}"})
            assert_problem(answer, 401, "token-revoked")

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
