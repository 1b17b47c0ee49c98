"""SECRET_KEY rotates: replicas with the key before and with the new one share a store, users, and what they carry."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.apps import Outbox, Person, assert_problem, running, settings_for
from tests.factors import answer, turn_on_totp
from tests.servers import Clock

OLD, NEW = "the-key-before-the-rotation-0123", "the-key-after-the-rotation-45678"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('rotation') / 'store.sqlite3'}"


@pytest.fixture(scope="module")
def before(cognito_url: str, clock: Clock, store: str) -> Iterator[TestClient]:
    """A replica that makes everything with the old key; the new one is valid to it already."""
    settings = settings_for(cognito_url, store_url=store, secret_key=OLD, accepted_secret_keys=NEW)
    with running(settings, clock) as client:
        yield client


@pytest.fixture(scope="module")
def after(cognito_url: str, clock: Clock, store: str) -> Iterator[TestClient]:
    """A replica that makes everything with the new key; the old one is still valid to it."""
    settings = settings_for(cognito_url, store_url=store, secret_key=NEW, accepted_secret_keys=OLD)
    with running(settings, clock) as client:
        yield client


@pytest.fixture
def person(before: TestClient, outbox: Outbox) -> Person:
    before.cookies.clear()
    return Person(before, outbox).sign_up(name="Alice").confirm()


def moved(person: Person, client: TestClient) -> Person:
    """The same person, whose requests another replica answers."""
    client.cookies.clear()
    client.cookies.update(person.client.cookies)
    return replace(person, client=client)


@pytest.mark.parametrize("back", [False, True], ids=["to the new key", "back to the old key"])
def test_a_challenge_that_one_replica_began_is_answered_by_the_other(
    before: TestClient, after: TestClient, outbox: Outbox, back: bool
) -> None:
    first, second = (after, before) if back else (before, after)
    first.cookies.clear()
    person = Person(first, outbox).sign_up()
    step = person.try_to_sign_in().json()

    answered = answer(moved(person, second), step, code=person.code, password=person.password)

    assert answered.json()["status"] == "signed_in"


def test_a_proof_of_identity_counts_at_both_replicas(person: Person, after: TestClient) -> None:
    person.sign_in().prove()

    changed = {"current_password": person.password, "new_password": "Another-horse-7"}
    assert moved(person, after).client.put("/api/me/password", json=changed, headers=person.headers).status_code == 204


def test_recovery_codes_work_once_at_either_replica(
    person: Person, after: TestClient, pool_admin: CognitoIdentityProviderClient, clock: Clock
) -> None:
    turn_on_totp(person.sign_in(), pool_admin, clock)
    codes = person.prove().client.post("/api/me/recovery-codes", headers=person.headers).json()["codes"]
    later = moved(person, after)

    used = answer(later, later.try_to_sign_in().json(), recovery_code=codes[0])

    assert used.status_code == 200
    turn_on_totp(later.sign_in(), pool_admin, clock)
    again = person.try_to_sign_in().json()
    assert_problem(answer(person, again, recovery_code=codes[0]), 400, "code-mismatch", "recovery_code")
    assert answer(person, again, recovery_code=codes[1]).status_code == 200


def test_a_used_code_of_the_app_stays_used(
    person: Person, after: TestClient, pool_admin: CognitoIdentityProviderClient, clock: Clock
) -> None:
    app = turn_on_totp(person.sign_in(), pool_admin, clock)
    clock.advance(60)
    body = {"method": "totp", "code": app.code}

    first = person.client.post("/api/auth/step-up", json=body, headers=person.headers)
    second = moved(person, after).client.post("/api/auth/step-up", json=body, headers=person.headers)

    assert first.status_code == 200
    assert_problem(second, 400, "code-mismatch", "code")


def test_what_the_old_key_made_is_refused_once_it_is_withdrawn(
    before: TestClient, outbox: Outbox, cognito_url: str, clock: Clock, store: str
) -> None:
    before.cookies.clear()
    person = Person(before, outbox).sign_up()
    step = person.try_to_sign_in().json()

    with running(settings_for(cognito_url, store_url=store, secret_key=NEW), clock) as alone:
        assert_problem(answer(moved(person, alone), step, code=person.code), 400, "session-invalid", "session")
