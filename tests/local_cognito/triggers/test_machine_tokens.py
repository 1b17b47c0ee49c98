"""Tokens of machines: the grant client_credentials, and the trigger that changes its tokens."""

import base64
import json
from typing import Any

import httpx
import pytest
from jose import jwt

from tests.hooks import Functions
from tests.local_cognito.oauth_browser import Browser
from tests.local_cognito.people import StandIn, new_person
from tests.servers import HTTP

API = "https://api.example.com"


@pytest.fixture(scope="module")
def machine(hooked: StandIn) -> dict[str, Any]:
    """A client for machines, of a pool whose trigger has version 3."""
    function = "arn:aws:lambda:us-east-1:000000000000:function:tokens"
    config = {"PreTokenGenerationConfig": {"LambdaVersion": "V3_0", "LambdaArn": function}}
    pool_id = new_person(hooked, LambdaConfig=config).pool_id
    scopes: Any = [{"ScopeName": name, "ScopeDescription": name} for name in ("read", "write", "delete")]
    hooked.client.create_resource_server(UserPoolId=pool_id, Identifier=API, Name="API", Scopes=scopes)
    made = hooked.client.create_user_pool_client(
        UserPoolId=pool_id,
        ClientName="machine",
        GenerateSecret=True,
        AllowedOAuthFlowsUserPoolClient=True,
        AllowedOAuthFlows=["client_credentials"],
        AllowedOAuthScopes=[f"{API}/read", f"{API}/write"],
    )
    return {**made["UserPoolClient"]}


def token(hooked: StandIn, machine: dict[str, Any], **fields: str | None) -> httpx.Response:
    named = {"client_id": machine["ClientId"], "client_secret": machine["ClientSecret"]}
    return Browser(hooked.url).post("/oauth2/token", **{"grant_type": "client_credentials", **named, **fields})


def test_a_machine_gets_an_access_token_and_nothing_else(hooked: StandIn, machine: dict[str, Any]) -> None:
    answer = token(hooked, machine, scope=f"{API}/read").json()

    claims = jwt.get_unverified_claims(answer["access_token"])
    assert set(answer) == {"access_token", "token_type", "expires_in"}
    now = int(hooked.clock())
    assert claims == {
        "sub": machine["ClientId"],
        "client_id": machine["ClientId"],
        "token_use": "access",
        "version": 2,
        "scope": f"{API}/read",
        "iss": f"https://cognito-idp.us-east-1.amazonaws.com/{machine['UserPoolId']}",
        "auth_time": now,
        "iat": now,
        "exp": now + 3600,
        "jti": claims["jti"],
    }


def test_without_a_scope_a_machine_gets_all_of_its_scopes(hooked: StandIn, machine: dict[str, Any]) -> None:
    claims = jwt.get_unverified_claims(token(hooked, machine).json()["access_token"])

    assert claims["scope"] == f"{API}/read {API}/write"


def test_without_any_scope_a_machine_gets_no_token(hooked: StandIn, machine: dict[str, Any]) -> None:
    settings = {"AllowedOAuthFlowsUserPoolClient": True, "AllowedOAuthFlows": ["client_credentials"]}
    made: Any = hooked.client.create_user_pool_client(
        UserPoolId=machine["UserPoolId"],
        ClientName="other",
        GenerateSecret=True,
        AllowedOAuthScopes=["openid"],
        **settings,
    )

    response = token(hooked, made["UserPoolClient"])

    assert (response.status_code, response.json()["error"]) == (400, "invalid_scope")


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"scope": f"{API}/delete"}, "invalid_scope"),
        ({"scope": "openid"}, "invalid_scope"),
        ({"client_secret": "wrong"}, "invalid_client"),
        ({"client_secret": None}, "invalid_client"),
        ({"aws_client_metadata": "[]"}, "invalid_request"),
        ({"aws_client_metadata": '{"a": 1}'}, "invalid_request"),
        ({"aws_client_metadata": "{"}, "invalid_request"),
        ({"grant_type": "authorization_code", "code": "x", "redirect_uri": "https://x"}, "invalid_grant"),
    ],
)
def test_a_machine_gets_nothing_else(
    hooked: StandIn, machine: dict[str, Any], fields: dict[str, str | None], error: str
) -> None:
    response = token(hooked, machine, **fields)

    assert (response.status_code, response.json()["error"]) == (400, error)


def test_a_machine_can_authenticate_in_the_header_but_not_in_both_ways(
    hooked: StandIn, machine: dict[str, Any]
) -> None:
    url, form = f"{hooked.url}/oauth2/token", {"grant_type": "client_credentials"}
    secret = machine["ClientSecret"]

    good = httpx.post(url, data=form, auth=(machine["ClientId"], secret))
    bad = httpx.post(url, data=form, auth=(machine["ClientId"], "wrong"))
    both = httpx.post(url, data=form | {"client_secret": secret}, auth=(machine["ClientId"], secret))

    assert good.status_code == 200
    assert (bad.status_code, bad.json()["error"]) == (401, "invalid_client")
    assert bad.headers["www-authenticate"].startswith("Basic")
    assert (both.status_code, both.json()["error"]) == (400, "invalid_request")


@pytest.mark.parametrize("scheme", ["Basic !{}", "Basic ={}", "Bearer {}", "Basic {id}"])
def test_a_header_without_id_and_secret_is_refused(hooked: StandIn, machine: dict[str, Any], scheme: str) -> None:
    client_id, secret = machine["ClientId"], machine["ClientSecret"]
    both, alone = (base64.b64encode(text.encode()).decode() for text in (f"{client_id}:{secret}", client_id))
    header = {"Authorization": scheme.format(both, id=alone)}

    response = HTTP.post(f"{hooked.url}/oauth2/token", data={"grant_type": "client_credentials"}, headers=header)

    assert (response.status_code, response.json()["error"]) == (401, "invalid_client")


def test_the_trigger_changes_the_token_and_knows_what_the_client_says(
    hooked: StandIn, machine: dict[str, Any], functions: Functions
) -> None:
    changes = {"claimsToAddOrOverride": {"tenant": "blue", "sub": "forged"}, "scopesToSuppress": [f"{API}/write"]}
    functions.on(
        "TokenGeneration_ClientCredentials",
        lambda _: {"claimsAndScopeOverrideDetails": {"accessTokenGeneration": changes}},
    )

    answer = token(hooked, machine, aws_client_metadata=json.dumps({"order": "7"})).json()

    claims = jwt.get_unverified_claims(answer["access_token"])
    assert (claims["tenant"], claims["sub"], claims["scope"]) == ("blue", machine["ClientId"], f"{API}/read")
    (event,) = functions.of("TokenGeneration_ClientCredentials")
    assert (event["version"], event["userName"]) == ("3", "ClientCredentials")
    assert event["callerContext"]["clientId"] == machine["ClientId"]
    assert event["request"] == {
        "userAttributes": {},
        "groupConfiguration": {"groupsToOverride": [], "iamRolesToOverride": [], "preferredRole": None},
        "clientMetadata": {"order": "7"},
        "scopes": [f"{API}/read", f"{API}/write"],
    }


@pytest.mark.parametrize("version", ["V1_0", "V2_0"])
def test_an_older_version_of_the_trigger_is_not_called_for_machines(
    hooked: StandIn, machine: dict[str, Any], functions: Functions, version: str
) -> None:
    function = "arn:aws:lambda:us-east-1:000000000000:function:tokens"
    config: Any = {"PreTokenGenerationConfig": {"LambdaVersion": version, "LambdaArn": function}}
    hooked.client.update_user_pool(UserPoolId=machine["UserPoolId"], LambdaConfig=config)

    assert token(hooked, machine).json()["access_token"]

    assert functions.events == []
    config["PreTokenGenerationConfig"]["LambdaVersion"] = "V3_0"
    hooked.client.update_user_pool(UserPoolId=machine["UserPoolId"], LambdaConfig=config)


def test_the_trigger_can_refuse_a_machine(hooked: StandIn, machine: dict[str, Any], functions: Functions) -> None:
    def refuse(_: dict[str, Any]) -> object:
        raise ValueError("Not now")

    functions.on("TokenGeneration_ClientCredentials", refuse)

    answer = token(hooked, machine).json()

    assert answer["error"] == "invalid_grant"
    assert "Not now" in answer["error_description"]
