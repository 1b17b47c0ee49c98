"""A running local Cognito that records which operations are called, its pools, and the commands."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
from starlette.types import ASGIApp, Receive, Scope, Send
from typer.testing import CliRunner, Result

from tests.cognito import create_cognito
from tests.local_cognito.people import PASSWORD, boto3_client
from tests.servers import serve
from vestibule.cli import app

CUSTOM: list[dict[str, Any]] = [{"Name": "team", "AttributeDataType": "String", "Mutable": True}]


@dataclass
class Recorder:
    """Passes requests on; `operations` has the names of those of Cognito's API, in order."""

    inner: ASGIApp
    operations: list[str] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        target = dict(scope.get("headers", ())).get(b"x-amz-target", b"").decode()
        if target:
            self.operations.append(target.partition(".")[2])
        await self.inner(scope, receive, send)


@dataclass(frozen=True)
class Cognito:
    """The server."""

    url: str
    client: CognitoIdentityProviderClient
    recorder: Recorder

    def new_pool(self, **settings: Any) -> "Pool":
        common: dict[str, Any] = {
            "UsernameAttributes": ["email"],
            "AutoVerifiedAttributes": ["email"],
            "UsernameConfiguration": {"CaseSensitive": False},
            "Schema": CUSTOM,
        }
        return new_pool(self.client, self.url, **common | settings)


@dataclass(frozen=True)
class Pool:
    """A pool, and the commands on it."""

    client: CognitoIdentityProviderClient
    url: str | None
    id: str
    client_id: str

    def run(self, *arguments: str | Path) -> Result:
        """Run `vestibule users …` on this pool, as fast as it allows."""
        endpoint = ("--endpoint-url", self.url) if self.url else ()
        command, *rest = map(str, arguments)
        options = [] if command == "convert" else ["--pool-id", self.id, "--rate", "50", *endpoint]
        environment = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
        return CliRunner().invoke(app, ["users", command, *rest, *options], env=environment)

    def user(self, username: str) -> dict[str, Any]:
        return dict(self.client.admin_get_user(UserPoolId=self.id, Username=username))

    def attributes(self, username: str) -> dict[str, str]:
        return {pair["Name"]: pair["Value"] for pair in self.user(username)["UserAttributes"]}

    def groups(self, username: str) -> list[str]:
        found = self.client.admin_list_groups_for_user(UserPoolId=self.id, Username=username)["Groups"]
        return sorted(group["GroupName"] for group in found)

    def create(self, email: str = "", *, password: str = PASSWORD, **attributes: str) -> str:
        """A user, confirmed if there is a password; returns the address."""
        email = email or f"{uuid.uuid4().hex[:12]}@example.com"
        given = {"email": email, "email_verified": "true"} | {
            name.replace("__", ":"): value for name, value in attributes.items()
        }
        pairs: Any = [{"Name": name, "Value": value} for name, value in given.items()]
        self.client.admin_create_user(
            UserPoolId=self.id, Username=email, UserAttributes=pairs, MessageAction="SUPPRESS"
        )
        if password:
            self.client.admin_set_user_password(UserPoolId=self.id, Username=email, Password=password, Permanent=True)
        return email

    def create_group(self, name: str, *members: str) -> None:
        self.client.create_group(UserPoolId=self.id, GroupName=name)
        for member in members:
            self.client.admin_add_user_to_group(UserPoolId=self.id, Username=member, GroupName=name)

    def create_provider(self, name: Any) -> None:
        details = {"client_id": "x", "client_secret": "y", "authorize_scopes": "openid"}
        self.client.create_identity_provider(
            UserPoolId=self.id, ProviderName=name, ProviderType=name, ProviderDetails=details
        )

    def link(self, email: str, provider: str, user_id: str) -> None:
        self.client.admin_link_provider_for_user(
            UserPoolId=self.id,
            DestinationUser={"ProviderName": "Cognito", "ProviderAttributeValue": self.user(email)["Username"]},
            SourceUser={
                "ProviderName": provider,
                "ProviderAttributeName": "Cognito_Subject",
                "ProviderAttributeValue": user_id,
            },
        )

    def signs_in(self, username: str, password: str = PASSWORD) -> bool:
        try:
            self.client.initiate_auth(
                ClientId=self.client_id,
                AuthFlow="USER_PASSWORD_AUTH",
                AuthParameters={"USERNAME": username, "PASSWORD": password},
            )
        except self.client.exceptions.NotAuthorizedException:
            return False
        return True


def new_pool(client: CognitoIdentityProviderClient, url: str | None, **settings: Any) -> Pool:
    pool_id = client.create_user_pool(PoolName="users", **settings)["UserPool"]["Id"]
    created = client.create_user_pool_client(
        UserPoolId=pool_id,
        ClientName="users",
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"],
        PreventUserExistenceErrors="ENABLED",
    )["UserPoolClient"]
    return Pool(client, url, pool_id, created["ClientId"])


@pytest.fixture(scope="session")
def cognito(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cognito]:
    recorder = Recorder(create_cognito(tmp_path_factory.mktemp("cognito") / "pool.sqlite3"))
    with serve(recorder) as url:
        client = boto3_client(url)
        yield Cognito(url, client, recorder)
        client.close()


@pytest.fixture
def pool(cognito: Cognito) -> Pool:
    """An empty pool whose users sign in by e-mail address."""
    return cognito.new_pool()


@pytest.fixture(autouse=True)
def _away_from_the_developers_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
