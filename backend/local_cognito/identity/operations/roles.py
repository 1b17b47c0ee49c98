"""The IAM roles of an identity pool, and the tags of their sessions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from local_cognito.context import Context, Output
from local_cognito.identity.model import pools
from local_cognito.identity.model.pools import PrincipalTags

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import type_defs as t


def set_identity_pool_roles(context: Context, request: t.SetIdentityPoolRolesInputTypeDef) -> Output:
    """SetIdentityPoolRoles. Removes the role mappings that the request omits."""
    mappings = request.get("RoleMappings", {})
    pools.check_role_mappings(mappings)
    with context.storage.write() as db:
        pool = pools.find(db, request["IdentityPoolId"])
        pools.save(db, replace(pool, roles=request["Roles"], role_mappings=mappings))
    return {}


def get_identity_pool_roles(context: Context, request: t.GetIdentityPoolRolesInputTypeDef) -> Output:
    """GetIdentityPoolRoles."""
    with context.storage.read() as db:
        pool = pools.find(db, request["IdentityPoolId"])
    mappings = {"RoleMappings": pool.role_mappings} if pool.role_mappings else {}
    return {"IdentityPoolId": pool.id, "Roles": pool.roles, **mappings}


def set_principal_tag_attribute_map(context: Context, request: t.SetPrincipalTagAttributeMapInputTypeDef) -> Output:
    """SetPrincipalTagAttributeMap."""
    tags = PrincipalTags(request.get("UseDefaults", False), request.get("PrincipalTags"))
    provider = request["IdentityProviderName"]
    with context.storage.write() as db:
        pool = pools.find(db, request["IdentityPoolId"])
        pools.save(db, replace(pool, principal_tags={**pool.principal_tags, provider: tags}))
    return _describe(pool.id, provider, tags)


def get_principal_tag_attribute_map(context: Context, request: t.GetPrincipalTagAttributeMapInputTypeDef) -> Output:
    """GetPrincipalTagAttributeMap."""
    provider = request["IdentityProviderName"]
    with context.storage.read() as db:
        pool = pools.find(db, request["IdentityPoolId"])
    return _describe(pool.id, provider, pool.principal_tags.get(provider, PrincipalTags()))


def _describe(pool_id: str, provider: str, tags: PrincipalTags) -> Output:
    return {
        "IdentityPoolId": pool_id,
        "IdentityProviderName": provider,
        "UseDefaults": tags.use_defaults,
        "PrincipalTags": tags.by_tag,
    }
