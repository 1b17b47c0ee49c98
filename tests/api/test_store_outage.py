"""While the store is unavailable, a reset and a take-over still do at Cognito what protects the account."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.api.conftest import POOL
from tests.api.ownership import ATTACKERS, NEW, VICTIMS, confirm, forgot, reset, sign_up
from tests.apps import Outbox, Person, assert_problem, running, settings_for
from tests.factors import answer, turn_on_totp
from tests.mailed_codes import have_code_sent
from tests.servers import Clock
from tests.shared_store import StoreServer, store_server

Fail = Callable[[], object]


@pytest.fixture(scope="module")
def server() -> Iterator[StoreServer]:
    with store_server() as server:
        yield server


@pytest.fixture(params=["open", "closed"])
def failure(request: pytest.FixtureRequest) -> str:
    """STORE_FAILURE."""
    return str(request.param)


@pytest.fixture
def owner(cognito_url: str, clock: Clock, outbox: Outbox, tmp_path: Path, failure: str) -> Iterator[Person]:
    """A person at an API whose database can be read, and not be written once `stop_writes` was called."""
    settings = settings_for(
        cognito_url, store_url=f"sqlite:///{tmp_path}/store.sqlite3", store_failure=failure, log_level="ERROR"
    )
    with running(settings, clock) as client:
        yield Person(client, outbox)


@pytest.fixture
def stop_writes(tmp_path: Path) -> Fail:
    """Make every write fail."""
    return lambda: (tmp_path / "store.sqlite3").rename(tmp_path / "elsewhere.sqlite3")


def assert_ended(person: Person, token: str, refresh_token: str) -> None:
    """The access token is refused here, and the refresh token at Cognito."""
    bearer = {"Authorization": f"Bearer {token}"}
    assert_problem(person.client.get("/api/auth_test", headers=bearer), 401, "token-revoked")
    cookie = {"Cookie": f"vestibule_refresh={refresh_token}"}
    assert_problem(person.client.post("/api/auth/refresh", headers=cookie), 401, "session-ended")


def test_a_password_reset_ends_earlier_sessions(owner: Person, stop_writes: Fail, failure: str) -> None:
    owner.sign_up().confirm().sign_in()
    forgot(owner)
    stop_writes()

    done = reset(owner)

    assert done.status_code == (204 if failure == "open" else 503), done.text
    assert_ended(owner, owner.access_token, owner.refresh_token)


def test_a_password_reset_ends_earlier_sessions_without_the_shared_store(
    cognito_url: str, clock: Clock, outbox: Outbox, server: StoreServer
) -> None:
    with running(settings_for(cognito_url, store_url=server.url, log_level="ERROR"), clock) as client:
        person = Person(client, outbox).sign_up().confirm().sign_in()
        server.kill()
        forgot(person)

        assert reset(person).status_code == 204

        assert_ended(person, person.access_token, person.refresh_token)


def test_a_password_of_another_sign_up_starts_no_session(owner: Person, stop_writes: Fail, tmp_path: Path) -> None:
    sign_up(owner, ATTACKERS)
    sign_up(owner, VICTIMS)
    stop_writes()

    confirm(owner)
    (tmp_path / "elsewhere.sqlite3").rename(tmp_path / "store.sqlite3")

    assert owner.try_to_sign_in(ATTACKERS).json().get("status") != "signed_in"


@pytest.mark.parametrize("has_app", [False, True], ids=["password only", "second factor"])
def test_a_reset_at_the_sign_in_ends_earlier_sessions(
    owner: Person,
    stop_writes: Fail,
    failure: str,
    pool_admin: CognitoIdentityProviderClient,
    clock: Clock,
    has_app: bool,
) -> None:
    owner.sign_up().confirm().sign_in()
    if has_app:
        turn_on_totp(owner, pool_admin, clock)
    pool_admin.admin_reset_user_password(UserPoolId=POOL, Username=owner.email)
    step = owner.try_to_sign_in().json()
    stop_writes()

    done = answer(owner, step, code=owner.code, new_password=NEW)

    assert done.status_code == (200 if failure == "open" else 503), done.text
    assert_ended(owner, owner.access_token, owner.refresh_token)


def test_a_mailed_code_deletes_what_another_sign_up_set(owner: Person, stop_writes: Fail, failure: str) -> None:
    sign_up(owner, ATTACKERS, name="Mallory")
    code_sent = have_code_sent(owner)
    stop_writes()

    step = answer(owner, code_sent, code=owner.code)
    stolen = owner.try_to_sign_in(ATTACKERS)

    assert stolen.json().get("status") != "signed_in", stolen.text
    if failure == "open":
        done = answer(owner, step.json(), code=owner.code, new_password=NEW)
        assert done.json()["user"]["attributes"] == {}
