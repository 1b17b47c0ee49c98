"""Identity pools: their rows, and what their settings mean."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from local_cognito.errors import InvalidParameterException, ResourceNotFoundException

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import type_defs as t

Settings = Mapping[str, object]

PUBLIC_PROVIDERS = {
    *("graph.facebook.com", "accounts.google.com", "www.amazon.com", "appleid.apple.com"),
    *("api.twitter.com", "www.digits.com"),
}
USER_POOLS = "cognito-idp."
"""How the provider names of user pools begin."""


@dataclass(frozen=True)
class PrincipalTags:
    """The tags of sessions of a provider's users: names of claims by tag."""

    use_defaults: bool = False
    claims: Mapping[str, str] | None = None

    @property
    def by_tag(self) -> Mapping[str, str]:
        """The names of the claims, by tag."""
        return {"username": "sub", "client": "aud"} if self.use_defaults else self.claims or {}


@dataclass(frozen=True)
class IdentityPool:
    """An identity pool. `settings` are those of CreateIdentityPool.

    `role_mappings` are by provider; for app clients of user pools, by provider and client id with a colon between.
    """

    id: str
    settings: Settings
    roles: Mapping[str, str]
    role_mappings: Mapping[str, t.RoleMappingUnionTypeDef]
    principal_tags: Mapping[str, PrincipalTags]
    created: float

    @property
    def allows_guests(self) -> bool:
        """Whether identities without a login get credentials."""
        return bool(self.settings["AllowUnauthenticatedIdentities"])

    @property
    def allows_classic_flow(self) -> bool:
        """Whether GetOpenIdToken is allowed, whose caller chooses the role."""
        return bool(self.settings.get("AllowClassicFlow", False))

    @property
    def developer_provider(self) -> str | None:
        """The name under which the developer's own backend signs users in."""
        name = self.settings.get("DeveloperProviderName")
        return None if name is None else str(name)

    @property
    def login_providers(self) -> Mapping[str, str]:
        """The app ids at public providers, by provider."""
        return cast("Mapping[str, str]", self.settings.get("SupportedLoginProviders", {}))

    @property
    def has_providers(self) -> bool:
        """Whether anyone can sign in."""
        lists = ("CognitoIdentityProviders", "OpenIdConnectProviderARNs", "SamlProviderARNs", "SupportedLoginProviders")
        return self.developer_provider is not None or any(self.settings.get(name) for name in lists)

    def app_clients(self, provider: str) -> Mapping[str, bool]:
        """The app clients of a user pool: whether their tokens are checked for revocation, by client id."""
        entries = cast("list[dict[str, object]]", self.settings.get("CognitoIdentityProviders", []))
        return {
            str(entry["ClientId"]): bool(entry.get("ServerSideTokenCheck", False))
            for entry in entries
            if entry["ProviderName"] == provider
        }

    def trusts_openid_provider(self, provider: str) -> bool:
        """Whether it is one of the IAM OpenID Connect providers."""
        arns = cast("list[str]", self.settings.get("OpenIdConnectProviderARNs", []))
        return any(arn.endswith(f"oidc-provider/{provider}") for arn in arns)

    @property
    def arn(self) -> str:
        """The name by which it is tagged."""
        region = self.id.partition(":")[0]
        return f"arn:aws:cognito-identity:{region}:000000000000:identitypool/{self.id}"

    @property
    def tags(self) -> Mapping[str, str]:
        """The pool's own tags."""
        return cast("Mapping[str, str]", self.settings.get("IdentityPoolTags", {}))

    def describe(self) -> dict[str, object]:
        """IdentityPool."""
        return {"IdentityPoolId": self.id, "IdentityPoolTags": {}, **self.settings}


def check_settings(settings: Settings) -> None:
    """InvalidParameterException for settings that the service model allows but the service does not."""
    providers = cast("Mapping[str, str]", settings.get("SupportedLoginProviders", {}))
    if unknown := sorted(providers.keys() - PUBLIC_PROVIDERS):
        raise InvalidParameterException(f"{unknown[0]} is not a supported login provider.")
    for entry in cast("list[dict[str, object]]", settings.get("CognitoIdentityProviders", [])):
        if "ClientId" not in entry or not str(entry.get("ProviderName", "")).startswith(USER_POOLS):
            raise InvalidParameterException("A Cognito identity provider needs its ProviderName and a ClientId.")


def check_role_mappings(mappings: Mapping[str, t.RoleMappingUnionTypeDef]) -> None:
    """InvalidParameterException for a mapping that lacks what its type needs."""
    for mapping in mappings.values():
        if "AmbiguousRoleResolution" not in mapping:
            raise InvalidParameterException("AmbiguousRoleResolution is required for a role mapping.")
        if (mapping["Type"] == "Rules") != ("RulesConfiguration" in mapping):
            raise InvalidParameterException("RulesConfiguration is required for the type Rules, and only for it.")


def find(db: sqlite3.Connection, pool_id: str) -> IdentityPool:
    """The identity pool with this id; raises ResourceNotFoundException."""
    row = db.execute("SELECT * FROM identity_pools WHERE id = ?", (pool_id,)).fetchone()
    if row is None:
        raise ResourceNotFoundException(f"IdentityPool '{pool_id}' not found.")
    return _from_row(row)


def every(db: sqlite3.Connection) -> list[IdentityPool]:
    """All identity pools, oldest first."""
    return [_from_row(row) for row in db.execute("SELECT * FROM identity_pools ORDER BY created, id")]


def save(db: sqlite3.Connection, pool: IdentityPool) -> None:
    """Insert or update an identity pool."""
    roles = json.dumps({"Roles": pool.roles, "RoleMappings": pool.role_mappings})
    tags = json.dumps({name: [tags.use_defaults, tags.claims] for name, tags in pool.principal_tags.items()})
    db.execute(
        "INSERT INTO identity_pools (id, settings, roles, principal_tags, created) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET settings = excluded.settings, roles = excluded.roles,"
        " principal_tags = excluded.principal_tags",
        (pool.id, json.dumps(pool.settings), roles, tags, pool.created),
    )


def delete(db: sqlite3.Connection, pool: IdentityPool) -> None:
    """Delete an identity pool with its identities."""
    db.execute("DELETE FROM identity_pools WHERE id = ?", (pool.id,))


def _from_row(row: sqlite3.Row) -> IdentityPool:
    roles, tags = json.loads(row["roles"]), json.loads(row["principal_tags"])
    return IdentityPool(
        id=row["id"],
        settings=json.loads(row["settings"]),
        roles=roles["Roles"],
        role_mappings=roles["RoleMappings"],
        principal_tags={name: PrincipalTags(*value) for name, value in tags.items()},
        created=row["created"],
    )
