"""How long, for whom and where a proof of identity counts."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fastapi.testclient import TestClient

from tests.api.step_up import delete_account, step_up
from tests.apps import Outbox, Person, assert_problem, running, settings_for
from tests.servers import Clock


class TestProof:
    def test_a_proof_expires_after_five_minutes(self, alice_signed_in: Person, clock: Clock) -> None:
        alice_signed_in.prove()
        clock.advance(301)

        assert_problem(delete_account(alice_signed_in), 403, "step-up-required")

    def test_a_proof_is_bound_to_the_session(self, alice_signed_in: Person, client: TestClient, outbox: Outbox) -> None:
        alice_signed_in.prove()
        elsewhere = Person(client, outbox, alice_signed_in.email).sign_in()

        assert_problem(delete_account(elsewhere), 403, "step-up-required")

    def test_a_proof_is_bound_to_the_user(self, alice_signed_in: Person, client: TestClient, outbox: Outbox) -> None:
        bob = Person(client, outbox).sign_up().confirm().sign_in()
        alice_signed_in.prove()

        assert_problem(delete_account(bob), 403, "step-up-required")

    def test_a_proof_outlives_a_refresh_of_the_session(self, alice_signed_in: Person) -> None:
        alice_signed_in.prove()
        refreshed = alice_signed_in.client.post("/api/auth/refresh")
        alice_signed_in.access_token = refreshed.json()["access_token"]

        assert delete_account(alice_signed_in).status_code == 204

    def test_a_proof_counts_on_every_replica(
        self, alice_signed_in: Person, cognito_url: str, clock: Clock, outbox: Outbox, tmp_path: Path
    ) -> None:
        settings = settings_for(cognito_url, store_url=f"sqlite:///{tmp_path / 'shared.sqlite3'}")
        with running(settings, clock) as one, running(settings, clock) as other:
            Person(one, outbox, alice_signed_in.email, access_token=alice_signed_in.access_token).prove()
            there = Person(other, outbox, alice_signed_in.email, access_token=alice_signed_in.access_token)

            assert delete_account(there).status_code == 204

    def test_parallel_guesses_get_no_more_tries_than_sequential_ones(
        self, alice_signed_in: Person, cognito_url: str, clock: Clock, outbox: Outbox
    ) -> None:
        with running(settings_for(cognito_url, rate_limits="on"), clock) as limited:
            person = Person(limited, outbox, alice_signed_in.email, access_token=alice_signed_in.access_token)
            with ThreadPoolExecutor(50) as threads:
                tried = list(
                    threads.map(lambda n: step_up(person, method="password", password=f"Wrong-horse-{n}"), range(50))
                )

        assert [one.json()["code"] for one in tried].count("wrong-password") <= 10
        assert {one.status_code for one in tried} <= {400, 429}
