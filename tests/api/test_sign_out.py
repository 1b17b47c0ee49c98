"""Sign-out: of one session, of all, and with tokens that are no longer valid."""

import pytest
from fastapi.testclient import TestClient

from tests.apps import Person, assert_problem
from tests.servers import Clock

NEW = "A-new-password-1"


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
