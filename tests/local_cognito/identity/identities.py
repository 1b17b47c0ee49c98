"""Calls of boto3 to one identity pool, for the tests."""

from dataclasses import dataclass
from typing import Any

import httpx
from mypy_boto3_cognito_identity import CognitoIdentityClient

from tests.local_cognito.people import POOL_ID, StandIn

PROVIDER = f"cognito-idp.us-east-1.amazonaws.com/{POOL_ID}"
FACEBOOK, FACEBOOK_APP = "graph.facebook.com", "7346241598935552"
ROLES = {name: f"arn:aws:iam::123456789012:role/{name}" for name in ("authenticated", "unauthenticated")}


@dataclass
class Identities:
    """An identity pool, and the settings that it was made with."""

    client: CognitoIdentityClient
    id: str
    settings: dict[str, Any]

    def update(self, **changes: object) -> None:
        """Change settings; None removes one."""
        changed = {name: value for name, value in (self.settings | changes).items() if value is not None}
        self.client.update_identity_pool(IdentityPoolId=self.id, **changed)

    def map_roles(self, mapping: dict[str, Any], key: str = f"{PROVIDER}:vestibulelocal") -> None:
        mappings: dict[str, Any] = {key: mapping}
        self.client.set_identity_pool_roles(IdentityPoolId=self.id, Roles=ROLES, RoleMappings=mappings)

    def id_of(self, **logins: str) -> str:
        """GetId with `user` (an ID token) and `facebook` (an access token)."""
        return self.client.get_id(IdentityPoolId=self.id, Logins=by_provider(logins))["IdentityId"]

    def credentials(self, identity_id: str, role: str | None = None, **logins: str) -> dict[str, Any]:
        """GetCredentialsForIdentity."""
        custom = {} if role is None else {"CustomRoleArn": role}
        answer = self.client.get_credentials_for_identity(IdentityId=identity_id, Logins=by_provider(logins), **custom)
        return dict(answer)

    def logins(self, identity_id: str) -> list[str]:
        return self.client.describe_identity(IdentityId=identity_id)["Logins"]


def by_provider(logins: dict[str, str]) -> dict[str, str]:
    names = {"user": PROVIDER, "facebook": FACEBOOK, "developer": "cognito-identity.amazonaws.com"}
    return {names[name]: token for name, token in logins.items()}


def facebook_token(stand_in: StandIn, app_id: str = FACEBOOK_APP, user_id: str = "") -> str:
    """An access token of a test user at the local Facebook."""
    url = f"{stand_in.url}/graph.facebook.com/{app_id}/accounts/test-users"
    return str(httpx.post(url, params={"id": user_id}).json()["access_token"])
