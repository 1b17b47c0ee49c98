"""App clients: their rows, their secrets, and what their settings allow."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from local_cognito.errors import NotAuthorizedException, ResourceNotFoundException
from local_cognito.model import client_secrets, client_settings, pools

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

    from local_cognito.model.client_secrets import ClientSecret
    from local_cognito.model.pools import Pool

LEGACY_FLOWS = {
    "USER_PASSWORD_AUTH": "ALLOW_USER_PASSWORD_AUTH",
    "ADMIN_NO_SRP_AUTH": "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    "CUSTOM_AUTH_FLOW_ONLY": "ALLOW_CUSTOM_AUTH",
}


@dataclass(frozen=True)
class Client:
    """An app client of a pool. `settings` have defaults filled in. A public client has no `secrets`; all are valid."""

    id: str
    pool: Pool
    secrets: tuple[ClientSecret, ...]
    settings: t.UpdateUserPoolClientRequestTypeDef
    created: float
    modified: float

    @property
    def is_confidential(self) -> bool:
        """Whether the client has a secret, which its calls must prove."""
        return bool(self.secrets)

    @property
    def prevents_existence_errors(self) -> bool:
        """Whether responses must not reveal who has an account."""
        return self.settings.get("PreventUserExistenceErrors") == "ENABLED"

    @property
    def revokes_tokens(self) -> bool:
        """Whether tokens can be revoked, and have `origin_jti`."""
        return self.settings.get("EnableTokenRevocation", True)

    @property
    def retry_grace_seconds(self) -> float | None:
        """How long a rotated refresh token stays valid; None if refresh tokens are not rotated."""
        rotation = self.settings.get("RefreshTokenRotation")
        if rotation is None or rotation["Feature"] != "ENABLED":
            return None
        return rotation.get("RetryGracePeriodSeconds", 0)

    def allows(self, flow: str) -> bool:
        """Whether ExplicitAuthFlows has this flow, under its current or its legacy name."""
        return flow in {LEGACY_FLOWS.get(name, name) for name in self.settings.get("ExplicitAuthFlows", ())}

    @property
    def auth_session_seconds(self) -> int:
        """How long a challenge session is valid."""
        return 60 * self.settings.get("AuthSessionValidity", 3)

    def validity(self, token: str) -> int:
        """Validity of an AccessToken, IdToken or RefreshToken, in seconds."""
        return client_settings.validity(cast("client_settings.Settings", self.settings), token)

    def may(self, verb: str, attribute: str) -> bool:
        """Whether the client may Read or Write an attribute. Without a list it may access all."""
        allowed = cast("client_settings.Settings", self.settings).get(f"{verb}Attributes")
        return not isinstance(allowed, list) or attribute in allowed

    def check_secret_hash(self, username: str, given: str | None) -> None:
        """Raise NotAuthorizedException unless SECRET_HASH is valid, or absent for a public client."""
        if not self.is_confidential:
            if given is not None:
                raise NotAuthorizedException(
                    f"Client {self.id} is not configured with secret but SECRET_HASH was received"
                )
            return
        if given is None:
            raise NotAuthorizedException(f"Client {self.id} is configured with secret but SECRET_HASH was not received")
        hashes = [secret_hash(self.id, secret.value, username) for secret in self.secrets]
        if not any(hmac.compare_digest(given.encode(), valid.encode()) for valid in hashes):
            raise NotAuthorizedException(f"Unable to verify secret hash for client {self.id}")

    def check_secret(self, given: str | None) -> None:
        """Raise NotAuthorizedException unless a secret of the client was given, or the client is public."""
        matches = [hmac.compare_digest((given or "").encode(), secret.value.encode()) for secret in self.secrets]
        if matches and not any(matches):
            raise NotAuthorizedException(f"Unable to verify secret for client {self.id}")

    def describe(self) -> dict[str, object]:
        """UserPoolClientType. Of two secrets, it has the older one: the one that is in use while they are rotated."""
        return {
            **self.settings,
            "UserPoolId": self.pool.id,
            "ClientId": self.id,
            "ClientType": "REGULAR",
            "CreationDate": self.created,
            "LastModifiedDate": self.modified,
            **({"ClientSecret": self.secrets[0].value} if self.secrets else {}),
        }


def secret_hash(client_id: str, secret: str, username: str) -> str:
    """SECRET_HASH: base64 of HMAC-SHA256 of username and client id, keyed with the client secret."""
    return base64.b64encode(hmac.digest(secret.encode(), (username + client_id).encode(), hashlib.sha256)).decode()


def find(db: sqlite3.Connection, client_id: str, pool_id: str | None = None) -> Client:
    """The client with this id, in this pool if one is given; raises ResourceNotFoundException."""
    row = db.execute("SELECT * FROM clients WHERE id = ?", (client_id,)).fetchone()
    if row is None or pool_id not in (None, row["pool_id"]):
        raise ResourceNotFoundException(f"User pool client {client_id} does not exist.")
    return _from_row(pools.find(db, row["pool_id"]), row)


def of_pool(db: sqlite3.Connection, pool: Pool) -> list[Client]:
    """All clients of a pool, oldest first."""
    rows = db.execute("SELECT * FROM clients WHERE pool_id = ? ORDER BY created, id", (pool.id,))
    return [_from_row(pool, row) for row in rows]


def save(db: sqlite3.Connection, client: Client) -> None:
    """Insert or update a client."""
    secrets = client_secrets.to_json(client.secrets)
    row = (client.id, client.pool.id, secrets, json.dumps(client.settings), client.created, client.modified)
    db.execute(
        "INSERT INTO clients (id, pool_id, secrets, settings, created, modified) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET secrets = excluded.secrets, settings = excluded.settings,"
        " modified = excluded.modified",
        row,
    )


def delete(db: sqlite3.Connection, client: Client) -> None:
    """Delete a client and its sessions."""
    db.execute("DELETE FROM clients WHERE id = ?", (client.id,))


def _from_row(pool: Pool, row: sqlite3.Row) -> Client:
    secrets = client_secrets.from_json(row["secrets"])
    return Client(row["id"], pool, secrets, json.loads(row["settings"]), row["created"], row["modified"])
