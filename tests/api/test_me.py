"""The signed-in user's own account."""

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.api.conftest import POOL
from tests.apps import Outbox, Person, assert_problem, running, settings_for
from tests.factors import make_pool
from tests.faults import faulty
from tests.servers import Clock


def patch(person: Person, **attributes: object) -> Response:
    return person.client.patch("/api/me", json={"attributes": attributes}, headers=person.headers)


def verify(person: Person, code: str, name: str = "email") -> Response:
    return person.client.post(f"/api/me/attributes/{name}/verify", json={"code": code}, headers=person.headers)


class TestProfile:
    def test_profile_has_the_pools_values(self, client: TestClient, alice_signed_in: Person) -> None:
        profile = client.get("/api/me", headers=alice_signed_in.headers).json()

        assert profile["email"] == alice_signed_in.email
        assert profile["email_verified"] is True
        assert profile["attributes"] == {"name": "Alice", "agentName": "Wonder"}
        assert profile["sub"] == profile["username"]

    def test_profile_has_the_groups(self, client: TestClient, alice_signed_in: Person) -> None:
        assert client.get("/api/me", headers=alice_signed_in.headers).json()["groups"] == []

    def test_change_keeps_other_attributes(self, alice_signed_in: Person) -> None:
        answer = patch(alice_signed_in, agentName="Bond 漢字")

        assert answer.json()["attributes"] == {"name": "Alice", "agentName": "Bond 漢字"}

    def test_null_deletes_an_attribute(self, alice_signed_in: Person) -> None:
        assert patch(alice_signed_in, agentName=None).json()["attributes"] == {"name": "Alice"}

    def test_empty_change_changes_nothing(self, alice_signed_in: Person) -> None:
        assert patch(alice_signed_in).json()["attributes"] == {"name": "Alice", "agentName": "Wonder"}

    @pytest.mark.parametrize("name", ["sub", "email_verified", "picture", "role", "cognito_groups", "identities"])
    def test_only_attributes_in_the_settings_can_be_changed(self, alice_signed_in: Person, name: str) -> None:
        for value in ("true", None):
            answer = patch(alice_signed_in, **{name: value})

            assert_problem(answer, 422, "unknown-attribute", f"attributes.{name}")

    @pytest.mark.parametrize(
        "attributes",
        [{"agentName": 7}, {"agentName": True}, {"agentName": ["x"]}, {"custom:agentName": "x"}, {"agentName": "\x1b"}],
    )
    def test_values_of_other_types_are_refused(self, alice_signed_in: Person, attributes: dict[str, object]) -> None:
        assert_problem_status(patch(alice_signed_in, **attributes), 422)

    def test_value_that_the_pool_refuses_is_named(self, alice_signed_in: Person) -> None:
        answer = patch(alice_signed_in, agentName="x" * 65)

        assert_problem(answer, 422, "invalid-attribute", "attributes.agentName")

    def test_required_attribute_cannot_be_deleted(self, alice_signed_in: Person) -> None:
        assert_problem_status(patch(alice_signed_in.prove(), email=None), 422)

    def test_profile_requires_a_token(self, client: TestClient) -> None:
        for method in ("GET", "PATCH", "DELETE"):
            answer = client.request(method, "/api/me", json={"attributes": {}} if method == "PATCH" else None)

            assert_problem(answer, 401, "token-missing")
            assert answer.headers["www-authenticate"] == "Bearer"


def assert_problem_status(answer: Response, status: int) -> None:
    assert_problem(answer, status, answer.json()["code"], answer.json().get("field"))


class TestEmailChange:
    @pytest.fixture(autouse=True)
    def _proven(self, alice_signed_in: Person) -> None:
        alice_signed_in.prove()

    def test_new_address_applies_after_its_code_was_entered(self, client: TestClient, alice_signed_in: Person) -> None:
        old, new = alice_signed_in.email, f"new-{alice_signed_in.email}"

        pending = patch(alice_signed_in, email=new)
        verified = verify(alice_signed_in, alice_signed_in.outbox.code(new))

        assert (pending.json()["email"], pending.json()["email_verified"]) == (old, True)
        assert pending.json()["code_deliveries"] == [
            {"attribute": "email", "medium": "email", "destination": "n***@e***"}
        ]
        assert verified.status_code == 204
        assert client.get("/api/me", headers=alice_signed_in.headers).json()["email"] == new

    def test_wrong_and_used_codes_are_refused(self, alice_signed_in: Person) -> None:
        new = f"new-{alice_signed_in.email}"
        patch(alice_signed_in, email=new)
        code = alice_signed_in.outbox.code(new)

        assert_problem(verify(alice_signed_in, f"{(int(code) + 1) % 10**6:06}"), 400, "code-mismatch", "code")
        assert verify(alice_signed_in, code).status_code == 204
        assert_problem(verify(alice_signed_in, code), 400, "code-expired", "code")

    def test_address_of_another_account_is_answered_like_a_free_one(
        self, client: TestClient, alice_signed_in: Person
    ) -> None:
        bob = Person(alice_signed_in.client, alice_signed_in.outbox).sign_up().confirm()
        mails = len(bob.outbox.messages(bob.email))
        path = "/api/me/attributes/email/code"

        def ask(address: str) -> list[object]:
            changed = patch(alice_signed_in, email=address, agentName="Bond")
            resent = client.post(path, headers=alice_signed_in.headers)
            wrong = verify(alice_signed_in, "000000")
            seen = [(answer.status_code, answer.json()) for answer in (changed, resent, wrong)]
            return [repr(part).replace(f"{address[0]}***@", "*@") for part in seen]

        taken, free = ask(bob.email), ask(f"{bob.email[0]}-free-{alice_signed_in.email}")

        assert taken == free
        assert len(bob.outbox.messages(bob.email)) == mails

    def test_address_of_another_account_takes_as_many_calls_as_a_free_one(
        self, alice: Person, cognito_url: str, clock: Clock
    ) -> None:
        bob = Person(alice.client, alice.outbox).sign_up().confirm()
        with faulty(cognito_url) as proxy, running(settings_for(proxy.url), clock) as client:
            person = Person(client, alice.outbox, alice.email).sign_in().prove()

            def calls(address: str) -> list[int]:
                proxy.heal()
                patch(person, email=address)
                changed = proxy.received.total()
                client.post("/api/me/attributes/email/code", headers=person.headers)
                sent = proxy.received.total()
                verify(person, "000000")
                return [changed, sent, proxy.received.total()]

            assert calls(bob.email) == calls(f"free-{alice.email}")

    @pytest.mark.parametrize(
        "address",
        [
            "nobody",
            "",
            "Alice <a@example.com>",
            "a@example.com\r\nBcc: b@example.com",
            f"{'x' * 130}@example.com",
            "x@localhost",
        ],
    )
    def test_invalid_address_is_refused(self, alice_signed_in: Person, address: str) -> None:
        assert_problem(patch(alice_signed_in, email=address), 422, "invalid-attribute", "attributes.email")

    def test_code_can_be_sent_again(self, client: TestClient, alice_signed_in: Person) -> None:
        answer = client.post("/api/me/attributes/email/code", headers=alice_signed_in.headers)

        assert answer.json()["resend_wait_seconds"] == 30
        assert alice_signed_in.outbox.messages(alice_signed_in.email)[0]["purpose"] == "verify_attribute"

    def test_only_addresses_are_verified(self, client: TestClient, alice_signed_in: Person) -> None:
        answer = client.post("/api/me/attributes/agentName/code", headers=alice_signed_in.headers)

        assert_problem(answer, 422, "invalid-request", "name")

    def test_missing_phone_number_cannot_be_verified(self, client: TestClient, alice_signed_in: Person) -> None:
        answer = client.post("/api/me/attributes/phone_number/code", headers=alice_signed_in.headers)

        assert 400 <= answer.status_code < 500


class TestDeletion:
    def test_deletion_whose_response_was_lost_revokes_the_token(
        self, alice_signed_in: Person, pool_admin: CognitoIdentityProviderClient
    ) -> None:
        alice_signed_in.prove()
        pool_admin.admin_delete_user(UserPoolId=POOL, Username=alice_signed_in.email)

        answer = alice_signed_in.client.delete("/api/me", headers=alice_signed_in.headers)

        assert_problem(answer, 401, "token-revoked")
        refused = alice_signed_in.client.get("/api/auth_test", headers=alice_signed_in.headers)
        assert_problem(refused, 401, "token-revoked")


class TestSeveralChanges:
    def test_a_refused_deletion_leaves_the_address_alone(
        self, cognito_url: str, outbox: Outbox, pool_admin: CognitoIdentityProviderClient, clock: Clock
    ) -> None:
        """Otherwise the address would have a pending change of which nothing is noted."""
        schema = [{"Name": "name", "Required": True, "Mutable": True, "AttributeDataType": "String"}]
        pool = make_pool(pool_admin, pool={"Schema": schema}, mfa={"MfaConfiguration": "OFF"})
        with running(settings_for(cognito_url, **pool), clock) as client:
            person, new = Person(client, outbox), Person(client, outbox)
            person.sign_up(name="Ann").confirm().sign_in().prove()

            body = {"attributes": {"email": new.email, "name": None}}
            refused = client.patch("/api/me", json=body, headers=person.headers)

        assert refused.status_code in {400, 422}, refused.text
        assert outbox.messages(new.email) == []
