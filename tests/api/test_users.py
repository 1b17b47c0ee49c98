"""Administration of users, and its effect on their tokens."""

import pytest

from tests import faults
from tests.apps import Person, assert_problem, running, settings_for
from tests.faults import answering, faulty
from tests.servers import Clock


def status_of(person: Person) -> int:
    """The protected resource's response to the person's token."""
    return person.client.get("/api/auth_test", headers=person.headers).status_code


class TestDisabling:
    def test_disabling_a_user_revokes_the_tokens_immediately(self, admin: Person, alice_signed_in: Person) -> None:
        before = status_of(alice_signed_in)

        answer = admin.client.post(f"/api/users/{alice_signed_in.email}/disable", headers=admin.headers)

        assert (before, answer.status_code) == (200, 204)
        refused = alice_signed_in.client.get("/api/auth_test", headers=alice_signed_in.headers)
        assert_problem(refused, 401, "token-revoked")
        assert_problem(alice_signed_in.try_to_sign_in(), 401, "invalid-credentials")
        assert status_of(admin) == 200

    def test_disabled_user_can_be_enabled(self, admin: Person, alice_signed_in: Person) -> None:
        for act in ("disable", "enable"):
            admin.client.post(f"/api/users/{alice_signed_in.email}/{act}", headers=admin.headers)

        assert alice_signed_in.try_to_sign_in().status_code == 200
        assert status_of(alice_signed_in) == 401


class TestDeleting:
    def test_deleting_a_user_revokes_the_tokens(self, admin: Person, alice_signed_in: Person) -> None:
        answer = admin.client.delete(f"/api/users/{alice_signed_in.email}", headers=admin.headers)

        assert answer.status_code == 204
        assert status_of(alice_signed_in) == 401
        assert_problem(alice_signed_in.try_to_sign_in(), 401, "invalid-credentials")


class TestLostAnswers:
    @pytest.mark.parametrize(
        ("method", "act", "operation"), [("POST", "/disable", "AdminDisableUser"), ("DELETE", "", "AdminDeleteUser")]
    )
    def test_call_whose_response_was_lost_revokes_the_tokens(
        self,
        cognito_url: str,
        clock: Clock,
        admin: Person,
        alice_signed_in: Person,
        *,
        method: str,
        act: str,
        operation: str,
    ) -> None:
        with faulty(cognito_url) as proxy, running(settings_for(proxy.url, log_level="ERROR"), clock) as client:
            before = client.get("/api/auth_test", headers=alice_signed_in.headers)
            proxy.set(faults.reset_after, only=operation)

            answer = client.request(method, f"/api/users/{alice_signed_in.email}{act}", headers=admin.headers)

            after = client.get("/api/auth_test", headers=alice_signed_in.headers)
        assert_problem(answer, 503, "cognito-unavailable")
        assert before.status_code == 200
        assert_problem(after, 401, "token-revoked")


def test_user_without_a_sub_is_cognito_unavailable(cognito_url: str, clock: Clock, admin: Person) -> None:
    with faulty(cognito_url) as proxy, running(settings_for(proxy.url, log_level="ERROR"), clock) as client:
        proxy.set(answering(200, b'{"Username": "u", "UserAttributes": []}'), only="AdminGetUser")

        answer = client.delete("/api/users/somebody@example.com", headers=admin.headers)

    assert_problem(answer, 503, "cognito-unavailable")


def test_administrators_see_that_they_are_administrators(admin: Person) -> None:
    profile = admin.client.get("/api/me", headers=admin.headers).json()
    changed = admin.client.patch("/api/me", headers=admin.headers, json={"attributes": {"name": "Ada"}}).json()

    assert profile["groups"] == changed["groups"] == ["admins"]


class TestEndpoints:
    CALLS = (("POST", "disable"), ("POST", "enable"), ("DELETE", ""))

    @pytest.mark.parametrize(("method", "act"), CALLS)
    def test_endpoints_require_the_admins_group(self, alice_signed_in: Person, method: str, act: str) -> None:
        path = f"/api/users/{alice_signed_in.email}/{act}".rstrip("/")

        answer = alice_signed_in.client.request(method, path, headers=alice_signed_in.headers)
        nobody = alice_signed_in.client.request(method, path)

        assert_problem(answer, 403, "missing-group")
        assert_problem(nobody, 401, "token-missing")
        assert status_of(alice_signed_in) == 200

    @pytest.mark.parametrize(("method", "act"), CALLS)
    def test_unknown_user_is_not_found(self, admin: Person, method: str, act: str) -> None:
        path = f"/api/users/nobody@example.com/{act}".rstrip("/")

        assert_problem(admin.client.request(method, path, headers=admin.headers), 404, "not-found")
