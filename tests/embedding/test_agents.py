"""docs/agents.md works as written: an MCP server with the official SDK, and agents that sign in to it."""

import asyncio
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest

from tests.apps import settings_for
from tests.cognito import aws_session, create_cognito
from tests.local_cognito.oauth_browser import Browser, query_of
from tests.servers import listen, serve
from vestibule.main import create_app

POOL = "us-east-1_Vestibule"
REDIRECT_URI = "http://localhost:8765/callback"
PAGE = (Path(__file__).resolve().parents[2] / "docs" / "agents.md").read_text()


def code_in(title: str) -> str:
    """The Python of the page's section with that title."""
    section = PAGE.partition(f"## {title}\n")[2].partition("\n## ")[0]
    return "\n".join(re.findall(r"```python\n(.*?)```", section, re.DOTALL))


@dataclass(frozen=True)
class Place:
    """The running MCP server, and what its clients know."""

    cognito: str
    authorization_server: str
    server: str
    user_client: str
    machine: tuple[str, str]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Local Cognito, Vestibule's API and the MCP server, by the real clock, which the SDK has too."""
    directory = tmp_path_factory.mktemp("agents")
    with (
        pytest.MonkeyPatch.context() as environment,
        serve(create_cognito(directory / "pool.sqlite3")) as cognito,
        listen() as api_socket,
        listen() as mcp_socket,
    ):
        api_url, server_url = url_of(api_socket), f"{url_of(mcp_socket)}/mcp"
        user_client, machine = register(cognito, server_url)
        settings = settings_for(
            cognito,
            cognito_domain=cognito,
            cognito_client_id=f"vestibulelocal,{user_client}",
            resource_url=f"{api_url}/api",
        )
        variables = {
            "COGNITO_USER_POOL_ID": POOL,
            "COGNITO_CLIENT_ID": f"{user_client},{machine[0]}",
            "COGNITO_ENDPOINT_URL": cognito,
            "STORE_URL": "memory://",
            "RESOURCE_URL": server_url,
            "AUTHORIZATION_SERVER": api_url,
        }
        for name, value in variables.items():
            environment.setenv(name, value)
        names: dict[str, Any] = {}
        exec(code_in("The server"), names)  # noqa: S102  our own page
        with serve(create_app(settings), api_socket), serve(names["app"], mcp_socket):
            yield Place(cognito, api_url, server_url, user_client, machine)


def url_of(listener: socket.socket) -> str:
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


def register(cognito: str, server_url: str) -> tuple[str, tuple[str, str]]:
    """Do what an operator does in the pool; returns the user's app client, and the machine's with its secret."""
    client = aws_session().client("cognito-idp", endpoint_url=cognito)
    client.create_resource_server(
        UserPoolId=POOL,
        Identifier=server_url,
        Name="reports",
        Scopes=[{"ScopeName": "read", "ScopeDescription": "Reports"}],
    )
    common: dict[str, Any] = {"UserPoolId": POOL, "AllowedOAuthFlowsUserPoolClient": True}
    scope = f"{server_url}/read"
    user = client.create_user_pool_client(
        **common,
        ClientName="agent",
        CallbackURLs=[REDIRECT_URI],
        AllowedOAuthFlows=["code"],
        AllowedOAuthScopes=["openid", scope],
        SupportedIdentityProviders=["COGNITO", "Google"],
    )["UserPoolClient"]
    machine = client.create_user_pool_client(
        **common,
        ClientName="machine",
        GenerateSecret=True,
        AllowedOAuthFlows=["client_credentials"],
        AllowedOAuthScopes=[scope],
    )["UserPoolClient"]
    client.close()
    return user["ClientId"], (machine["ClientId"], machine["ClientSecret"])


@pytest.fixture(scope="module")
def agent() -> dict[str, Any]:
    """The functions of the page's clients."""
    names: dict[str, Any] = {}
    exec(code_in("An agent of a user") + code_in("A machine"), names)  # noqa: S102  our own page
    return names


class User:
    """A user with a browser, who signs in with Google."""

    def __init__(self, domain: str) -> None:
        self.browser = Browser(domain)
        self.asked: dict[str, str] = {}
        self.redirect: dict[str, str] = {}

    async def open(self, url: str) -> None:
        self.asked = query_of(url)
        await asyncio.to_thread(self._sign_in)

    def _sign_in(self) -> None:
        # The button of the page would choose the provider.
        page = self.browser.follow(self.browser.get("/oauth2/authorize", **self.asked, identity_provider="Google"))
        identity = {"subject": "42", "email": "sam@example.com", "email_verified": "true", "name": "Sam"}
        response = self.browser.submit(page, action="sign_in", **identity)
        self.redirect = query_of(response.headers["location"])

    async def returned(self) -> Any:
        from mcp.shared.auth import AuthorizationCodeResult

        return AuthorizationCodeResult(code=self.redirect["code"], state=self.redirect["state"])


def test_an_agent_finds_the_sign_in_from_the_servers_url_and_calls_as_its_user(
    place: Place, agent: dict[str, Any]
) -> None:
    user = User(place.cognito)
    call = agent["call_as_user"](place.server, place.user_client, REDIRECT_URI, user.open, user.returned)

    reports = asyncio.run(call)

    assert re.fullmatch(r"a report for [0-9a-f-]{36}", reports[0])
    assert user.asked["resource"] == place.server
    assert user.asked["scope"] == f"{place.server}/read"
    assert user.asked["code_challenge_method"] == "S256"


def test_a_machine_calls_as_itself(place: Place, agent: dict[str, Any]) -> None:
    reports = asyncio.run(agent["call_as_machine"](place.server, *place.machine, place.authorization_server))

    assert reports == [f"a report for {place.machine[0]}"]


def test_a_request_without_a_token_is_told_where_to_sign_in(place: Place) -> None:
    refused = httpx.post(place.server, json={})
    metadata = httpx.get(re.search(r'resource_metadata="([^"]+)"', refused.headers["www-authenticate"])[1]).json()
    server = httpx.get(f"{metadata['authorization_servers'][0]}/.well-known/oauth-authorization-server").json()

    assert refused.status_code == 401
    assert metadata["resource"] == place.server
    assert metadata["scopes_supported"] == [f"{place.server}/read"]
    assert server["issuer"] == place.authorization_server
    assert server["token_endpoint"] == f"{place.cognito}/oauth2/token"


def test_tokens_of_the_apps_own_sign_in_and_forged_ones_are_refused(place: Place) -> None:
    def post(token: str) -> int:
        return httpx2.post(place.server, json={}, headers={"Authorization": f"Bearer {token}"}).status_code

    browser = Browser(place.cognito)
    app_token = browser.tokens("Google", subject="43", email="kim@example.com", email_verified="true", name="Kim")

    assert post(app_token["access_token"]) == 401
    assert post("nonsense") == 401
