"""A running local_cognito with a clock that tests advance, and its users."""

import uuid
from collections.abc import Iterator

import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.cognito import create_cognito
from tests.local_cognito.oauth_browser import Browser, GetCode, query_of
from tests.local_cognito.people import Person, StandIn, boto3_client
from tests.servers import Clock, serve


@pytest.fixture(scope="session")
def stand_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandIn]:
    clock = Clock()
    app = create_cognito(tmp_path_factory.mktemp("cognito") / "pool.sqlite3", clock=clock)
    with serve(app) as url:
        client = boto3_client(url)
        yield StandIn(url, clock, client)
        client.close()


@pytest.fixture
def client(stand_in: StandIn) -> CognitoIdentityProviderClient:
    return stand_in.client


@pytest.fixture
def clock(stand_in: StandIn) -> Clock:
    return stand_in.clock


@pytest.fixture
def newcomer(stand_in: StandIn) -> Person:
    """A person who has not signed up."""
    return Person(stand_in)


@pytest.fixture
def alice(newcomer: Person) -> Person:
    """A confirmed user of the embedded pool."""
    return newcomer.sign_up().confirm()


@pytest.fixture
def browser(stand_in: StandIn) -> Browser:
    """A browser without a session."""
    return Browser(stand_in.url)


@pytest.fixture
def subject() -> str:
    """The id of a new user at a provider."""
    return uuid.uuid4().hex


@pytest.fixture
def signed_in(stand_in: StandIn, subject: str) -> Browser:
    """A browser with a session."""
    browser = Browser(stand_in.url)
    browser.sign_in_with("Google", subject=subject, email=f"{subject}@example.com", email_verified="true", name="Sam")
    return browser


@pytest.fixture
def get_code(signed_in: Browser) -> GetCode:
    """Gets a new code."""
    return lambda **changes: query_of(signed_in.authorize(**changes).headers["location"])["code"]
