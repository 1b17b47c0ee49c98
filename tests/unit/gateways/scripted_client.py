"""boto3's client, answered from a table: what the gateways send, and what they make of each answer."""

import base64
import inspect
import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any

from botocore import xform_name
from botocore.exceptions import ClientError
from pydantic import SecretStr

from tests.service_models import service_model, validate_request
from vestibule.cognito.admin.gateway import AdminGateway
from vestibule.cognito.admin.role import RoleClient
from vestibule.cognito.app.app_client import AppClient, ClientSecret
from vestibule.cognito.app.gateway import AppGateway
from vestibule.cognito.app.lockouts import Lockouts
from vestibule.cognito.devices import NO_TRUSTED_BROWSERS
from vestibule.cognito.user.gateway import UserGateway
from vestibule.records import Ownership

POOL_ID, CLIENT_ID, TOKEN = "us-east-1_Pool", "client", "access-token"
NOW = 1_800_000_000.0
USER = {"sub": "the-sub", "cognito:username": "ann", "email": "ann@example.com"}

MAIL = {"DeliveryMedium": "EMAIL", "Destination": "x***@y***"}
"""Where a code was sent, as Cognito says it."""
WHEN = datetime(2026, 1, 2, tzinfo=UTC)
IDENTITIES = '[{"providerName": "Google", "userId": "5", "primary": true, "dateCreated": "1767312000999"}]'


def jwt(**claims: Any) -> str:
    """A token with these claims; the gateways read it without its signature."""
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"header.{payload}.signature"


def tokens(**more: Any) -> dict[str, Any]:
    """An AuthenticationResult."""
    return {"AccessToken": jwt(), "IdToken": jwt(**USER), "ExpiresIn": 3600, "TokenType": "Bearer", **more}


def pairs(**attributes: str) -> list[dict[str, str]]:
    """Attributes as Cognito lists them; `__` stands for a colon."""
    return [{"Name": name.replace("__", ":"), "Value": value} for name, value in attributes.items()]


def user(**attributes: str) -> dict[str, Any]:
    """The response of GetUser."""
    return {"Username": "ann", "UserAttributes": pairs(sub="1", **attributes)}


def failure(code: str, message: str = "") -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": message}}, "Operation")


@cache
def operations() -> dict[str, tuple[str, str]]:
    """The services and operations of user pools and identity pools, by the names of boto3's methods."""
    services = ("cognito-idp", "cognito-identity")
    return {
        xform_name(name): (service, name) for service in services for name in service_model(service).operation_names
    }


class ScriptedClient:
    """`answers` has, by method, what each call gets: a document, or an error. The last one is repeated.

    Methods that boto3 does not have are an AttributeError, and requests that it does not send a
    ParamValidationError.
    """

    def __init__(self, **answers: Any) -> None:
        for name in answers:
            getattr(self, name)
        self._answers = {name: [*answer] if isinstance(answer, list) else [answer] for name, answer in answers.items()}
        self.received: list[tuple[str, dict[str, Any]]] = []

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name not in operations():
            raise AttributeError(f"boto3 has no {name}")

        def call(**request: Any) -> Any:
            validate_request(*operations()[name], request)
            self.received.append((name, request))
            answers = self._answers.get(name, [{}])
            answer = answers.pop(0) if len(answers) > 1 else answers[0]
            if isinstance(answer, Exception):
                raise answer
            return answer

        return call

    @property
    def requests(self) -> list[tuple[str, dict[str, Any]]]:
        """The calls, without what names the pool, our client, or the user's token."""
        ours = {"UserPoolId": POOL_ID, "ClientId": CLIENT_ID, "AccessToken": TOKEN}
        return [
            (name, {key: value for key, value in request.items() if ours.get(key) != value or key not in ours})
            for name, request in self.received
        ]


class Owners:
    """Stands for `Ownership`: keeps what it is told by its methods."""

    def __init__(self) -> None:
        self.events: list[tuple[Any, ...]] = []

    def __getattr__(self, name: str) -> Callable[..., Any]:
        signature = inspect.signature(getattr(Ownership, name))

        def note(*given: Any, **named: Any) -> bool:
            signature.bind(self, *given, **named)
            self.events.append((name, *given, *named.values()))
            return name == "confirmed"

        return note


def app_gateway(client: Any, *, secret: str | None = None, client_ip: str | None = None, **more: Any) -> AppGateway:
    """The gateway of the app client."""
    members: dict[str, Any] = {
        "lockouts": Lockouts(clock=lambda: NOW),
        "resend_wait_seconds": 30,
        "ownership": Owners(),
        "issuer": "Acme",
        "first_factors": lambda: ("password",),
        "clock": lambda: NOW,
        "browsers": NO_TRUSTED_BROWSERS,
    }
    hidden = ClientSecret(SecretStr(secret) if secret else None)
    return AppGateway(client=client, app=AppClient(CLIENT_ID, hidden, client_ip), **members | more)


def user_gateway(client: Any) -> UserGateway:
    """The gateway of the user whose access token is `TOKEN`."""
    return UserGateway(client, SecretStr(TOKEN), "Acme")


def admin_gateway(client: Any) -> AdminGateway:
    """The gateway of the API's role."""
    return AdminGateway(RoleClient(lambda: client), POOL_ID, CLIENT_ID)
