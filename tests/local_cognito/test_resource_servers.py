"""Resource servers, and the scopes that an app client can have."""

from typing import Any

import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient as Client

from tests.local_cognito.people import StandIn, new_person, refused

API = "https://api.example.com"
SCOPES: Any = [{"ScopeName": "read", "ScopeDescription": "Read."}, {"ScopeName": "write", "ScopeDescription": "Write."}]
MACHINE: dict[str, Any] = {
    "ClientName": "machine",
    "GenerateSecret": True,
    "AllowedOAuthFlows": ["client_credentials"],
    "AllowedOAuthFlowsUserPoolClient": True,
}


@pytest.fixture
def pool(stand_in: StandIn) -> str:
    pool_id = new_person(stand_in).pool_id
    stand_in.client.create_resource_server(UserPoolId=pool_id, Identifier=API, Name="API", Scopes=SCOPES)
    return pool_id


def test_a_resource_server_is_described_as_it_was_created(client: Client, pool: str) -> None:
    found = client.describe_resource_server(UserPoolId=pool, Identifier=API)["ResourceServer"]

    assert found == {"UserPoolId": pool, "Identifier": API, "Name": "API", "Scopes": SCOPES}
    assert client.list_resource_servers(UserPoolId=pool)["ResourceServers"] == [found]


def test_an_update_replaces_name_and_scopes(client: Client, pool: str) -> None:
    client.update_resource_server(UserPoolId=pool, Identifier=API, Name="Renamed", Scopes=SCOPES[:1])

    found = client.describe_resource_server(UserPoolId=pool, Identifier=API)["ResourceServer"]
    assert (found["Name"], found["Scopes"]) == ("Renamed", SCOPES[:1])


def test_an_app_client_has_only_scopes_that_exist(client: Client, pool: str) -> None:
    made = client.create_user_pool_client(UserPoolId=pool, AllowedOAuthScopes=[f"{API}/read"], **MACHINE)

    assert made["UserPoolClient"]["AllowedOAuthScopes"] == [f"{API}/read"]
    with refused("ScopeDoesNotExistException", f"{API}/delete"):
        client.create_user_pool_client(UserPoolId=pool, AllowedOAuthScopes=[f"{API}/delete"], **MACHINE)


def test_identifiers_and_scope_names_are_unique(client: Client, pool: str) -> None:
    with refused("InvalidParameterException", "already exists"):
        client.create_resource_server(UserPoolId=pool, Identifier=API, Name="Again")
    with refused("InvalidParameterException", "unique"):
        client.create_resource_server(UserPoolId=pool, Identifier="other", Name="Other", Scopes=[*SCOPES, SCOPES[0]])


def test_a_deleted_resource_server_is_not_found(client: Client, pool: str) -> None:
    client.delete_resource_server(UserPoolId=pool, Identifier=API)

    with refused("ResourceNotFoundException", "Resource server doesn't exist"):
        client.describe_resource_server(UserPoolId=pool, Identifier=API)
    with refused("ResourceNotFoundException"):
        client.update_resource_server(UserPoolId=pool, Identifier=API, Name="Gone")
