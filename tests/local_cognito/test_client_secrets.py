"""Two client secrets at a time, for rotation without a pause."""

from typing import Any

import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient as Client

from tests.local_cognito.people import PASSWORD, POOL_ID, Person, refused
from tests.local_cognito.test_clients import new_client, secret_hash

OWN_SECRET = "own-secret-of-24-characters".replace("-", "_")


@pytest.fixture
def app(client: Client) -> dict[str, Any]:
    return new_client(client, GenerateSecret=True)


def names(app: dict[str, Any]) -> dict[str, Any]:
    return {"UserPoolId": POOL_ID, "ClientId": app["ClientId"]}


def secret_ids(client: Client, app: dict[str, Any]) -> list[str]:
    secrets = client.list_user_pool_client_secrets(**names(app))["ClientSecrets"]
    assert all("ClientSecretValue" not in secret for secret in secrets)
    return [secret["ClientSecretId"] for secret in secrets]


def sign_in(person: Person, app: dict[str, Any], secret: str) -> dict[str, Any]:
    hashed = secret_hash(app | {"ClientSecret": secret}, person.email)
    answer = person.client.initiate_auth(
        ClientId=app["ClientId"],
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": person.email, "PASSWORD": PASSWORD, "SECRET_HASH": hashed},
    )
    return dict(answer["AuthenticationResult"])


def test_both_secrets_are_valid_until_the_old_one_is_deleted(alice: Person, app: dict[str, Any]) -> None:
    old = app["ClientSecret"]

    new = alice.client.add_user_pool_client_secret(**names(app))["ClientSecretDescriptor"]["ClientSecretValue"]
    refresh_token = sign_in(alice, app, old)["RefreshToken"]
    sign_in(alice, app, new)
    described = alice.client.describe_user_pool_client(**names(app))["UserPoolClient"]["ClientSecret"]
    alice.client.delete_user_pool_client_secret(**names(app), ClientSecretId=secret_ids(alice.client, app)[0])

    assert described == old
    assert alice.client.describe_user_pool_client(**names(app))["UserPoolClient"]["ClientSecret"] == new
    sign_in(alice, app, new)
    with refused("NotAuthorizedException", "Unable to verify secret hash"):
        sign_in(alice, app, old)
    with refused("UnauthorizedException", "Unable to verify secret"):
        alice.client.revoke_token(ClientId=app["ClientId"], ClientSecret=old, Token=refresh_token)
    alice.client.revoke_token(ClientId=app["ClientId"], ClientSecret=new, Token=refresh_token)


def test_an_own_secret_is_accepted_and_not_returned(alice: Person, app: dict[str, Any]) -> None:
    added = alice.client.add_user_pool_client_secret(**names(app), ClientSecret=OWN_SECRET)["ClientSecretDescriptor"]

    assert "ClientSecretValue" not in added
    assert added["ClientSecretId"].startswith(f"{app['ClientId']}--")
    sign_in(alice, app, OWN_SECRET)


def test_a_client_has_one_or_two_secrets(client: Client, app: dict[str, Any]) -> None:
    with refused("InvalidParameterException", "last client secret"):
        client.delete_user_pool_client_secret(**names(app), ClientSecretId=secret_ids(client, app)[0])
    client.add_user_pool_client_secret(**names(app))
    with refused("LimitExceededException", "at most 2"):
        client.add_user_pool_client_secret(**names(app))
    with refused("ResourceNotFoundException"):
        client.delete_user_pool_client_secret(**names(app), ClientSecretId="other")

    assert len(set(secret_ids(client, app))) == 2


def test_a_public_client_gets_no_secret(client: Client) -> None:
    app = new_client(client)

    with refused("InvalidParameterException", "public"):
        client.add_user_pool_client_secret(**names(app))

    assert secret_ids(client, app) == []


def test_an_update_of_the_client_keeps_both_secrets(client: Client, app: dict[str, Any]) -> None:
    client.add_user_pool_client_secret(**names(app))
    before = secret_ids(client, app)

    client.update_user_pool_client(**names(app), ClientName="renamed")

    assert secret_ids(client, app) == before
