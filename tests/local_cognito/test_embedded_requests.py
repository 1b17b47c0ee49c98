"""The requests that the embedded pool is made of: what they create, and what they change at a later start."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from local_cognito.embedded_pool import CLIENT_ID, IDENTITY_POOL_ID, POOL_ID
from local_cognito.settings import POOL_FILE, SettingsError
from tests.cognito import aws_session, create_cognito
from tests.local_cognito.people import boto3_client
from tests.servers import serve

SHIPPED: list[dict[str, Any]] = json.loads(POOL_FILE.read_text())
API = "https://api.example.com"


def entry(operation: str, **request: Any) -> dict[str, Any]:
    return {"service": "cognito-idp", "operation": operation, "request": {"UserPoolId": POOL_ID, **request}}


def changed(**changes: dict[str, Any]) -> list[dict[str, Any]]:
    """The shipped requests, with changes by the name of the operation."""
    return [{**entry, "request": {**entry["request"], **changes.get(entry["operation"], {})}} for entry in SHIPPED]


@contextmanager
def started(folder: Path, entries: list[dict[str, Any]], **settings: Any) -> Iterator[tuple[Any, str]]:
    """A server with these requests, and a client of it."""
    file = folder / "pool.json"
    file.write_text(json.dumps(entries))
    with serve(create_cognito(folder / "pool.sqlite3", pool_file=file, **settings)) as url:
        client = boto3_client(url)
        yield client, url
        client.close()


def test_a_later_start_changes_what_the_file_has_changed(tmp_path: Path) -> None:
    scopes = [{"ScopeName": "read", "ScopeDescription": "Read."}]
    server = {"Identifier": API, "Name": "API", "Scopes": scopes}
    with started(tmp_path, [*SHIPPED, entry("CreateResourceServer", **server)]):
        pass
    entries = changed(
        CreateUserPool={"PoolName": "renamed", "Schema": [*schema(), {"Name": "team", "AttributeDataType": "String"}]},
        CreateUserPoolClient={"ClientName": "renamed", "GenerateSecret": False},
        CreateGroup={"Description": "Changed.", "Precedence": 3},
        CreateUserPoolDomain={"ManagedLoginVersion": 1},
        CreateIdentityPool={"IdentityPoolName": "renamed"},
    )

    with started(tmp_path, [*entries, entry("CreateResourceServer", **server | {"Name": "Changed"})]) as (client, url):
        pool = client.describe_user_pool(UserPoolId=POOL_ID)["UserPool"]
        app = client.describe_user_pool_client(UserPoolId=POOL_ID, ClientId=CLIENT_ID)["UserPoolClient"]
        group = client.get_group(UserPoolId=POOL_ID, GroupName="admins")["Group"]
        domain = client.describe_user_pool_domain(Domain="vestibule")["DomainDescription"]
        resources = client.describe_resource_server(UserPoolId=POOL_ID, Identifier=API)["ResourceServer"]
        identity = aws_session().client("cognito-identity", endpoint_url=url)
        identities = identity.describe_identity_pool(IdentityPoolId=IDENTITY_POOL_ID)
        identity.close()

    assert pool["Name"] == "renamed"
    names = [attribute["Name"] for attribute in pool["SchemaAttributes"]]
    assert len(names) == len(set(names))
    assert {"custom:team", "custom:agentName"} <= set(names)
    assert (app["ClientName"], "ClientSecret" in app) == ("renamed", False)
    assert (group["Description"], group["Precedence"]) == ("Changed.", 3)
    assert domain["ManagedLoginVersion"] == 1
    assert (resources["Name"], resources["Scopes"]) == ("Changed", scopes)
    assert identities["IdentityPoolName"] == "renamed"


def schema() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = SHIPPED[0]["request"]["Schema"]
    return found


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (
            entry("CreateGroup", GroupName="x") | {"request": {"UserPoolId": "us-east-1_X", "GroupName": "x"}},
            "us-east-1_X",
        ),
        (entry("CreateResourceServer", Identifier=API, Name="x", Scopes=[{"ScopeName": "a"}] * 2), "must be unique"),
        (entry("CreateUserPoolDomain", Domain="my-aws"), "reserved word: aws"),
        (entry("AdminDeleteUser", Username="nobody"), "UserNotFoundException"),
        (entry("CreateIdentityProvider", ProviderName="x", ProviderType="Google", ProviderDetails={}), "Google"),
    ],
)
def test_a_request_that_is_refused_stops_the_start_with_its_own_reason(
    tmp_path: Path, more: dict[str, Any], message: str
) -> None:
    with pytest.raises(SettingsError, match=message), started(tmp_path, [*SHIPPED, more]):
        pass


def test_the_apps_urls_and_the_validity_of_tokens_are_those_of_the_run(tmp_path: Path) -> None:
    with started(tmp_path, SHIPPED, app_urls=["https://a.example"], access_token_seconds=300):
        pass

    with started(tmp_path, SHIPPED, app_urls=["https://b.example"], access_token_seconds=400) as (client, _):
        app = client.describe_user_pool_client(UserPoolId=POOL_ID, ClientId=CLIENT_ID)["UserPoolClient"]

    assert {"https://a.example/auth/callback", "https://b.example/auth/callback"} <= set(app["CallbackURLs"])
    logouts = {f"https://b.example{path}" for path in ("/", "/auth/login", "/auth/signout")}
    assert logouts <= set(app["LogoutURLs"])
    assert len(app["CallbackURLs"]) == len(set(app["CallbackURLs"]))
    assert (app["AccessTokenValidity"], app["IdTokenValidity"]) == (400, 400)
    assert app["TokenValidityUnits"] == {"AccessToken": "seconds", "IdToken": "seconds", "RefreshToken": "days"}


def test_devices_are_tracked_on_request_unless_the_file_declares_otherwise(tmp_path: Path) -> None:
    own = {"ChallengeRequiredOnNewDevice": False, "DeviceOnlyRememberedOnUserPrompt": False}
    with started(tmp_path, SHIPPED, track_devices=True) as (client, _):
        tracked = client.describe_user_pool(UserPoolId=POOL_ID)["UserPool"]
    with started(tmp_path, changed(CreateUserPool={"DeviceConfiguration": own}), track_devices=True) as (client, _):
        declared = client.describe_user_pool(UserPoolId=POOL_ID)["UserPool"]

    assert tracked["DeviceConfiguration"] == {
        "ChallengeRequiredOnNewDevice": True,
        "DeviceOnlyRememberedOnUserPrompt": True,
    }
    assert declared["DeviceConfiguration"] == own
