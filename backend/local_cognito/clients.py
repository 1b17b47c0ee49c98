"""App clients: their settings, their secrets, and what each may do."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import sqlite3
import string
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from local_cognito import pools
from local_cognito.errors import InvalidParameterException, NotAuthorizedException, ResourceNotFoundException
from local_cognito.pages import page
from local_cognito.pools import Pool

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

    from local_cognito.context import Answer, Context

CLIENT_ID_ALPHABET = string.ascii_lowercase + string.digits
UNIT_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
# token: (name of its validity, default validity, default unit, least seconds, most seconds)
VALIDITIES = {
    "AccessToken": ("AccessTokenValidity", 1, "hours", 300, 86400),
    "IdToken": ("IdTokenValidity", 1, "hours", 300, 86400),
    "RefreshToken": ("RefreshTokenValidity", 30, "days", 3600, 315360000),
}
LEGACY_FLOWS = {"USER_PASSWORD_AUTH": "ALLOW_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH": "ALLOW_ADMIN_USER_PASSWORD_AUTH"}
DEFAULTS: dict[str, object] = {
    "RefreshTokenValidity": 30,
    "ExplicitAuthFlows": ["ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"],
    "PreventUserExistenceErrors": "LEGACY",
    "EnableTokenRevocation": True,
    "EnablePropagateAdditionalUserContextData": False,
    "AllowedOAuthFlowsUserPoolClient": False,
    "AuthSessionValidity": 3,
    "RefreshTokenRotation": {"Feature": "DISABLED"},
}
NOT_SETTINGS = ("UserPoolId", "ClientId", "GenerateSecret", "ClientSecret")

Settings = dict[str, object]


@dataclass(frozen=True)
class Client:
    """An app client of a pool; `settings` is what it was made with, defaults filled in."""

    id: str
    pool: Pool
    secret: str | None
    settings: t.UpdateUserPoolClientRequestTypeDef
    created: float
    modified: float

    @property
    def hides_users(self) -> bool:
        """Whether answers must not tell who has an account."""
        return self.settings.get("PreventUserExistenceErrors") == "ENABLED"

    @property
    def revokes_tokens(self) -> bool:
        """Whether tokens carry `jti` and `origin_jti`, by which they are revoked."""
        return self.settings.get("EnableTokenRevocation", True)

    @property
    def grace(self) -> float | None:
        """How many seconds a rotated refresh token stays good; None when they are not rotated."""
        rotation = self.settings.get("RefreshTokenRotation")
        if rotation is None or rotation["Feature"] != "ENABLED":
            return None
        return rotation.get("RetryGracePeriodSeconds", 0)

    def allows(self, flow: str) -> bool:
        """Whether ExplicitAuthFlows has the flow, under its present name."""
        return flow in {LEGACY_FLOWS.get(name, name) for name in self.settings.get("ExplicitAuthFlows", ())}

    def seconds(self, token: str) -> int:
        """How long an AccessToken, IdToken or RefreshToken of this client is good."""
        return validity(cast("Settings", self.settings), token)

    def may(self, verb: str, attribute: str) -> bool:
        """Whether it may Read or Write an attribute; all of them, when the client was made with no list."""
        allowed = cast("Settings", self.settings).get(f"{verb}Attributes")
        return not isinstance(allowed, list) or attribute in allowed

    def check_secret_hash(self, username: str, given: str | None) -> None:
        """Raise NotAuthorizedException unless SECRET_HASH is as the client's secret wants it."""
        if self.secret is None:
            if given is not None:
                raise NotAuthorizedException(
                    f"Client {self.id} is not configured with secret but SECRET_HASH was received"
                )
            return
        if given is None:
            raise NotAuthorizedException(f"Client {self.id} is configured with secret but SECRET_HASH was not received")
        if not hmac.compare_digest(given.encode(), secret_hash(self.id, self.secret, username).encode()):
            raise NotAuthorizedException(f"Unable to verify secret hash for client {self.id}")

    def describe(self) -> dict[str, object]:
        """In the shape of UserPoolClientType."""
        return {
            **self.settings,
            "UserPoolId": self.pool.id,
            "ClientId": self.id,
            "CreationDate": self.created,
            "LastModifiedDate": self.modified,
            **({"ClientSecret": self.secret} if self.secret else {}),
        }


def secret_hash(client_id: str, secret: str, username: str) -> str:
    """HMAC-SHA256 of username and client id under the client's secret, in base64."""
    return base64.b64encode(hmac.digest(secret.encode(), (username + client_id).encode(), hashlib.sha256)).decode()


def validity(settings: Settings, token: str) -> int:
    """The validity of a token in seconds, by the client's settings and units."""
    name, default, default_unit, _, _ = VALIDITIES[token]
    units = cast("Mapping[str, str]", settings.get("TokenValidityUnits") or {})
    return int(cast("int", settings.get(name) or default)) * UNIT_SECONDS[units.get(token, default_unit)]


def find(db: sqlite3.Connection, client_id: str, pool_id: str | None = None) -> Client:
    """The client of that id, of a given pool where one is named; raises ResourceNotFoundException."""
    row = db.execute("SELECT * FROM clients WHERE id = ?", (client_id,)).fetchone()
    if row is None or pool_id not in (None, row["pool_id"]):
        raise ResourceNotFoundException(f"User pool client {client_id} does not exist.")
    pool = pools.find(db, row["pool_id"])
    return Client(row["id"], pool, row["secret"], json.loads(row["settings"]), row["created"], row["modified"])


def save(db: sqlite3.Connection, client: Client) -> None:
    """Keep a client, new or changed."""
    row = (client.id, client.pool.id, client.secret, json.dumps(client.settings), client.created, client.modified)
    db.execute(
        "INSERT INTO clients (id, pool_id, secret, settings, created, modified) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET settings = excluded.settings, modified = excluded.modified",
        row,
    )


def create_user_pool_client(context: Context, request: t.CreateUserPoolClientRequestTypeDef) -> Answer:
    """CreateUserPoolClient."""
    settings = _settings(cast("Mapping[str, object]", request))
    client_id = "".join(secrets.choice(CLIENT_ID_ALPHABET) for _ in range(26))
    secret = secrets.token_hex(26)[:51] if request.get("GenerateSecret") else request.get("ClientSecret")
    with context.storage.write() as db:
        pool = pools.find(db, request["UserPoolId"])
        client = Client(client_id, pool, secret, settings, context.now, context.now)
        save(db, client)
    return {"UserPoolClient": client.describe()}


def update_user_pool_client(context: Context, request: t.UpdateUserPoolClientRequestTypeDef) -> Answer:
    """UpdateUserPoolClient: what is left out falls back to its default, as in AWS."""
    with context.storage.write() as db:
        old = find(db, request["ClientId"], request["UserPoolId"])
        settings = _settings({"ClientName": old.settings.get("ClientName", ""), **request})
        client = Client(old.id, old.pool, old.secret, settings, old.created, context.now)
        save(db, client)
    return {"UserPoolClient": client.describe()}


def describe_user_pool_client(context: Context, request: t.DescribeUserPoolClientRequestTypeDef) -> Answer:
    """DescribeUserPoolClient."""
    with context.storage.read() as db:
        return {"UserPoolClient": find(db, request["ClientId"], request["UserPoolId"]).describe()}


def list_user_pool_clients(context: Context, request: t.ListUserPoolClientsRequestTypeDef) -> Answer:
    """ListUserPoolClients."""
    with context.storage.read() as db:
        pool = pools.find(db, request["UserPoolId"])
        rows = db.execute(
            "SELECT id, settings FROM clients WHERE pool_id = ? ORDER BY created, id", (pool.id,)
        ).fetchall()
    shown, after = page(rows, request.get("MaxResults"), request.get("NextToken"))
    summaries = [
        {"ClientId": row["id"], "UserPoolId": pool.id, "ClientName": json.loads(row["settings"])["ClientName"]}
        for row in shown
    ]
    return {"UserPoolClients": summaries} | ({"NextToken": after} if after else {})


def _settings(request: Mapping[str, object]) -> t.UpdateUserPoolClientRequestTypeDef:
    given = {name: value for name, value in request.items() if name not in NOT_SETTINGS}
    settings = DEFAULTS | given
    _check_validities(settings)
    _check_rotation(settings)
    return cast("t.UpdateUserPoolClientRequestTypeDef", settings)


def _check_validities(settings: Settings) -> None:
    for token, (name, _, _, least, most) in VALIDITIES.items():
        if not least <= validity(settings, token) <= most:
            raise InvalidParameterException(
                f"Invalid range for token validity: {name} must be {least} to {most} seconds."
            )


def _check_rotation(settings: Settings) -> None:
    rotation = cast("Mapping[str, object]", settings["RefreshTokenRotation"])
    flows = cast("list[str]", settings["ExplicitAuthFlows"])
    if rotation["Feature"] == "ENABLED" and "ALLOW_REFRESH_TOKEN_AUTH" in flows:
        raise InvalidParameterException(
            "Refresh token rotation cannot be enabled for app clients that allow ALLOW_REFRESH_TOKEN_AUTH."
        )
