"""A pool is in the region that its CreateUserPool was signed for."""

from collections.abc import Iterator

import boto3
import httpx
import pytest
from jose import jwt
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient as Client

from tests.local_cognito.people import Person, StandIn


@pytest.fixture
def dublin(stand_in: StandIn) -> Iterator[Client]:
    """A client for another region than the embedded pool's."""
    session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="eu-west-1")
    client = session.client("cognito-idp", endpoint_url=stand_in.url)
    yield client
    client.close()


def test_id_arn_and_issuer_name_the_region(stand_in: StandIn, dublin: Client) -> None:
    pool = dublin.create_user_pool(PoolName="dublin", AutoVerifiedAttributes=["email"])["UserPool"]
    app = dublin.create_user_pool_client(
        UserPoolId=pool["Id"], ClientName="test", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
    )["UserPoolClient"]

    person = Person(StandIn(stand_in.url, stand_in.clock, dublin), app["ClientId"], pool["Id"]).sign_up().confirm()
    claims = jwt.get_unverified_claims(person.sign_in()["AccessToken"])

    assert pool["Id"].startswith("eu-west-1_")
    assert pool["Arn"] == f"arn:aws:cognito-idp:eu-west-1:000000000000:userpool/{pool['Id']}"
    assert claims["iss"] == f"https://cognito-idp.eu-west-1.amazonaws.com/{pool['Id']}"
    discovery = httpx.get(f"{stand_in.url}/{pool['Id']}/.well-known/openid-configuration").json()
    assert discovery["issuer"] == claims["iss"]


def test_pools_are_listed_in_their_region(client: Client, dublin: Client) -> None:
    pool_id = dublin.create_user_pool(PoolName="dublin")["UserPool"]["Id"]

    there = {pool["Id"] for pool in dublin.list_user_pools(MaxResults=60)["UserPools"]}
    here = {pool["Id"] for pool in client.list_user_pools(MaxResults=60)["UserPools"]}

    assert pool_id in there
    assert pool_id not in here
    assert all(name.startswith("eu-west-1_") for name in there)
