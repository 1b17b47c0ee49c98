"""One local Cognito per test session, the API that uses it, and people with accounts."""

import gc
import logging
import sys
from collections.abc import Iterator

import pytest
import structlog
from fastapi.testclient import TestClient
from pytest_rerunfailures import StatusDB

from tests.apps import Outbox, Person, running, settings_for
from tests.cognito import create_cognito
from tests.servers import Clock, serve
from vestibule import logs

LOG_SETTINGS = settings_for("http://127.0.0.1:9")


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Count reruns in each worker. By default a worker asks the controller before each test, which takes 40 ms.

    The request waits for a delayed ACK. The controller's counters serve tests whose worker crashed, and only with
    other `--dist` modes than ours.
    """
    if hasattr(config, "workerinput"):
        config.failures_db.sock.close()  # type: ignore[attr-defined]  # the plugin adds it
        config.failures_db = StatusDB()  # type: ignore[attr-defined]


def pytest_collection() -> None:
    """Do not collect garbage while modules are loaded: there is none."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Exempt all that is loaded by now from garbage collection, and collect less often: a fifth of the suite's time."""
    gc.enable()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_sessionfinish() -> None:
    """Collect garbage once; pytest and Python would do it three times, for seconds, while they end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _logs_of_this_test_alone() -> Iterator[None]:
    """Configures logging as the shared API does, also after the test, because the test's standard output is closed."""
    _configure_logs()
    yield
    _configure_logs()


def _configure_logs() -> None:
    """Configure logging unless it still is: it is a third of what a small test costs."""
    if _state_of_logs() not in _states:
        logs.configure(LOG_SETTINGS)
        _states[:] = [_state_of_logs()]


_states: list[tuple[object, ...]] = []


def _state_of_logs() -> tuple[object, ...]:
    root, audit = logging.getLogger(), logging.getLogger(logs.AUDIT)
    return sys.stdout, root.handlers[:1], root.level, audit.handlers[:1], audit.level, structlog.get_config()


@pytest.fixture(scope="session")
def clock() -> Clock:
    """The clock of the API and of local Cognito, which tests can advance."""
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
    """The API without limits; shared by all tests that need no settings of their own."""
    with running(settings_for(cognito_url, api_docs="on"), clock) as client:
        yield client


@pytest.fixture
def client(api: TestClient) -> TestClient:
    """A client of the API without cookies."""
    api.cookies.clear()
    return api


@pytest.fixture
def newcomer(client: TestClient, outbox: Outbox) -> Person:
    """A person without an account."""
    return Person(client, outbox)


@pytest.fixture
def alice(newcomer: Person) -> Person:
    """A user with a confirmed account."""
    return newcomer.sign_up(name="Alice", agentName="Wonder").confirm()


@pytest.fixture
def alice_signed_in(alice: Person) -> Person:
    """A user with a confirmed account, who has signed in."""
    return alice.sign_in()
