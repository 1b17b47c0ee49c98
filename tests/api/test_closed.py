"""STORE_FAILURE=closed while the store is unavailable: 503, but sign-outs take effect here and at Cognito."""

from collections.abc import Iterator

import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.api.conftest import POOL
from tests.apps import Outbox, Person, assert_problem, running, settings_for
from tests.servers import Clock
from tests.shared_store import StoreServer, store_server


@pytest.fixture
def store() -> Iterator[StoreServer]:
    with store_server() as server:
        yield server


@pytest.fixture
def alone(cognito_url: str, clock: Clock, outbox: Outbox, store: StoreServer) -> Iterator[Person]:
    """A user who signed in before the store became unavailable."""
    settings = settings_for(cognito_url, store_url=store.url, store_failure="closed", log_level="ERROR")
    with running(settings, clock) as client:
        person = Person(client, outbox).sign_up().confirm().sign_in()
        store.kill()
        yield person


def assert_signed_out(person: Person) -> None:
    """The access token is refused here, and the refresh token at Cognito."""
    assert_problem(person.client.get("/api/auth_test", headers=person.headers), 401, "token-revoked")
    cookie = {"Cookie": f"vestibule_refresh={person.refresh_token}"}
    assert_problem(person.client.post("/api/auth/refresh", headers=cookie), 401, "session-ended")


@pytest.mark.parametrize("everywhere", [False, True])
def test_sign_out_clears_the_cookie_and_revokes_at_cognito_while_the_store_is_unavailable(
    alone: Person, everywhere: bool
) -> None:
    answer = alone.client.post("/api/auth/sign-out", json={"everywhere": everywhere}, headers=alone.headers)

    assert_problem(answer, 503, "store-unavailable")
    assert 'vestibule_refresh=""' in answer.headers["set-cookie"]
    assert_signed_out(alone)


def test_no_account_is_deleted_while_the_store_is_unavailable(
    alone: Person, pool_admin: CognitoIdentityProviderClient
) -> None:
    """The store holds the proof that the user confirmed it."""
    answer = alone.client.delete("/api/me", headers=alone.headers)

    assert_problem(answer, 503, "store-unavailable")
    assert pool_admin.admin_get_user(UserPoolId=POOL, Username=alone.email)["Enabled"]
