"""AppClient: the app client's id and secret, and the parameters that every call with them needs."""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Any

from pydantic import SecretStr


@dataclass
class ClientSecret:
    """The secret of the app client, which may be replaced: Cognito accepts two at a time while it rotates."""

    value: SecretStr | None = None


@dataclass(frozen=True)
class AppClient:
    """Parameters that authorize a call by app client.

    `client_ip` is the user's, which Cognito cannot see behind this API. It is passed on if the client has a secret:
    only then does Cognito accept it (EnablePropagateAdditionalUserContextData).
    """

    client_id: str
    client_secret: ClientSecret = field(default_factory=ClientSecret)
    client_ip: str | None = None

    @property
    def secret(self) -> SecretStr | None:
        """The client's secret, if it has one."""
        return self.client_secret.value

    def secret_hash(self, username: str) -> str | None:
        """Base64 of HMAC-SHA256 over username and client id: proves to Cognito that we know the secret."""
        if self.secret is None:
            return None
        message = (username + self.client_id).encode()
        return base64.b64encode(hmac.digest(self.secret.get_secret_value().encode(), message, hashlib.sha256)).decode()

    def for_user(self, username: str) -> dict[str, Any]:
        """ClientId and Username; with a client secret also SecretHash and UserContextData."""
        return {"ClientId": self.client_id, "Username": username, **self._proof(username), **self.context()}

    def for_auth(self, username: str) -> dict[str, str]:
        """The AuthParameters or ChallengeResponses that name the user."""
        secret_hash = self.secret_hash(username)
        return {"USERNAME": username} | ({"SECRET_HASH": secret_hash} if secret_hash else {})

    def for_token(self) -> dict[str, Any]:
        """ClientId, and ClientSecret if there is one."""
        return {"ClientId": self.client_id} | ({"ClientSecret": self.secret.get_secret_value()} if self.secret else {})

    def context(self) -> dict[str, Any]:
        """UserContextData with the user's IP address, for Cognito's threat protection."""
        return {"UserContextData": {"IpAddress": self.client_ip}} if self.secret and self.client_ip else {}

    def _proof(self, username: str) -> dict[str, str]:
        secret_hash = self.secret_hash(username)
        return {"SecretHash": secret_hash} if secret_hash else {}
