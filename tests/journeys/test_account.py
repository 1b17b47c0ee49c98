"""The life of an account, from sign-up to its deletion."""

from fastapi.testclient import TestClient

from tests.apps import Person, assert_problem


class TestJourney:
    def test_user_signs_up_uses_the_protected_resource_and_signs_out(
        self, client: TestClient, newcomer: Person
    ) -> None:
        person = newcomer.sign_up(agentName="Bond").confirm().sign_in()

        welcome = client.get("/api/auth_test", headers=person.headers)
        profile = client.patch("/api/me", json={"attributes": {"name": "James"}}, headers=person.headers)
        refreshed = client.post("/api/auth/refresh").json()
        fresh = {"Authorization": f"Bearer {refreshed['access_token']}"}
        left = client.post("/api/auth/sign-out", json={}, headers=fresh)

        assert welcome.json()["message"] == "Nice job! Your token passed the auth test!"
        assert profile.json()["attributes"] == {"agentName": "Bond", "name": "James"}
        assert left.status_code == 204
        for headers in (person.headers, fresh):
            assert_problem(client.get("/api/auth_test", headers=headers), 401, "token-revoked")
        assert_problem(client.post("/api/auth/refresh"), 401, "session-ended")

    def test_user_resets_a_forgotten_password(self, client: TestClient, alice: Person) -> None:
        client.post("/api/auth/password/forgot", json={"email": alice.email})
        reset = {"email": alice.email, "code": alice.code, "password": "A-new-password-1"}
        answer = client.post("/api/auth/password/reset", json=reset)

        assert answer.status_code == 204
        assert_problem(alice.try_to_sign_in(), 401, "invalid-credentials")
        alice.password = "A-new-password-1"
        alice.sign_in()

    def test_deleted_account_is_refused_immediately(self, client: TestClient, alice_signed_in: Person) -> None:
        answer = client.delete("/api/me", headers=alice_signed_in.prove().headers)

        assert answer.status_code == 204
        assert_problem(client.get("/api/auth_test", headers=alice_signed_in.headers), 401, "token-revoked")
        assert_problem(alice_signed_in.try_to_sign_in(), 401, "invalid-credentials")
