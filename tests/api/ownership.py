"""An attacker signs up with a victim's address, and the victim proves that it is theirs."""

from tests.apps import HttpResponse, Person, assert_problem

ATTACKERS = "Attackers-horse-9"
VICTIMS = "Victims-horse-9"
NEW = "A-new-password-1"


def sign_up(person: Person, password: str, **attributes: str) -> None:
    body = {"email": person.email, "password": password, "attributes": attributes}
    assert person.client.post("/api/auth/sign-up", json=body).status_code == 201


def confirm(person: Person, **password: str) -> HttpResponse:
    body = {"email": person.email, "code": person.code, **password}
    return person.client.post("/api/auth/sign-up/confirm", json=body)


def forgot(person: Person) -> HttpResponse:
    return person.client.post("/api/auth/password/forgot", json={"email": person.email})


def reset(person: Person, password: str = NEW) -> HttpResponse:
    body = {"email": person.email, "code": person.code, "password": password}
    return person.client.post("/api/auth/password/reset", json=body)


def assert_owned(person: Person, password: str) -> None:
    """The password signs in, the attacker's does not, and the attacker's attributes are deleted."""
    signed_in = person.try_to_sign_in(password)
    assert signed_in.json()["status"] == "signed_in", signed_in.text
    assert signed_in.json()["user"]["attributes"] == {}
    assert_problem(person.try_to_sign_in(ATTACKERS), 401, "invalid-credentials")
