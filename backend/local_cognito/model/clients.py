"""An app client: its secret, and what it may do."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from local_cognito.errors import NotAuthorizedException
from local_cognito.model.client_settings import Settings, validity

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

    from local_cognito.model.pools import Pool

LEGACY_FLOWS = {"USER_PASSWORD_AUTH": "ALLOW_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH": "ALLOW_ADMIN_USER_PASSWORD_AUTH"}


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
