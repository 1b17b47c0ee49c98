"""AWS credentials of guests; no identity pool; limits."""

import pytest
from fastapi.testclient import TestClient

from local_cognito.embedded_pool import IDENTITY_POOL_ID
from tests.api.aws_credentials.conftest import KEYS, as_guest, ask, refresh
from tests.apps import Outbox, Person, assert_problem, running, settings_for
from tests.servers import Clock


class TestGuests:
    def test_guests_are_refused_unless_the_pool_allows_them(self, alice: Person) -> None:
        assert_problem(as_guest(alice.client), 403, "feature-unavailable")

    @pytest.mark.usefixtures("with_guests")
    def test_a_guest_gets_credentials_and_renews_them(self, alice: Person) -> None:
        first = as_guest(alice.client)
        again = as_guest(alice.client, identity_id=first.json()["identity_id"])

        assert first.status_code == again.status_code == 200
        assert "no-store" in first.headers["cache-control"]
        assert first.json().keys() == {*KEYS, "identity_id", "expires_at"}
        assert again.json()["identity_id"] == first.json()["identity_id"]
        assert again.json()["access_key_id"] != first.json()["access_key_id"]
        assert as_guest(alice.client).json()["identity_id"] != first.json()["identity_id"]

    @pytest.mark.usefixtures("with_guests")
    def test_a_guest_cannot_use_the_identity_of_a_user_nor_learn_of_it(self, alice: Person) -> None:
        identity = ask(alice).json()["identity_id"]

        for other in (identity, f"{identity[:-12]}000000000000", "eu-west-1:11111111-1111-4111-8111-111111111111"):
            assert_problem(as_guest(alice.client, identity_id=other), 403, "not-allowed")

    @pytest.mark.parametrize("identity_id", ["", "x", "us-east-1:../x", "a" * 60, 7, "us-east-1:\n"])
    def test_malformed_identities_are_refused(self, alice: Person, identity_id: object) -> None:
        assert_problem(as_guest(alice.client, identity_id=identity_id), 422, "invalid-request", "identity_id")

    def test_other_websites_cannot_ask(self, alice: Person) -> None:
        answer = alice.client.post("/api/auth/aws-credentials", headers={"Origin": "https://evil.example"})

        assert_problem(answer, 403, "origin-refused")


class TestWithoutAnIdentityPool:
    def test_the_feature_is_unavailable(self, client: TestClient, outbox: Outbox) -> None:
        person = Person(client, outbox).sign_up().confirm().sign_in()

        assert_problem(ask(person), 403, "feature-unavailable")
        assert_problem(as_guest(client), 403, "feature-unavailable")
        assert client.get("/api/auth/config").json()["aws_credentials"] is False

    def test_the_configuration_tells_that_there_is_one(self, alice: Person) -> None:
        assert alice.client.get("/api/auth/config").json()["aws_credentials"] is True


class TestLimits:
    def test_a_user_and_a_guest_cannot_ask_without_end(self, cognito_url: str, clock: Clock, outbox: Outbox) -> None:
        settings = settings_for(cognito_url, cognito_identity_pool_id=IDENTITY_POOL_ID, rate_limits="on")
        with running(settings, clock) as client:
            person = Person(client, outbox).sign_up().confirm().sign_in()
            token = refresh(person)
            users = [ask(person, token).status_code for _ in range(31)]
            guests = [as_guest(client).status_code for _ in range(101)]

        assert users == [200] * 30 + [429]
        assert guests == [403] * 100 + [429]
