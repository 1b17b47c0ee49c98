"""Services are stopped and started, one by one and all at once; nothing is lost."""

import pytest

from tests.apps import Person
from tests.compose.stack import Stack


def revoked(person: Person) -> bool:
    answer = person.client.get("/api/auth_test", headers=person.headers)
    return bool(answer.json().get("code") == "token-revoked")


@pytest.mark.parametrize("service", ["store", "cognito", "api", "web"])
def test_account_session_and_sign_out_survive_the_restart_of_a_service(
    stack: Stack, alice_signed_in: Person, service: str
) -> None:
    alice, signed_out = alice_signed_in, alice_signed_in.access_token
    alice.client.post("/api/auth/sign-out", headers=alice.headers)
    alice.sign_in()

    stack.compose("restart", service)
    stack.up()
    welcome = alice.client.get("/api/me", headers=alice.headers)
    alice.access_token = signed_out

    assert welcome.status_code == 200
    assert revoked(alice)


def test_down_and_up_lose_nothing(stack: Stack, alice_signed_in: Person) -> None:
    alice, signed_out = alice_signed_in, alice_signed_in.access_token
    alice.client.post("/api/auth/sign-out", headers=alice.headers)
    alice.sign_in()

    stack.compose("down")
    stack.up()
    welcome = alice.client.get("/api/me", headers=alice.headers)
    again = alice.try_to_sign_in()
    alice.access_token = signed_out

    assert welcome.status_code == 200  # the signing keys are still the same
    assert again.status_code == 200
    assert revoked(alice)
