"""The protected sample resource."""

import pytest
from fastapi.testclient import TestClient

from tests.apps import Person, assert_problem
from tests.servers import Clock

URL = "/api/auth_test"


class TestAuthTest:
    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_a_valid_token_is_accepted_and_its_claims_are_returned(
        self, client: TestClient, alice_signed_in: Person, method: str
    ) -> None:
        answer = client.request(method, URL, headers=alice_signed_in.headers)

        assert answer.json()["message"] == "Nice job! Your token passed the auth test!"
        claims = answer.json()["claims"]
        assert claims["client_id"] == "vestibulelocal"
        assert claims["scopes"] == ["aws.cognito.signin.user.admin"]
        assert claims["expires_at"] - claims["issued_at"] == 3600

    def test_a_missing_token_is_refused_with_a_bare_challenge(self, client: TestClient) -> None:
        answer = client.get(URL)

        assert_problem(answer, 401, "token-missing")
        assert answer.headers["www-authenticate"] == "Bearer"

    def test_an_expired_token_is_refused(self, client: TestClient, alice_signed_in: Person, clock: Clock) -> None:
        clock.advance(3600)

        answer = client.get(URL, headers=alice_signed_in.headers)

        assert_problem(answer, 401, "token-expired")
        assert answer.headers["www-authenticate"].startswith('Bearer error="invalid_token"')

    def test_an_id_token_is_refused_because_an_access_token_is_needed(self, client: TestClient, alice: Person) -> None:
        id_token = alice.try_to_sign_in().json()["id_token"]

        answer = client.get(URL, headers={"Authorization": f"Bearer {id_token}"})

        assert_problem(answer, 401, "token-invalid")
        assert answer.json()["detail"] == "It must be an access token."

    @pytest.mark.parametrize("scheme", ["bearer", "BEARER", "BeArEr"])
    def test_the_scheme_is_case_insensitive(self, client: TestClient, alice_signed_in: Person, scheme: str) -> None:
        headers = {"Authorization": f"{scheme} {alice_signed_in.access_token}"}

        assert client.get(URL, headers=headers).status_code == 200

    def test_two_authorization_headers_are_refused(self, client: TestClient, alice_signed_in: Person) -> None:
        twice = [("Authorization", f"Bearer {alice_signed_in.access_token}")] * 2

        assert_problem(client.get(URL, headers=twice), 401, "token-invalid")

    def test_a_token_in_the_query_or_a_cookie_is_ignored(self, client: TestClient, alice_signed_in: Person) -> None:
        token = alice_signed_in.access_token
        client.cookies.clear()

        assert_problem(client.get(f"{URL}?access_token={token}"), 401, "token-missing")
        assert_problem(client.get(URL, headers={"Cookie": f"access_token={token}"}), 401, "token-missing")

    def test_an_invalid_token_is_not_echoed(self, client: TestClient) -> None:
        answer = client.get(URL, headers={"Authorization": "Bearer eyJhbGciOiJub25lIn0.e30.secret"})

        assert_problem(answer, 401, "token-invalid")
        assert "eyJ" not in answer.text
        assert "eyJ" not in answer.headers["www-authenticate"]
