"""openid-client, a certified OpenID Connect client, signs in on local_cognito's domain unchanged."""

from collections.abc import Iterator

import pytest

from tests.clients.scripts import Script, script
from tests.cognito import create_cognito
from tests.local_cognito.people import CLIENT_ID, POOL_ID, boto3_client
from tests.servers import listen, serve

pytestmark = pytest.mark.timeout(600)  # the first test may install the clients


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The issuer of a local Cognito that is where its tokens say, so that clients discover it there."""
    listener = listen()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    app = create_cognito(tmp_path_factory.mktemp("cognito") / "pool.sqlite3", issuer_url=url)
    with serve(app, listener):
        yield f"{url}/{POOL_ID}"


@pytest.fixture(scope="module")
def openid(installed: None) -> Iterator[Script]:  # noqa: ARG001
    with script("node", "openid.mjs", folder="javascript") as running:
        yield running


def test_a_certified_client_signs_in_refreshes_and_revokes(issuer: str, openid: Script) -> None:
    settings = {"issuer": issuer, "client": CLIENT_ID}

    openid.run("codeFlow", settings)


def test_a_certified_client_gets_tokens_for_a_machine(issuer: str, openid: Script) -> None:
    client = boto3_client(issuer.removesuffix(f"/{POOL_ID}"))
    read = {"ScopeName": "read", "ScopeDescription": "Read."}
    client.create_resource_server(UserPoolId=POOL_ID, Identifier="orders", Name="Orders", Scopes=[read])
    machine = client.create_user_pool_client(
        UserPoolId=POOL_ID,
        ClientName="machine",
        GenerateSecret=True,
        AllowedOAuthFlowsUserPoolClient=True,
        AllowedOAuthFlows=["client_credentials"],
        AllowedOAuthScopes=["orders/read"],
    )["UserPoolClient"]
    client.close()
    settings = {
        "issuer": issuer,
        "client": machine["ClientId"],
        "secret": machine["ClientSecret"],
        "scope": "orders/read",
    }

    openid.run("clientCredentials", settings)
