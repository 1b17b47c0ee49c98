"""The audit log: one line for each security event, with digests in place of names."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from tests.apps import Outbox, Person, running, settings_for
from tests.servers import Clock
from vestibule.logs import AUDIT
from vestibule.main import create_app

MONITORING = Path(__file__).parents[2] / "docs" / "monitoring.md"

Event = dict[str, Any]


@pytest.fixture
def client(cognito_url: str, clock: Clock) -> Iterator[TestClient]:
    with running(settings_for(cognito_url, rate_limits="on"), clock) as client:
        yield client


@pytest.fixture
def events(caplog: pytest.LogCaptureFixture) -> Callable[[], list[Event]]:
    """The audit lines that were written since the last call."""

    def read() -> list[Event]:
        lines = [record.getMessage() for record in caplog.records if record.name == AUDIT]
        caplog.clear()
        return [json.loads(line) for line in lines]

    return read


Events = Callable[[], list[Event]]


class TestSignIn:
    def test_successful_sign_in_records_actor_subject_and_request(self, alice: Person, events: Events) -> None:
        events()

        answer = alice.try_to_sign_in(**{"X-Request-ID": "a-request"})

        (event,) = events()
        assert set(event) == {
            *("timestamp", "event", "outcome", "reason", "actor", "subject", "client", "request_id"),
        }
        assert (event["event"], event["outcome"], event["reason"]) == ("audit.sign_in", "success", None)
        assert event["request_id"] == answer.headers["x-request-id"] == "a-request"
        assert all(len(event[name]) == 32 for name in ("actor", "subject", "client"))

    def test_failed_sign_in_records_the_account(self, alice: Person, events: Events) -> None:
        alice.sign_in()
        succeeded = events()[-1]

        alice.try_to_sign_in("wrong-Guess-1")

        (event,) = events()
        assert (event["outcome"], event["reason"], event["actor"]) == ("failure", "invalid-credentials", None)
        assert (event["subject"], event["client"]) == (succeeded["subject"], succeeded["client"])

    def test_lockout_is_recorded_as_a_failure_with_its_reason(self, newcomer: Person, events: Events) -> None:
        for _ in range(12):
            newcomer.try_to_sign_in("wrong-Guess-1")

        assert events()[-1]["reason"] == "too-many-attempts"

    def test_a_challenge_is_recorded_as_pending(self, newcomer: Person, events: Events) -> None:
        newcomer.sign_up().try_to_sign_in()

        event = events()[-1]
        assert (event["event"], event["outcome"], event["reason"]) == ("audit.sign_in", "pending", "confirm_sign_up")

    @pytest.mark.parametrize(
        ("password", "outcome", "reason"),
        [("Correct-horse-9", "success", None), ("wrong-Guess-1", "failure", "invalid-credentials")],
    )
    def test_the_token_endpoint_is_recorded_too(
        self, client: TestClient, alice: Person, events: Events, password: str, outcome: str, reason: str | None
    ) -> None:
        events()

        client.post("/api/auth/token", data={"grant_type": "password", "username": alice.email, "password": password})

        (event,) = events()
        assert (event["event"], event["outcome"], event["reason"]) == ("audit.token", outcome, reason)

    def test_an_unreadable_request_is_not_recorded(self, client: TestClient, events: Events) -> None:
        client.post("/api/auth/sign-in", json={"password": "a"})

        assert events() == []


class TestAccount:
    def test_sign_out_is_recorded(self, client: TestClient, alice: Person, events: Events) -> None:
        alice.sign_in()
        (signed_in,) = events()

        client.post("/api/auth/sign-out", json={}, headers=alice.headers)

        (event,) = events()
        assert (event["event"], event["outcome"], event["actor"]) == ("audit.sign_out", "success", signed_in["actor"])

    def test_changing_the_password_is_recorded(self, client: TestClient, alice: Person, events: Events) -> None:
        alice.sign_in()
        (signed_in,) = events()

        for current in ("wrong-Guess-1", alice.password):
            body = {"current_password": current, "new_password": "Correct-horse-10"}
            client.put("/api/me/password", json=body, headers=alice.headers)

        wrong, right = events()
        assert (wrong["outcome"], wrong["reason"]) == ("failure", "wrong-password")
        assert right["outcome"] == "success"
        assert wrong["actor"] == right["actor"] == right["subject"] == signed_in["actor"]

    def test_a_password_reset_is_recorded(self, client: TestClient, alice: Person, events: Events) -> None:
        events()
        client.post("/api/auth/password/forgot", json={"email": alice.email})
        body = {"email": alice.email, "code": alice.code, "password": "Correct-horse-10"}
        client.post("/api/auth/password/reset", json=body)

        assert [(event["event"], event["outcome"]) for event in events()] == [
            ("audit.forgot_password", "success"),
            ("audit.reset_password", "success"),
        ]

    def test_reading_the_profile_is_not_recorded(
        self, client: TestClient, alice_signed_in: Person, events: Events
    ) -> None:
        events()

        client.get("/api/me", headers=alice_signed_in.headers)

        assert events() == []


class TestAdministration:
    def test_every_action_records_the_administrator_and_the_user(
        self, admin: Person, alice: Person, events: Events
    ) -> None:
        admin.sign_in()
        (signed_in,) = events()
        for act in ("disable", "enable"):
            admin.client.post(f"/api/users/{alice.email}/{act}", headers=admin.headers)
        admin.client.delete(f"/api/users/{alice.email}", headers=admin.headers)
        acts = events()
        alice.try_to_sign_in()

        assert [(act["event"], act["outcome"]) for act in acts] == [
            ("audit.disable_user", "success"),
            ("audit.enable_user", "success"),
            ("audit.delete_user", "success"),
        ]
        assert {act["actor"] for act in acts} == {signed_in["actor"]}
        assert {act["subject"] for act in acts} == {events()[-1]["subject"]}

    def test_an_action_by_a_user_who_is_no_administrator_is_recorded_as_a_failure(
        self, client: TestClient, alice: Person, events: Events
    ) -> None:
        alice.sign_in()
        (signed_in,) = events()

        client.delete("/api/users/somebody", headers=alice.headers)

        (event,) = events()
        assert (event["event"], event["outcome"], event["reason"]) == ("audit.delete_user", "failure", "missing-group")
        assert event["actor"] == signed_in["actor"]

    def test_an_action_on_an_unknown_user_is_recorded_as_a_failure(self, admin: Person, events: Events) -> None:
        admin.client.delete("/api/users/nobody", headers=admin.headers)

        assert [(event["outcome"], event["reason"]) for event in events()] == [("failure", "not-found")]


def test_lines_are_json_at_every_level_and_contain_no_name_and_no_secret(
    cognito_url: str, outbox: Outbox, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    with running(settings_for(cognito_url, log_level="ERROR", log_format="console"), clock) as client:
        person = Person(client, outbox).sign_up().confirm().sign_in()
        client.post("/api/auth/sign-out", json={}, headers=person.headers)

    written = capsys.readouterr().out
    assert [json.loads(line)["event"] for line in written.splitlines()] == [
        *("audit.sign_up", "audit.confirm_sign_up", "audit.sign_in", "audit.sign_out"),
    ]
    for secret in (person.email, "example.com", "testclient", "eyJ", person.password):
        assert secret not in written


def test_events_are_counted(client: TestClient, newcomer: Person) -> None:
    newcomer.try_to_sign_in("wrong-Guess-1")

    assert 'vestibule_security_events_total{action="sign_in",outcome="failure"} 1.0' in client.get("/metrics").text


def test_the_documentation_lists_every_action() -> None:
    row = next(line for line in MONITORING.read_text().splitlines() if line.startswith("| `event` |"))
    documented = set(re.findall(r"`([a-z_]+)`", row)) - {"event"}

    audited = {
        route.name
        for route in create_app(settings_for("http://localhost:9229")).routes
        if isinstance(route, APIRoute)
        and any(getattr(depends.dependency, "audited", False) for depends in route.dependencies)
    }

    assert documented == audited | {"link_identity"}
