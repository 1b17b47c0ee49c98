"""The API behind a proxy that can disturb its calls to Cognito."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from tests.apps import HttpResponse, Outbox, Person, running, settings_for
from tests.faults import FaultyProxy, faulty
from tests.servers import Clock

TIMEOUT = 1.0  # seconds; the default is 7


@pytest.fixture(scope="module")
def proxy(cognito_url: str) -> Iterator[FaultyProxy]:
    with faulty(cognito_url) as found:
        yield found


@pytest.fixture(scope="module")
def shaky_api(proxy: FaultyProxy, cognito_url: str, clock: Clock) -> Iterator[TestClient]:
    """The API behind the proxy; it fetches keys directly from local Cognito, because other tests cover that."""
    jwks = f"{cognito_url}/us-east-1_Vestibule/.well-known/jwks.json"
    settings = settings_for(proxy.url, cognito_timeout_seconds=TIMEOUT, cognito_jwks_url=jwks, log_level="ERROR")
    with running(settings, clock) as client:
        yield client


@pytest.fixture
def person(client: TestClient, shaky_api: TestClient, proxy: FaultyProxy, outbox: Outbox) -> Iterator[Person]:
    """A user who signed in before the fault, at an API that waits longer for Cognito."""
    signed_in = Person(client, outbox).sign_up().confirm().sign_in()
    shaky_api.cookies = client.cookies
    signed_in.client = shaky_api
    proxy.heal()
    shaky_api.get("/api/auth/config").raise_for_status()  # it has the description of the pool before the fault
    yield signed_in
    proxy.heal()


def sign_up(person: Person) -> HttpResponse:
    body = {"email": f"new-{person.email}", "password": person.password}
    return person.client.post("/api/auth/sign-up", json=body)


def assert_says_nothing(answer: HttpResponse) -> None:
    """The response contains no detail that is for operators only."""
    for secret in ("arn:", "123456789012", "us-east-1", "127.0.0.1", "Traceback", "lambda", "Exception"):
        assert secret not in answer.text
