"""The session of a challenge is used once, also where Cognito has no session of its own for it."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.apps import Person, assert_problem
from tests.factors import answer
from vestibule.cognito.challenges.registry import KINDS


def choose(person: Person) -> Any:
    """The choice among first factors."""
    return person.client.post("/api/auth/sign-in", json={"email": person.email}).json()


def confirm(person: Person) -> Any:
    """The request for the password, after the address was confirmed by a code alone."""
    unconfirmed = person.try_to_sign_in().json()
    return answer(person, unconfirmed, code=person.code).json()


def test_a_session_lives_as_long_as_cognitos_or_as_the_mailed_code() -> None:
    three_minutes = ("custom", "email_otp", "new_password", "passkey", "select_factor", "set_up_mfa", "sms", "totp")
    lifetimes = dict.fromkeys(three_minutes, 180)
    lifetimes |= {"password": 600, "confirm_sign_up": 3600, "password_reset_required": 3600}

    assert {kind: challenge.lifetime for kind, challenge in KINDS.items()} == lifetimes


@pytest.mark.parametrize("kind", ["select_factor", "password"])
def test_a_session_signs_in_once(newcomer: Person, kind: str) -> None:
    newcomer.sign_up()
    step = confirm(newcomer)
    if kind == "select_factor":
        step = choose(newcomer)
    assert step["kind"] == kind
    proof = {"password": newcomer.password} | ({"factor": "password"} if kind == "select_factor" else {})

    first, second = answer(newcomer, step, **proof), answer(newcomer, step, **proof)

    assert first.json()["status"] == "signed_in"
    assert_problem(second, 400, "session-invalid", "session")


def test_of_parallel_answers_with_one_session_one_signs_in(alice: Person) -> None:
    step = choose(alice)

    with ThreadPoolExecutor(8) as threads:
        proof = {"factor": "password", "password": alice.password}
        statuses = [found.status_code for found in threads.map(lambda _: answer(alice, step, **proof), range(8))]

    assert sorted(statuses) == [200] + 7 * [400]


def test_a_wrong_answer_does_not_use_up_the_session(alice: Person) -> None:
    step = choose(alice)
    wrong = answer(alice, step, factor="password", password="Wrong-horse-9")
    right = answer(alice, step, factor="password", password=alice.password)

    assert_problem(wrong, 401, "invalid-credentials")
    assert right.json()["status"] == "signed_in"
