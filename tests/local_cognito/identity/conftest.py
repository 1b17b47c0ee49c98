"""An identity pool of the embedded user pool, and boto3's client for it."""

from collections.abc import Iterator

import pytest
from botocore.config import Config
from mypy_boto3_cognito_identity import CognitoIdentityClient

from tests.cognito import aws_session
from tests.local_cognito.identity.identities import PROVIDER, ROLES, Identities
from tests.local_cognito.people import CLIENT_ID, StandIn
from tests.local_cognito.response_validation import validate_responses


@pytest.fixture(scope="session")
def cognito_identity(stand_in: StandIn) -> Iterator[CognitoIdentityClient]:
    config = Config(retries={"max_attempts": 0})
    client = validate_responses(aws_session().client("cognito-identity", endpoint_url=stand_in.url, config=config))
    yield client
    client.close()


@pytest.fixture
def pool(cognito_identity: CognitoIdentityClient) -> Identities:
    """An identity pool with guests, the classic flow, and a role for each kind of identity."""
    settings = {
        "IdentityPoolName": "test",
        "AllowUnauthenticatedIdentities": True,
        "AllowClassicFlow": True,
        "CognitoIdentityProviders": [{"ProviderName": PROVIDER, "ClientId": CLIENT_ID}],
        "SupportedLoginProviders": {"graph.facebook.com": "7346241598935552"},
        "DeveloperProviderName": "login.example",
    }
    pool_id = cognito_identity.create_identity_pool(**settings)["IdentityPoolId"]  # type: ignore[arg-type]
    cognito_identity.set_identity_pool_roles(IdentityPoolId=pool_id, Roles=ROLES)
    return Identities(cognito_identity, pool_id, settings)
