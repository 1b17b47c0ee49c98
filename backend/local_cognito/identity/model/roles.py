"""The choice of an identity's IAM role."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from local_cognito.errors import NotAuthorizedException
from local_cognito.identity.errors import InvalidIdentityPoolConfigurationException

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import type_defs as t

    from local_cognito.identity.model.logins import VerifiedLogin
    from local_cognito.identity.model.pools import IdentityPool

Claims = Mapping[str, object]

MATCHES: Mapping[str, Callable[[str, str], bool]] = {
    "Equals": lambda claim, value: claim == value,
    "NotEqual": lambda claim, value: claim != value,
    "StartsWith": str.startswith,
    "Contains": str.__contains__,
}


def of_guest(pool: IdentityPool) -> str:
    """The role of identities without a login."""
    return _default(pool, "unauthenticated")


def of_user(pool: IdentityPool, logins: Sequence[VerifiedLogin], custom_role: str | None) -> str:
    """The role of an identity with these logins. The first one that has a role mapping decides.

    `custom_role` is the one that the caller asks for: it must be among the roles of the token.
    """
    for login in logins:
        if mapping := pool.role_mappings.get(login.role_mapping_key):
            candidates = {"Token": _from_token, "Rules": _from_rules}[mapping["Type"]]
            return candidates(mapping, login.claims, custom_role) or _resolve_ambiguity(pool, mapping)
    if custom_role is not None:
        raise NotAuthorizedException("CustomRoleArn is not one of the roles of the token.")
    return _default(pool, "authenticated")


def _from_token(_: t.RoleMappingUnionTypeDef, claims: Claims, custom_role: str | None) -> str | None:
    roles = cast("list[str]", claims.get("cognito:roles", []))
    if custom_role is not None:
        if custom_role not in roles:
            raise NotAuthorizedException("CustomRoleArn is not one of the roles of the token.")
        return custom_role
    if preferred := claims.get("cognito:preferred_role"):
        return str(preferred)
    return roles[0] if len(roles) == 1 else None


def _from_rules(mapping: t.RoleMappingUnionTypeDef, claims: Claims, custom_role: str | None) -> str | None:
    if custom_role is not None:
        raise NotAuthorizedException("CustomRoleArn is not one of the roles of the token.")
    for rule in mapping["RulesConfiguration"]["Rules"]:
        claim = claims.get(rule["Claim"])
        if claim is not None and MATCHES[rule["MatchType"]](_text(claim), rule["Value"]):
            return rule["RoleARN"]
    return None


def _text(claim: object) -> str:
    if isinstance(claim, bool):
        return str(claim).lower()
    return ",".join(map(str, claim)) if isinstance(claim, list) else str(claim)


def _resolve_ambiguity(pool: IdentityPool, mapping: t.RoleMappingUnionTypeDef) -> str:
    if mapping["AmbiguousRoleResolution"] == "Deny":
        raise NotAuthorizedException("The ambiguous role mapping rules for this identity pool denied this request.")
    return _default(pool, "authenticated")


def _default(pool: IdentityPool, kind: str) -> str:
    if kind not in pool.roles:
        raise InvalidIdentityPoolConfigurationException
    return pool.roles[kind]
