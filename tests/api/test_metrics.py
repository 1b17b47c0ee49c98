"""Metrics that operators base alerts on."""

import pytest
from fastapi.testclient import TestClient

from tests.apps import Outbox, Person, running, settings_for
from tests.servers import Clock
from tests.shared_store import store_server


def value(client: TestClient, series: str) -> float:
    """The value of a series, such as `name{label="value"}`; 0 if there is none."""
    lines = client.get("/metrics").text.splitlines()
    return next((float(line.rpartition(" ")[2]) for line in lines if line.rpartition(" ")[0] == series), 0)


class TestMetrics:
    def test_requests_are_counted_by_route_and_not_by_path(self, client: TestClient) -> None:
        client.get("/api/auth_test")
        client.get("/api/some-secret-thing")
        client.request("BREW", "/api/coffee")

        found = client.get("/metrics").text

        assert 'http_request_duration_seconds_count{method="GET",route="/api/auth_test",status="401"}' in found
        assert "secret" not in found
        assert "BREW" not in found

    @pytest.mark.parametrize(
        ("headers", "code"), [({}, "token-missing"), ({"Authorization": "Bearer x.y.z"}, "token-invalid")]
    )
    def test_refused_tokens_are_counted_by_reason(self, client: TestClient, headers: dict[str, str], code: str) -> None:
        series = f'vestibule_problems_total{{code="{code}",route="/api/auth_test"}}'
        before = value(client, series)

        client.get("/api/auth_test", headers=headers)

        assert value(client, series) == before + 1

    def test_malformed_requests_are_counted(self, client: TestClient) -> None:
        series = 'vestibule_problems_total{code="invalid-request",route="/api/auth/sign-in"}'
        before = value(client, series)

        client.post("/api/auth/sign-in", json={"password": "a"})

        assert value(client, series) == before + 1

    @pytest.mark.parametrize(("password", "outcome"), [("Correct-horse-9", "ok"), ("x", "NotAuthorizedException")])
    def test_calls_to_cognito_are_counted_by_operation_and_outcome(
        self, alice: Person, password: str, outcome: str
    ) -> None:
        labels = f'operation="InitiateAuth",outcome="{outcome}"'
        series = f"vestibule_cognito_call_duration_seconds_count{{{labels}}}"
        before = value(alice.client, series)

        alice.try_to_sign_in(password)

        assert value(alice.client, series) == before + 1

    def test_an_unreachable_cognito_is_counted(self, clock: Clock) -> None:
        with running(settings_for("http://127.0.0.1:9", log_level="ERROR"), clock) as lonely:
            Person(lonely, Outbox("")).try_to_sign_in()

            labels = 'operation="InitiateAuth",outcome="EndpointConnectionError"'
            assert value(lonely, f"vestibule_cognito_call_duration_seconds_count{{{labels}}}") == 1

    def test_a_token_is_verified_once_and_then_found_in_the_cache(self, alice_signed_in: Person) -> None:
        client = alice_signed_in.client
        series = ("vestibule_token_verifications_total", "vestibule_cached_tokens")
        verified, cached = (value(client, name) for name in series)

        for _ in range(3):
            client.get("/api/auth_test", headers=alice_signed_in.headers)

        assert [value(client, name) for name in series] == [verified + 1, cached + 1]

    def test_ended_sessions_are_counted(self, alice_signed_in: Person) -> None:
        client = alice_signed_in.client
        before = value(client, "vestibule_revocations")

        client.post("/api/auth/sign-out", headers=alice_signed_in.headers)

        assert value(client, "vestibule_revocations") > before

    def test_the_age_of_the_keys_is_measured(self, cognito_url: str) -> None:
        clock = Clock()
        with running(settings_for(cognito_url), clock) as client:
            Person(client, Outbox(cognito_url)).sign_up().confirm().sign_in()
            while not client.get("/api/health/ready").json()["keys"]:
                pass
            clock.advance(600)

            assert value(client, "vestibule_keys_age_seconds") == 600


class TestStore:
    def test_an_outage_is_shown_by_the_gauge_and_by_readiness(
        self, cognito_url: str, outbox: Outbox, clock: Clock
    ) -> None:
        with (
            store_server() as store,
            running(settings_for(cognito_url, store_url=store.url, log_level="ERROR"), clock) as client,
        ):
            person = Person(client, outbox).sign_up().confirm().sign_in()
            before = value(client, "vestibule_store_connected"), client.get("/api/health/ready").json()
            store.kill()
            signed_out = client.post("/api/auth/sign-out", json={}, headers=person.headers)
            ready = client.get("/api/health/ready")

            assert before == (1, {"status": "ok", "keys": True, "store": True})
            assert (signed_out.status_code, signed_out.json()["code"]) == (503, "store-unavailable")
            assert client.get("/api/auth_test", headers=person.headers).status_code == 401
            assert value(client, "vestibule_store_connected") == 0
            assert (ready.status_code, ready.json()) == (200, {"status": "ok", "keys": True, "store": False})
