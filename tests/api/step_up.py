"""A proof of identity, and a change that needs one."""

from typing import Any

from tests.apps import Person


def step_up(person: Person, **body: object) -> Any:
    return person.client.post("/api/auth/step-up", json=body, headers=person.headers)


def delete_account(person: Person) -> Any:
    return person.client.delete("/api/me", headers=person.headers)
