"""Three replicas behind Caddy: they share their state, and each may stop at any moment."""

from collections.abc import Iterator

import pytest

from tests.apps import Person
from tests.compose.stack import Stack, docker
from tests.compose.traffic import traffic

REPLICAS = 3
WRONG_PASSWORDS = 10
ENOUGH = 300  # responses before and after


@pytest.fixture(scope="module", autouse=True)
def scaled(stack: Stack) -> Iterator[None]:
    stack.up("--scale", f"api={REPLICAS}", "--no-recreate")
    yield
    stack.up("--scale", "api=1", "--no-recreate")


def replica_ids(stack: Stack) -> list[str]:
    return stack.compose("ps", "--quiet", "api").stdout.split()


def statuses_at_every_replica(stack: Stack, person: Person) -> list[list[int]]:
    header = f"Authorization: Bearer {person.access_token}"
    url = "http://127.0.0.1:8000/api/auth_test"
    return [stack.ask("api", "GET", url, "", header, replica=number + 1) for number in range(REPLICAS)]


def test_sign_out_applies_to_every_replica(stack: Stack, alice_signed_in: Person) -> None:
    before = statuses_at_every_replica(stack, alice_signed_in)
    signed_out = alice_signed_in.client.post("/api/auth/sign-out", headers=alice_signed_in.headers)
    after = statuses_at_every_replica(stack, alice_signed_in)

    assert signed_out.status_code == 204
    assert before == [[200]] * REPLICAS
    assert after == [[401]] * REPLICAS


def test_limits_count_the_client_over_all_replicas(stack: Stack, newcomer: Person) -> None:
    """The attempts come from another container. Each is for another account and claims another IP address."""
    guess = '{{"email": "{turn}@example.com", "password": "Wrong-horse-1"}}'
    headers = ("Content-Type: application/json", "X-Forwarded-For: 203.0.113.{turn}")

    statuses = stack.ask_from_outside("http://web:8080/api/auth/sign-in", guess, *headers, times=WRONG_PASSWORDS + 1)
    somebody_else = newcomer.try_to_sign_in()

    assert statuses == [401] * WRONG_PASSWORDS + [429]
    assert somebody_else.status_code == 401  # wrong, but not limited


def test_killing_a_replica_loses_no_idempotent_request(stack: Stack, alice_signed_in: Person) -> None:
    victim = replica_ids(stack)[0]

    with traffic(stack, "GET", "/api/auth_test", alice_signed_in) as seen:
        seen.wait_for_more(ENOUGH)
        docker("kill", victim)
        seen.wait_for_more(ENOUGH)
        docker("start", victim)
        seen.wait_for_more(ENOUGH)

    assert set(seen.results) == {200}


def test_stopping_a_replica_loses_no_request(stack: Stack, alice_signed_in: Person) -> None:
    victim = replica_ids(stack)[1]

    with traffic(stack, "POST", "/api/auth_test", alice_signed_in) as seen:
        seen.wait_for_more(ENOUGH)
        docker("stop", victim)
        seen.wait_for_more(ENOUGH)
        docker("start", victim)
        seen.wait_for_more(ENOUGH)

    assert set(seen.results) == {200}


def test_crashed_replica_is_restarted(stack: Stack) -> None:
    crash = "import os; [os.kill(int(p), 9) for p in os.listdir('/proc') if p.isdigit() and p != str(os.getpid())]"

    stack.compose("exec", "-T", "api", "python", "-c", crash, check=False)
    stack.up("--scale", f"api={REPLICAS}", "--no-recreate")

    assert len(replica_ids(stack)) == REPLICAS
    assert sum(container["RestartCount"] for container in stack.containers("api")) == 1
