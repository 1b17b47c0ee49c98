"""The API with the embedded identity pool, and its users and guests."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from mypy_boto3_cognito_identity import CognitoIdentityClient

from local_cognito.embedded_pool import IDENTITY_POOL_ID
from tests.api.conftest import POOL
from tests.apps import HttpResponse, Outbox, Person, running, settings_for
from tests.cognito import aws_session
from tests.faults import FaultyProxy, faulty
from tests.servers import Clock

USER_ROLE = "arn:aws:iam::000000000000:role/vestibule-user"
GUEST_ROLE = "arn:aws:iam::000000000000:role/guest"
ADMIN_ROLE = "arn:aws:iam::000000000000:role/pool/admin"
MAPPING_KEY = f"cognito-idp.us-east-1.amazonaws.com/{POOL}:vestibulelocal"
HOUR = 3600
KEYS = ("access_key_id", "secret_access_key", "session_token")


@pytest.fixture(scope="module")
def proxy(cognito_url: str) -> Iterator[FaultyProxy]:
    with faulty(cognito_url) as found:
        yield found


@pytest.fixture(scope="module")
def credentials_api(proxy: FaultyProxy, cognito_url: str, clock: Clock) -> Iterator[TestClient]:
    """The API with the embedded identity pool, behind a proxy that can disturb its calls to Cognito."""
    settings = settings_for(
        proxy.url,
        cognito_identity_pool_id=IDENTITY_POOL_ID,
        cognito_jwks_url=f"{cognito_url}/{POOL}/.well-known/jwks.json",
    )
    with running(settings, clock) as client:
        yield client


@pytest.fixture
def alice(credentials_api: TestClient, proxy: FaultyProxy, outbox: Outbox) -> Iterator[Person]:
    """A user who has signed in."""
    credentials_api.cookies.clear()
    proxy.heal()
    proxy.received.clear()
    yield Person(credentials_api, outbox).sign_up().confirm().sign_in()
    proxy.heal()


@pytest.fixture(scope="module")
def identity_admin(cognito_url: str) -> Iterator[CognitoIdentityClient]:
    client = aws_session().client("cognito-identity", endpoint_url=cognito_url)
    yield client
    client.close()


@pytest.fixture
def with_guests(identity_admin: CognitoIdentityClient) -> Iterator[None]:
    """The embedded identity pool allows guests during the test."""
    pool: dict[str, Any] = {**identity_admin.describe_identity_pool(IdentityPoolId=IDENTITY_POOL_ID)}
    roles: dict[str, Any] = {**identity_admin.get_identity_pool_roles(IdentityPoolId=IDENTITY_POOL_ID)}
    del pool["ResponseMetadata"], roles["ResponseMetadata"]
    identity_admin.update_identity_pool(**pool | {"AllowUnauthenticatedIdentities": True})
    with_guest_role = {**roles["Roles"], "unauthenticated": GUEST_ROLE}
    identity_admin.set_identity_pool_roles(**roles | {"Roles": with_guest_role})
    yield
    identity_admin.update_identity_pool(**pool)
    identity_admin.set_identity_pool_roles(**roles)


def refresh(person: Person) -> str:
    """Renew the tokens of the session; returns the ID token."""
    answer = person.client.post("/api/auth/refresh", headers={"Origin": "http://localhost:5173"})
    person.access_token = answer.json()["access_token"]
    return str(answer.json()["id_token"])


def ask(person: Person, id_token: str | None = None) -> HttpResponse:
    body = {"id_token": refresh(person) if id_token is None else id_token}
    return person.client.post("/api/me/aws-credentials", json=body, headers=person.headers)


def as_guest(client: TestClient, **body: object) -> HttpResponse:
    return client.post("/api/auth/aws-credentials", json=body or None)
