"""One stand-in for Cognito a session, the API on it, and people with accounts."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from local_cognito.http.app import create_app as create_cognito
from tests.apps import Outbox, Person, running, settings_for
from tests.servers import Clock, serve
from vestibule import logs


@pytest.fixture(autouse=True)
def _logs_of_this_test_alone() -> Iterator[None]:
    """Logs as the shared API's; and so again in the end, for a test's own standard output goes with it."""
    settings = settings_for("http://127.0.0.1:9")
    logs.configure(settings)
    yield
    logs.configure(settings)


@pytest.fixture(scope="session")
def clock() -> Clock:
    """The time, for the API and the stand-in alike; tests may let it pass."""
    return Clock()


@pytest.fixture(scope="session")
def cognito_url(clock: Clock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve(create_cognito(tmp_path_factory.mktemp("cognito") / "pool.sqlite3", clock=clock)) as url:
        yield url


@pytest.fixture(scope="session")
def outbox(cognito_url: str) -> Outbox:
    return Outbox(cognito_url)


@pytest.fixture(scope="session")
def api(cognito_url: str, clock: Clock) -> Iterator[TestClient]:
    """The API without limits, which all tests that are not about its settings share."""
    with running(settings_for(cognito_url), clock) as client:
        yield client


@pytest.fixture
def client(api: TestClient) -> TestClient:
    """The API, by a client that has no cookie yet."""
    api.cookies.clear()
    return api


@pytest.fixture
def newcomer(client: TestClient, outbox: Outbox) -> Person:
    """Somebody without an account."""
    return Person(client, outbox)


@pytest.fixture
def alice(newcomer: Person) -> Person:
    """Somebody with a confirmed account."""
    return newcomer.sign_up(name="Alice", agentName="Wonder").confirm()


@pytest.fixture
def alice_signed_in(alice: Person) -> Person:
    """Somebody with a confirmed account, who signed in."""
    return alice.sign_in()
