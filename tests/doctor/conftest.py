"""The healthy pool, shared by the tests that only need another app client."""

from collections.abc import Iterator

import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.doctor.pools import Pool, Variant, build
from tests.local_cognito.people import boto3_client


@pytest.fixture(scope="session")
def cognito(cognito_url: str) -> Iterator[CognitoIdentityProviderClient]:
    client = boto3_client(cognito_url)
    yield client
    client.close()


@pytest.fixture(scope="session")
def healthy(cognito: CognitoIdentityProviderClient) -> Pool:
    return build(cognito, Variant())
