"""What the trigger PreTokenGeneration changes in the claims of tokens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from local_cognito.errors import InvalidLambdaResponseException
from local_cognito.model import groups, triggers
from local_cognito.model.claims import SELF_SERVICE_SCOPE

if TYPE_CHECKING:
    from local_cognito.context import Context
    from local_cognito.model.clients import Client
    from local_cognito.model.triggers import Response
    from local_cognito.model.users import User

Claims = dict[str, object]

# No trigger may change these, nor other claims that begin with `cognito:`.
PROTECTED = {
    *("iss", "sub", "aud", "token_use", "client_id", "exp", "iat", "nbf", "jti", "origin_jti", "auth_time", "nonce"),
    *("at_hash", "acr", "amr", "azp", "event_id", "device_key", "version", "identities"),
}
GROUP_CLAIMS = {
    "groupsToOverride": "cognito:groups",
    "iamRolesToOverride": "cognito:roles",
    "preferredRole": "cognito:preferred_role",
}


@dataclass(frozen=True)
class TokenOverrides:
    """Changes to the claims of both tokens. `groups` is None if the groups stay as they are."""

    access: Mapping[str, object] = field(default_factory=dict)
    identity: Mapping[str, object] = field(default_factory=dict)
    groups: Mapping[str, object] | None = None

    def apply_to_access(self, claims: Claims) -> Claims:
        """The access token's claims; only version 2 of the trigger changes them, except for the groups."""
        changed = _with_changes(self._with_groups(claims, ("cognito:groups",)), self.access)
        scopes = str(claims["scope"]).split()
        suppressed = cast("list[str]", self.access.get("scopesToSuppress") or [])
        added = cast("list[str]", self.access.get("scopesToAdd") or [])
        kept = [scope for scope in dict.fromkeys([*scopes, *added]) if scope not in suppressed]
        return {**changed, "scope": " ".join(kept)}

    def apply_to_identity(self, claims: Claims) -> Claims:
        """The ID token's claims."""
        return _with_changes(self._with_groups(claims, tuple(GROUP_CLAIMS.values())), self.identity)

    def _with_groups(self, claims: Claims, names: tuple[str, ...]) -> Claims:
        if self.groups is None:
            return claims
        values = {claim: self.groups.get(member) for member, claim in GROUP_CLAIMS.items() if claim in names}
        kept = {name: value for name, value in claims.items() if name not in values}
        return kept | {name: value for name, value in values.items() if value}


NO_OVERRIDES = TokenOverrides()
# The username in events about clients without a user.
MACHINE = "ClientCredentials"


def request(
    context: Context,
    client: Client,
    user: User,
    source: str,
    metadata: Mapping[str, str] | None = None,
    scope: str | None = None,
) -> TokenOverrides:
    """Call PreTokenGeneration; no overrides if it has no hook. `source` is like `TokenGeneration_Authentication`.

    `scope` is that of a session of the domain's token endpoint; None for tokens of InitiateAuth.
    """
    pool = client.pool
    if not triggers.is_configured(context, pool, "PreTokenGeneration"):
        return NO_OVERRIDES
    with context.storage.read() as db:
        names = [group.name for group in groups.of_user(db, user.sub)]
    version = _version(client)
    event = {
        "userAttributes": triggers.attributes_of(user),
        "groupConfiguration": {"groupsToOverride": names, "iamRolesToOverride": [], "preferredRole": None},
        "clientMetadata": dict(metadata or {}),
    } | ({"scopes": [SELF_SERVICE_SCOPE] if scope is None else scope.split()} if version != "1" else {})
    response = triggers.call(context, pool, source, user.username, event, client_id=client.id, version=version)
    return parse(response)


def request_for_machine(context: Context, client: Client, scope: str, metadata: Mapping[str, str]) -> TokenOverrides:
    """Call PreTokenGeneration for a client without a user: only version 3 of the trigger is called for them."""
    pool, version = client.pool, _version(client)
    if version != "3" or not triggers.is_configured(context, pool, "PreTokenGeneration"):
        return NO_OVERRIDES
    event = {
        "userAttributes": {},
        "groupConfiguration": {"groupsToOverride": [], "iamRolesToOverride": [], "preferredRole": None},
        "clientMetadata": dict(metadata),
        "scopes": scope.split(),
    }
    source = "TokenGeneration_ClientCredentials"
    return parse(triggers.call(context, pool, source, MACHINE, event, client_id=client.id, version=version))


def parse(response: Response) -> TokenOverrides:
    """The overrides in a response of version 1 or 2; raises InvalidLambdaResponseException."""
    first = triggers.mapping(response, "claimsOverrideDetails")
    second = triggers.mapping(response, "claimsAndScopeOverrideDetails")
    details = second or first
    has_groups = details.get("groupOverrideDetails") is not None
    identity = triggers.mapping(second, "idTokenGeneration") if second else first
    access = triggers.mapping(second, "accessTokenGeneration")
    for changes in (identity, access):
        _check(changes)
    return TokenOverrides(access, identity, triggers.mapping(details, "groupOverrideDetails") if has_groups else None)


def _check(changes: Mapping[str, object]) -> None:
    triggers.mapping(changes, "claimsToAddOrOverride")
    for name in ("claimsToSuppress", "scopesToAdd", "scopesToSuppress"):
        value = changes.get(name) or []
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            raise InvalidLambdaResponseException("Unrecognizable lambda output")


def _with_changes(claims: Claims, changes: Mapping[str, object]) -> Claims:
    """Suppressing wins over adding."""
    added = triggers.mapping(changes, "claimsToAddOrOverride")
    suppressed = cast("list[str]", changes.get("claimsToSuppress") or [])
    merged = claims | {name: value for name, value in added.items() if not _is_protected(name)}
    return {name: value for name, value in merged.items() if name not in suppressed or _is_protected(name)}


def _is_protected(name: str) -> bool:
    return name in PROTECTED or name.startswith("cognito:") or name == "username"


def _version(client: Client) -> str:
    """The version of the event: the pool's setting, else 2 where the plan has it."""
    config = client.pool.settings.get("LambdaConfig", {})
    if "PreTokenGenerationConfig" in config:
        return config["PreTokenGenerationConfig"]["LambdaVersion"][1]
    return "1" if "PreTokenGeneration" in config or client.pool.tier == "LITE" else "2"
