"""Signing in with a mailed code in place of the password, for the tests of the API."""

from typing import Any

from tests.apps import HttpResponse, Person
from tests.factors import answer


def begin(person: Person) -> Any:
    return person.client.post("/api/auth/sign-in", json={"email": person.email}).json()


def have_code_sent(person: Person) -> Any:
    """The step that asks for the code."""
    return answer(person, begin(person), factor="email_otp").json()


def sign_in_by_code(person: Person) -> HttpResponse:
    step = have_code_sent(person)
    response: HttpResponse = answer(person, step, code=person.code)
    return response


def wrong_code(code: str) -> str:
    """Another code."""
    return f"{(int(code) + 1) % 10**8:08}"
