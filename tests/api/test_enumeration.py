"""No response reveals who has an account (user enumeration)."""

import statistics
import time
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.apps import Outbox, Person

ROUNDS = 7


@pytest.fixture
def unconfirmed(client: TestClient, outbox: Outbox) -> Person:
    return Person(client, outbox).sign_up()


@pytest.fixture
def unknown(client: TestClient, outbox: Outbox) -> Person:
    return Person(client, outbox)


@pytest.fixture
def people(alice: Person, unconfirmed: Person, unknown: Person, invited: Person) -> dict[str, Person]:
    return {"known": alice, "unconfirmed": unconfirmed, "unknown": unknown, "invited": invited}


def wrong_password(person: Person) -> Response:
    return person.try_to_sign_in("Wrong-horse-9")


def forgot(person: Person) -> Response:
    return person.client.post("/api/auth/password/forgot", json={"email": person.email})


def resend(person: Person) -> Response:
    return person.client.post("/api/auth/sign-up/resend", json={"email": person.email})


def token(person: Person) -> Response:
    form = {"grant_type": "password", "username": person.email, "password": "Wrong-horse-9"}
    return person.client.post("/api/auth/token", data=form)


def comparable(answer: Response, person: Person) -> tuple[object, ...]:
    """The visible parts of a response, without those that repeat the address of the request."""
    headers = {name for name in answer.headers if name != "x-request-id"}
    return answer.status_code, answer.text.replace(f'"{person.email[0]}***', '"*'), frozenset(headers)


def confirm(person: Person) -> Response:
    return person.client.post("/api/auth/sign-up/confirm", json={"email": person.email, "code": "000000"})


def reset(person: Person) -> Response:
    body = {"email": person.email, "code": "000000", "password": "A-new-password-1"}
    return person.client.post("/api/auth/password/reset", json=body)


Ask = Callable[[Person], Response]


class TestAnswers:
    @pytest.mark.parametrize("ask", [wrong_password, forgot, resend, token, confirm, reset])
    def test_responses_are_the_same_for_known_and_unknown_users(
        self, people: dict[str, Person], disabled: Person, ask: Ask
    ) -> None:
        everyone = [*people.values(), disabled]

        assert len({comparable(ask(person), person) for person in everyone}) == 1

    def test_lockout_is_the_same_for_known_and_unknown_users(self, people: dict[str, Person]) -> None:
        seen = {tuple(comparable(wrong_password(person), person) for _ in range(7)) for person in people.values()}

        assert len(seen) == 1
        assert [answer[0] for answer in seen.pop()] == [401] * 5 + [429] * 2

    def test_sign_up_is_the_same_for_known_and_unknown_users(self, people: dict[str, Person]) -> None:
        def shape(person: Person) -> object:
            body = {"email": person.email, "password": "Another-one-1"}
            answer = person.client.post("/api/auth/sign-up", json=body)
            masked = answer.json()
            masked["delivery"]["destination"] = masked["delivery"]["destination"][1:]
            return answer.status_code, repr(masked)

        assert len({shape(person) for person in people.values()}) == 1


class TestTimes:
    @pytest.mark.parametrize("ask", [wrong_password, forgot, resend, confirm, reset])
    def test_response_times_differ_only_within_noise(self, client: TestClient, outbox: Outbox, ask: Ask) -> None:
        def seconds(person: Person) -> float:
            started = time.perf_counter()
            ask(person)
            return time.perf_counter() - started

        known = [Person(client, outbox).sign_up().confirm() for _ in range(ROUNDS)]
        unknown = [Person(client, outbox) for _ in range(ROUNDS)]
        took = [(seconds(here), seconds(nobody)) for here, nobody in zip(known, unknown, strict=True)]

        here, nobody = (statistics.median(times) for times in zip(*took, strict=True))
        assert abs(here - nobody) < 0.5 * max(
            here, nobody
        )  # skipping a password hash would make a far larger difference
