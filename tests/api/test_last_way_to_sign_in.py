"""Whatever users without a password delete at the same time, one way to sign in stays."""

from fastapi.testclient import TestClient

from tests.apps import assert_problem
from tests.passwordless import add_passkeys, delete_all_passkeys_at_once, passkeys_of, sign_up_without_password


def test_of_parallel_deletions_of_all_passkeys_one_is_refused(client: TestClient, cognito_url: str) -> None:
    client.cookies.clear()
    person = sign_up_without_password(client, cognito_url)
    add_passkeys(person, 4)

    assert delete_all_passkeys_at_once(person) == [204, 204, 204, 409]
    (last,) = passkeys_of(person)
    assert_problem(client.delete(f"/api/me/passkeys/{last}", headers=person.headers), 409, "last-factor")
