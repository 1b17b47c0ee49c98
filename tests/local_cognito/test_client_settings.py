"""Settings that CreateUserPoolClient and UpdateUserPoolClient refuse, and deleting a client."""

from typing import Any

import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient as Client

from tests.local_cognito.people import POOL_ID, Person, refused
from tests.local_cognito.test_clients import new_client

OAUTH: dict[str, Any] = {
    "AllowedOAuthFlowsUserPoolClient": True,
    "AllowedOAuthFlows": ["code"],
    "AllowedOAuthScopes": ["openid"],
    "CallbackURLs": ["https://app.example/callback"],
}
MACHINE: dict[str, Any] = {
    "AllowedOAuthFlowsUserPoolClient": True,
    "AllowedOAuthFlows": ["client_credentials"],
    "AllowedOAuthScopes": ["machines/read"],
}
BAD_REDIRECTS = [
    "http://app.example/callback",
    "http://localhost.app.example/",
    "HTTP://app.example/",
    "http://127.0.0.2/",
    "http://localhost@app.example/",
    "https://app.example/callback#fragment",
    "https://app.example/#",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "data:text/html,x",
    "https://",
    "/callback",
    "app.example/callback",
]
GOOD_REDIRECTS = [
    "https://app.example/callback?x=1",
    "http://localhost:5173/auth/callback",
    "http://localhost",
    "http://127.0.0.1:8000/",
    "http://[::1]:3000/",
    "myapp://example",
    "com.example.app:/callback",
]
MIXED_FLOWS = [
    ["ALLOW_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH"],
    ["ADMIN_NO_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    ["CUSTOM_AUTH_FLOW_ONLY", "ALLOW_CUSTOM_AUTH"],
]


class TestExplicitAuthFlows:
    @pytest.mark.parametrize("flows", MIXED_FLOWS)
    def test_legacy_and_new_flow_names_cannot_be_mixed(self, client: Client, flows: list[str]) -> None:
        app = new_client(client)

        with refused("InvalidParameterException", "ExplicitAuthFlows"):
            new_client(client, ExplicitAuthFlows=flows)
        with refused("InvalidParameterException", "ExplicitAuthFlows"):
            client.update_user_pool_client(
                UserPoolId=POOL_ID,
                ClientId=app["ClientId"],
                ExplicitAuthFlows=flows,
            )

    def test_legacy_flow_names_alone_are_accepted(self, alice: Person) -> None:
        app = new_client(alice.client, ExplicitAuthFlows=["USER_PASSWORD_AUTH"])

        assert Person(alice.stand_in, app["ClientId"], email=alice.email).sign_in()["AccessToken"]


class TestRedirects:
    @pytest.mark.parametrize("url", BAD_REDIRECTS)
    @pytest.mark.parametrize("member", ["CallbackURLs", "LogoutURLs"])
    def test_an_insecure_or_relative_url_is_refused(self, client: Client, member: str, url: str) -> None:
        with refused("InvalidParameterException", "URL"):
            new_client(client, **(OAUTH | {member: ["https://app.example/callback", url]}))

    @pytest.mark.parametrize("url", GOOD_REDIRECTS)
    def test_https_loopback_and_custom_schemes_are_accepted(self, client: Client, url: str) -> None:
        app = new_client(client, **(OAUTH | {"CallbackURLs": [url], "LogoutURLs": [url], "DefaultRedirectURI": url}))

        assert app["CallbackURLs"] == [url]

    def test_the_default_redirect_must_be_a_callback_url(self, client: Client) -> None:
        with refused("InvalidParameterException", "DefaultRedirectURI"):
            new_client(client, **(OAUTH | {"DefaultRedirectURI": "https://app.example/other"}))


class TestOAuthFlows:
    @pytest.mark.parametrize("flow", ["code", "implicit"])
    def test_flows_with_a_redirect_need_a_callback_url(self, client: Client, flow: str) -> None:
        with refused("InvalidOAuthFlowException", "CallbackUrls can not be empty when code flow or implicit flow is"):
            new_client(client, **(OAUTH | {"AllowedOAuthFlows": [flow], "CallbackURLs": []}))

    def test_machines_and_users_cannot_share_a_client(self, client: Client) -> None:
        flows = {"AllowedOAuthFlows": ["client_credentials", "code"], "GenerateSecret": True}

        with refused("InvalidOAuthFlowException", "client_credentials flow can not be selected along with code flow"):
            new_client(client, **(OAUTH | flows))

    def test_machines_need_a_secret(self, client: Client) -> None:
        read = {"ScopeName": "read", "ScopeDescription": "Read."}
        client.create_resource_server(UserPoolId=POOL_ID, Identifier="machines", Name="API", Scopes=[read])

        with refused("InvalidOAuthFlowException", "client does not have a client secret"):
            new_client(client, **MACHINE)
        app = new_client(client, **MACHINE, GenerateSecret=True)

        client.update_user_pool_client(UserPoolId=POOL_ID, ClientId=app["ClientId"], **MACHINE)

    @pytest.mark.parametrize("missing", ["AllowedOAuthFlows", "AllowedOAuthScopes"])
    def test_a_client_with_oauth_requires_flows_and_scopes(self, client: Client, missing: str) -> None:
        with refused("InvalidParameterException", "AllowedOAuthFlows and AllowedOAuthScopes are required"):
            new_client(client, **(OAUTH | {missing: []}))


class TestAttributePermissions:
    @pytest.mark.parametrize("names", [["email", "custom:nothing"], ["email", "email_verified"], ["email", "sub"]])
    def test_only_attributes_that_users_can_write_may_be_written(self, client: Client, names: list[str]) -> None:
        with refused("InvalidParameterException", "Invalid write attributes specified while creating a client"):
            new_client(client, WriteAttributes=names)

    def test_required_attributes_must_be_writable(self, client: Client) -> None:
        with refused("InvalidParameterException", "Invalid write attributes specified while creating a client"):
            new_client(client, WriteAttributes=["name"])

    def test_required_attributes_alone_may_be_writable(self, client: Client) -> None:
        app = new_client(client, WriteAttributes=["email"])

        assert app["WriteAttributes"] == ["email"]

    def test_only_attributes_of_the_pool_may_be_read(self, client: Client) -> None:
        with refused("InvalidParameterException", "Invalid read attributes specified while creating a client"):
            new_client(client, ReadAttributes=["email", "custom:nothing"])
        assert new_client(client, ReadAttributes=["email", "email_verified", "custom:agentName"])


class TestDeleteUserPoolClient:
    def test_deleting_a_client_ends_its_sessions_and_no_others(self, alice: Person) -> None:
        app = new_client(alice.client)
        person = Person(alice.stand_in, app["ClientId"], email=alice.email)
        token, other = person.sign_in()["AccessToken"], alice.sign_in()["AccessToken"]

        alice.client.delete_user_pool_client(UserPoolId=POOL_ID, ClientId=app["ClientId"])

        with refused("ResourceNotFoundException"):
            person.sign_in()
        with refused("NotAuthorizedException", "Access Token has been revoked"):
            alice.client.get_user(AccessToken=token)
        assert alice.client.get_user(AccessToken=other)

    def test_a_client_that_does_not_exist_is_not_found(self, client: Client) -> None:
        with refused("ResourceNotFoundException"):
            client.delete_user_pool_client(UserPoolId=POOL_ID, ClientId="nothing")
