"""Identity pools answer like moto's, as far as moto has them; its credentials are the same for everyone."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from botocore.exceptions import ClientError
from mypy_boto3_cognito_identity import CognitoIdentityClient

from tests.cognito import aws_session
from tests.contract.conftest import NO_RETRIES
from tests.contract.scenarios import Place

SETTINGS: dict[str, Any] = {
    "IdentityPoolName": "contract",
    "AllowUnauthenticatedIdentities": True,
    "SupportedLoginProviders": {"graph.facebook.com": "1"},
}
ROLES = {kind: f"arn:aws:iam::123456789012:role/{kind}" for kind in ("authenticated", "unauthenticated")}
NOWHERE = "us-east-1:11111111-1111-4111-8111-111111111111"


@pytest.fixture
def client(place: Place) -> Iterator[CognitoIdentityClient]:
    if place.name == "real":
        pytest.skip("it would leave identities behind")
    endpoint = place.client.meta.endpoint_url if place.name == "local_cognito" else None
    with closing(aws_session().client("cognito-identity", endpoint_url=endpoint, config=NO_RETRIES)) as client:
        yield client


@pytest.fixture
def pool_id(client: CognitoIdentityClient, place: Place) -> str:
    pool_id = client.create_identity_pool(**SETTINGS)["IdentityPoolId"]
    if place.name != "moto":  # which lacks SetIdentityPoolRoles, and needs no roles
        client.set_identity_pool_roles(IdentityPoolId=pool_id, Roles=ROLES)
    return pool_id


def test_a_pool_is_described_and_updated(client: CognitoIdentityClient, pool_id: str) -> None:
    described = client.describe_identity_pool(IdentityPoolId=pool_id)
    updated = client.update_identity_pool(
        IdentityPoolId=pool_id, **SETTINGS | {"AllowUnauthenticatedIdentities": False}
    )

    assert {name: described[name] for name in SETTINGS} == SETTINGS
    assert updated["AllowUnauthenticatedIdentities"] is False


def test_a_guest_gets_an_identity_and_credentials(client: CognitoIdentityClient, pool_id: str) -> None:
    identity_id = client.get_id(IdentityPoolId=pool_id)["IdentityId"]
    answer = client.get_credentials_for_identity(IdentityId=identity_id)

    assert identity_id.startswith("us-east-1:")
    assert answer["IdentityId"] == identity_id
    assert answer["Credentials"].keys() == {"AccessKeyId", "SecretKey", "SessionToken", "Expiration"}
    listed = client.list_identities(IdentityPoolId=pool_id, MaxResults=5)["Identities"]
    assert [entry["IdentityId"] for entry in listed] == [identity_id]


def test_an_unknown_pool_is_not_found(client: CognitoIdentityClient) -> None:
    with pytest.raises(ClientError) as caught:
        client.describe_identity_pool(IdentityPoolId=NOWHERE)

    assert caught.value.response["Error"]["Code"] == "ResourceNotFoundException"
