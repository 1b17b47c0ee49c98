"""local_cognito with triggers, and an HTTP server in place of AWS Lambda."""

from collections.abc import Iterator

import pytest

from local_cognito.settings import TRIGGERS
from tests.cognito import create_cognito
from tests.hooks import Functions
from tests.local_cognito.factors import EMAIL_ON, USER_AUTH, first_factors, pool
from tests.local_cognito.people import Person, StandIn, boto3_client
from tests.servers import Clock, serve

CUSTOM = ("ALLOW_CUSTOM_AUTH", "ALLOW_USER_SRP_AUTH")


@pytest.fixture(scope="module")
def functions() -> Functions:
    return Functions()


@pytest.fixture(scope="module")
def hooked(functions: Functions, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandIn]:
    clock = Clock()
    with serve(functions.app) as hook_url:
        data = tmp_path_factory.mktemp("cognito") / "pool.sqlite3"
        with serve(create_cognito(data, clock=clock, triggers=dict.fromkeys(TRIGGERS, hook_url))) as url:
            client = boto3_client(url)
            yield StandIn(url, clock, client)
            client.close()


@pytest.fixture(autouse=True)
def _reset(functions: Functions) -> None:
    functions.handlers.clear()
    functions.events.clear()


@pytest.fixture
def person(hooked: StandIn) -> Person:
    """A person who has not signed up, in a pool with every flow."""
    settings = first_factors("PASSWORD", "EMAIL_OTP")
    return pool(hooked, "OPTIONAL", EMAIL_ON, flows=(*CUSTOM, *USER_AUTH[:1]), **settings)
