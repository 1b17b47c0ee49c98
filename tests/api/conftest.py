"""An administrator of the pool, and the API with other pools and users."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from botocore.config import Config
from fastapi.testclient import TestClient
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.api.ownership import VICTIMS
from tests.apps import Outbox, Person, running, settings_for
from tests.cognito import aws_session
from tests.mail_server import MailServer, mail_server
from tests.servers import Clock

POOL = "us-east-1_Vestibule"


@pytest.fixture(scope="session")
def pool_admin(cognito_url: str) -> Iterator[CognitoIdentityProviderClient]:
    """A client of Cognito that can administer the pool directly."""
    client = aws_session().client(
        "cognito-idp", endpoint_url=cognito_url, config=Config(retries={"total_max_attempts": 1})
    )
    yield client
    client.close()


@pytest.fixture(scope="session")
def secret_app(pool_admin: CognitoIdentityProviderClient) -> dict[str, str]:
    """Settings with an app client that has a secret and propagates its users' IP addresses."""
    made = pool_admin.create_user_pool_client(
        UserPoolId=POOL,
        ClientName="with-a-secret",
        GenerateSecret=True,
        EnablePropagateAdditionalUserContextData=True,
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"],
        PreventUserExistenceErrors="ENABLED",
        RefreshTokenRotation={"Feature": "ENABLED", "RetryGracePeriodSeconds": 10},
    )["UserPoolClient"]
    return {"cognito_client_id": made["ClientId"], "cognito_client_secret": made["ClientSecret"]}


@pytest.fixture(scope="session")
def secret_api(cognito_url: str, clock: Clock, secret_app: dict[str, str]) -> Iterator[TestClient]:
    """The API with an app client that has a secret."""
    with running(settings_for(cognito_url, **secret_app), clock) as client:
        yield client


@pytest.fixture
def confidential(secret_api: TestClient, outbox: Outbox) -> Person:
    """A person without an account, at the API whose app client has a secret."""
    secret_api.cookies.clear()
    return Person(secret_api, outbox)


@pytest.fixture
def invited(client: TestClient, outbox: Outbox, pool_admin: CognitoIdentityProviderClient) -> Person:
    """A user whom an administrator created, with a temporary password."""
    newcomer = Person(client, outbox)
    pool_admin.admin_create_user(
        UserPoolId=POOL,
        Username=newcomer.email,
        TemporaryPassword=newcomer.password,
        UserAttributes=[{"Name": "email", "Value": newcomer.email}, {"Name": "email_verified", "Value": "true"}],
    )
    return newcomer


@pytest.fixture
def disabled(alice: Person, pool_admin: CognitoIdentityProviderClient) -> Person:
    """A user whom an administrator disabled."""
    pool_admin.admin_disable_user(UserPoolId=POOL, Username=alice.email)
    return alice


@pytest.fixture
def admin(client: TestClient, outbox: Outbox, pool_admin: CognitoIdentityProviderClient) -> Person:
    """A member of the group `admins`."""
    person = Person(client, outbox).sign_up().confirm()
    with suppress(pool_admin.exceptions.GroupExistsException):
        pool_admin.create_group(UserPoolId=POOL, GroupName="admins")
    pool_admin.admin_add_user_to_group(UserPoolId=POOL, Username=person.email, GroupName="admins")
    return person.sign_in()


@pytest.fixture(scope="session", params=["with a role", "without a role"])
def attacked_api(request: pytest.FixtureRequest, cognito_url: str, clock: Clock) -> Iterator[TestClient]:
    """The API with and without AWS credentials."""
    settings = settings_for(cognito_url, cognito_admin="off" if request.param == "without a role" else "on")
    with running(settings, clock) as client:
        yield client


@pytest.fixture
def victim(attacked_api: TestClient, outbox: Outbox) -> Person:
    """A user whose address an attacker uses."""
    attacked_api.cookies.clear()
    return Person(attacked_api, outbox, password=VICTIMS)


@pytest.fixture(scope="module")
def mails() -> Iterator[MailServer]:
    """The mail server of `MAIL_URL`, with what it has received."""
    with mail_server() as server:
        yield server
