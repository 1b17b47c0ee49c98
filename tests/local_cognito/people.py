"""Users of a pool, for the tests: their calls by boto3, and the errors they get."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.cognito import aws_session
from tests.local_cognito.response_validation import validate_responses
from tests.servers import HTTP, Clock

POOL_ID, CLIENT_ID = "us-east-1_Vestibule", "vestibulelocal"
PASSWORD = "Correct-horse-1"


def boto3_client(url: str, connections: int = 10) -> CognitoIdentityProviderClient:
    """A boto3 client of local_cognito. Its responses are validated against the service model."""
    config = Config(retries={"max_attempts": 0}, max_pool_connections=connections)
    return validate_responses(aws_session().client("cognito-idp", endpoint_url=url, config=config))


@dataclass(frozen=True)
class StandIn:
    """A running local_cognito and its clock."""

    url: str
    clock: Clock
    client: CognitoIdentityProviderClient

    def messages(self, to: str) -> list[dict[str, str]]:
        """The messages sent to an address, newest first."""
        response = HTTP.get(f"{self.url}/outbox", params={"to": to}, headers={"Accept": "application/json"})
        found: list[dict[str, str]] = response.json()
        return found

    def code(self, to: str) -> str:
        """The newest code sent to an address."""
        return self.messages(to)[0]["code"]


@dataclass
class Person:
    """A user with an e-mail address, who may not have signed up yet."""

    stand_in: StandIn
    client_id: str = CLIENT_ID
    pool_id: str = POOL_ID
    password: str = PASSWORD
    email: str = field(default_factory=lambda: f"{uuid.uuid4().hex[:12]}@example.com")

    @property
    def client(self) -> CognitoIdentityProviderClient:
        return self.stand_in.client

    @property
    def code(self) -> str:
        """The newest code sent to their address."""
        return self.stand_in.code(self.email)

    def sign_up(self, **attributes: str) -> "Person":
        pairs = {"email": self.email} | attributes
        given = [{"Name": name.replace("__", ":"), "Value": value} for name, value in pairs.items()]
        self.client.sign_up(ClientId=self.client_id, Username=self.email, Password=self.password, UserAttributes=given)  # type: ignore[arg-type]
        return self

    def confirm(self, code: str | None = None) -> "Person":
        self.client.confirm_sign_up(ClientId=self.client_id, Username=self.email, ConfirmationCode=code or self.code)
        return self

    def initiate(self, password: str | None = None, username: str | None = None) -> dict[str, Any]:
        parameters = {"USERNAME": username or self.email, "PASSWORD": password or self.password}
        response = self.client.initiate_auth(
            ClientId=self.client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters
        )
        return dict(response)

    def sign_in(self, password: str | None = None) -> dict[str, Any]:
        """AuthenticationResult."""
        result: dict[str, Any] = self.initiate(password)["AuthenticationResult"]
        return result

    def attributes(self, access_token: str) -> dict[str, str]:
        found = self.client.get_user(AccessToken=access_token)["UserAttributes"]
        return {entry["Name"]: entry["Value"] for entry in found}

    def update(self, access_token: str, **attributes: str) -> list[Any]:
        given = [{"Name": name.replace("__", ":"), "Value": value} for name, value in attributes.items()]
        response = self.client.update_user_attributes(AccessToken=access_token, UserAttributes=given)  # type: ignore[arg-type]
        return list(response["CodeDeliveryDetailsList"])


def new_person(stand_in: StandIn, **settings: object) -> Person:
    """A person who has not signed up, in a new pool with these settings and a client that allows password sign-in."""
    request: dict[str, Any] = {"PoolName": "test"} | settings
    pool_id = stand_in.client.create_user_pool(**request)["UserPool"]["Id"]
    app = stand_in.client.create_user_pool_client(
        UserPoolId=pool_id, ClientName="test", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
    )
    return Person(stand_in, app["UserPoolClient"]["ClientId"], pool_id)


@contextmanager
def refused(code: str, message: str = "") -> Iterator[None]:
    """Assert that the block raises the Cognito error `code` and that its message contains `message`."""
    with pytest.raises(ClientError) as caught:
        yield
    error = caught.value.response["Error"]
    assert error["Code"] == code, error
    assert message in error["Message"]


def wrong(code: str) -> str:
    """Another six-digit code."""
    return f"{(int(code) + 1) % 10**6:06}"
