"""The pools that the contract is tried on: ours, moto's, and a real one when the environment names it.

The real one needs AWS credentials and a client that allows USER_PASSWORD_AUTH and REFRESH_TOKEN_AUTH, signs in by
e-mail address and hides who has an account: VESTIBULE_CONTRACT_POOL_ID, …_CLIENT_ID and …_REGION.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from moto import mock_aws
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.cognito import create_cognito
from tests.contract.scenarios import Place
from tests.servers import serve

REAL = "VESTIBULE_CONTRACT_"
NO_RETRIES = Config(retries={"max_attempts": 0})


@contextmanager
def local_cognito(directory: Path) -> Iterator[Place]:
    with serve(create_cognito(directory / "cognito.sqlite3")) as url:
        yield new_pool("local_cognito", url)


@contextmanager
def moto(_: Path) -> Iterator[Place]:
    with mock_aws():  # within boto3, since moto's server would bring a web framework and much else
        yield new_pool("moto", None)


@contextmanager
def real(_: Path) -> Iterator[Place]:
    client = boto3.client("cognito-idp", region_name=os.environ[f"{REAL}REGION"])
    place = Place("real", client, os.environ[f"{REAL}POOL_ID"], os.environ[f"{REAL}CLIENT_ID"])
    try:
        yield place
    finally:
        for email in place.made:
            delete(place, email)


def new_pool(name: str, url: str | None) -> Place:
    client: CognitoIdentityProviderClient = boto3.client(
        "cognito-idp",
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=NO_RETRIES,
    )
    policy: Any = {"MinimumLength": 8, "RequireSymbols": True}
    pool = client.create_user_pool(
        PoolName="contract",
        UsernameAttributes=["email"],
        AutoVerifiedAttributes=["email"],
        UsernameConfiguration={"CaseSensitive": False},
        Policies={"PasswordPolicy": policy},
    )["UserPool"]
    app = client.create_user_pool_client(
        UserPoolId=pool["Id"],
        ClientName="contract",
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        PreventUserExistenceErrors="ENABLED",
    )["UserPoolClient"]
    return Place(name, client, pool["Id"], app["ClientId"])


def delete(place: Place, email: str) -> None:
    try:
        place.client.admin_delete_user(UserPoolId=place.pool_id, Username=email)
    except ClientError as error:
        if error.response["Error"]["Code"] != "UserNotFoundException":
            raise


PLACES: dict[str, Callable[[Path], AbstractContextManager[Place]]] = {"local_cognito": local_cognito, "moto": moto}
if f"{REAL}POOL_ID" in os.environ:
    PLACES["real"] = real


@pytest.fixture(scope="package", params=PLACES)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with PLACES[request.param](tmp_path_factory.mktemp("contract")) as place:
        yield place
