"""Everything that is stored about a user, in one document."""

from fastapi.testclient import TestClient

from tests.apps import Person, assert_problem


def test_the_export_holds_everything_about_the_user_and_no_secrets(alice_signed_in: Person) -> None:
    response = alice_signed_in.client.get("/api/me/export", headers=alice_signed_in.headers)

    found = response.json()
    assert response.status_code == 200
    assert response.headers["content-disposition"] == 'attachment; filename="account.json"'
    assert "no-store" in response.headers["cache-control"]
    assert found["profile"]["email"] == alice_signed_in.email
    assert found["profile"]["attributes"]["name"] == "Alice"
    assert [session["current"] for session in found["sessions"]] == [True]
    assert found.keys() == {
        "exported_at", "profile", "identities", "mfa", "passkeys", "trusted_browsers", "sessions"
    }  # fmt: skip
    assert alice_signed_in.refresh_token not in response.text


def test_nobody_else_gets_it(client: TestClient) -> None:
    assert_problem(client.get("/api/me/export"), 401, "token-missing")
