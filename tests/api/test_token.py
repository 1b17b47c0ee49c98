"""The OAuth 2.0 token endpoint (RFC 6749)."""

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.apps import Person, assert_problem
from tests.servers import Clock

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def ask(client: TestClient, **parameters: str) -> Response:
    return client.post("/api/auth/token", data=parameters)


def by_password(person: Person, password: str | None = None, **more: str) -> Response:
    return ask(
        person.client, grant_type="password", username=person.email, password=password or person.password, **more
    )


def assert_refused(answer: Response, error: str, code: str) -> None:
    assert (answer.status_code, answer.json()["error"], answer.json()["code"]) == (400, error, code), answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "application/json"


class TestPasswordGrant:
    def test_password_grant_returns_valid_tokens(self, client: TestClient, alice: Person) -> None:
        answer = by_password(alice, scope="openid", client_id="swagger")

        assert answer.status_code == 200
        assert (answer.headers["cache-control"], answer.headers["pragma"]) == ("no-store", "no-cache")
        assert "set-cookie" not in answer.headers
        bearer = {"Authorization": f"{answer.json()['token_type']} {answer.json()['access_token']}"}
        assert client.get("/api/auth_test", headers=bearer).status_code == 200

    def test_wrong_password_is_refused(self, alice: Person) -> None:
        assert_refused(by_password(alice, "Wrong-horse-9"), "invalid_grant", "invalid-credentials")

    def test_unknown_user_is_answered_like_a_wrong_password(self, alice: Person, newcomer: Person) -> None:
        newcomer.email = "nobody@example.com"

        assert by_password(newcomer).json() == by_password(alice, "Wrong-horse-9").json()

    def test_account_with_a_pending_challenge_is_refused(self, invited: Person) -> None:
        assert_refused(by_password(invited), "invalid_grant", "new_password")


class TestRefreshTokenGrant:
    def test_refresh_grant_returns_tokens_and_the_next_refresh_token(self, client: TestClient, alice: Person) -> None:
        first = by_password(alice).json()

        second = ask(client, grant_type="refresh_token", refresh_token=first["refresh_token"]).json()

        assert second["refresh_token"] != first["refresh_token"]
        assert ask(client, grant_type="refresh_token", refresh_token=second["refresh_token"]).status_code == 200

    def test_reuse_after_the_grace_period_ends_the_whole_session(
        self, client: TestClient, alice: Person, clock: Clock
    ) -> None:
        old = by_password(alice).json()["refresh_token"]
        fresh = ask(client, grant_type="refresh_token", refresh_token=old).json()["refresh_token"]
        clock.advance(11)

        for token in (old, fresh):
            answer = ask(client, grant_type="refresh_token", refresh_token=token)

            assert_refused(answer, "invalid_grant", "session-ended")

    @pytest.mark.parametrize("token", ["x", "a.b.c", "é", " "])
    def test_invalid_refresh_token_is_refused(self, client: TestClient, token: str) -> None:
        answer = ask(client, grant_type="refresh_token", refresh_token=token)

        assert_refused(answer, "invalid_grant", "session-ended")


class TestRequests:
    @pytest.mark.parametrize("grant", ["client_credentials", "authorization_code", "PASSWORD", "\x1b[2J"])
    def test_unknown_grant_is_refused(self, client: TestClient, grant: str) -> None:
        assert_refused(ask(client, grant_type=grant), "unsupported_grant_type", "invalid-request")

    @pytest.mark.parametrize(
        "form",
        [
            "",
            "grant_type=",
            "grant_type=password",
            "grant_type=password&username=a@example.com",
            "grant_type=password&username=&password=",
            "grant_type=refresh_token",
            "grant_type=password&username=a%20b&password=x",
            f"grant_type=password&username=a&password={'x' * 257}",
        ],
    )
    def test_missing_and_invalid_parameters_are_refused(self, client: TestClient, form: str) -> None:
        answer = client.post("/api/auth/token", content=form, headers=FORM)

        assert_refused(answer, "invalid_request", "invalid-request")

    @pytest.mark.parametrize(
        "form",
        [
            "grant_type=password&grant_type=password&username=a&password=b",
            "grant_type=password&username=a&username=b&password=c",
            "grant_type=password&username=a%00&password=c",
            "grant_type=password&username=a&password=c&%00=1",
            "grant_type=password&username=a&password=%ff",
            "&".join(f"x{i}=1" for i in range(200)),
        ],
    )
    def test_ambiguous_parameters_are_refused(self, client: TestClient, form: str) -> None:
        answer = client.post("/api/auth/token", content=form, headers=FORM)

        assert_refused(answer, "invalid_request", "malformed-request")

    @pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data; boundary=x"])
    def test_other_content_types_are_refused(self, client: TestClient, kind: str) -> None:
        answer = client.post("/api/auth/token", content="grant_type=password", headers={"Content-Type": kind})

        assert_problem(answer, 415, "unsupported-media-type")
