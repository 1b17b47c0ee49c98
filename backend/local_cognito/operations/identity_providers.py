"""Identity providers of a pool."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from local_cognito.context import Context, Output
from local_cognito.errors import InvalidParameterException, NotImplementedException
from local_cognito.model import identity_providers, pools
from local_cognito.model.identity_providers import TYPES, IdentityProvider
from local_cognito.model.pagination import next_page, page

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

    from local_cognito.model.pools import Pool


def create_identity_provider(context: Context, request: t.CreateIdentityProviderRequestTypeDef) -> Output:
    """CreateIdentityProvider, except for SAML."""
    kind, identifiers = request["ProviderType"], list(request.get("IdpIdentifiers", ()))
    if kind not in TYPES:
        raise NotImplementedException(f"Providers of type {kind} are not implemented by local_cognito.")
    details, mapping = dict(request["ProviderDetails"]), dict(request.get("AttributeMapping", {}))
    mapping.setdefault("username", TYPES[kind].subject)
    provider = IdentityProvider(
        request["UserPoolId"], request["ProviderName"], kind, details, mapping, identifiers, context.now, context.now
    )
    identity_providers.check_details(provider)
    with context.storage.write() as db:
        _check_mapping(pools.find(db, provider.pool_id), provider)
        identity_providers.insert(db, provider)
    return {"IdentityProvider": provider.describe()}


def update_identity_provider(context: Context, request: t.UpdateIdentityProviderRequestTypeDef) -> Output:
    """UpdateIdentityProvider. Keeps what the request omits."""
    with context.storage.write() as db:
        pool = pools.find(db, request["UserPoolId"])
        old = identity_providers.find(db, pool.id, request["ProviderName"])
        mapping = dict(request.get("AttributeMapping", old.mapping))
        mapping.setdefault("username", TYPES[old.type].subject)
        changed = replace(
            old,
            details={**old.details, **request.get("ProviderDetails", {})},
            mapping=mapping,
            identifiers=list(request.get("IdpIdentifiers", old.identifiers)),
            modified=context.now,
        )
        identity_providers.check_details(changed)
        _check_mapping(pool, changed)
        identity_providers.save(db, changed)
    return {"IdentityProvider": changed.describe()}


def describe_identity_provider(context: Context, request: t.DescribeIdentityProviderRequestTypeDef) -> Output:
    """DescribeIdentityProvider."""
    with context.storage.read() as db:
        pool = pools.find(db, request["UserPoolId"])
        return {"IdentityProvider": identity_providers.find(db, pool.id, request["ProviderName"]).describe()}


def get_identity_provider_by_identifier(
    context: Context, request: t.GetIdentityProviderByIdentifierRequestTypeDef
) -> Output:
    """GetIdentityProviderByIdentifier."""
    with context.storage.read() as db:
        pool = pools.find(db, request["UserPoolId"])
        return {"IdentityProvider": identity_providers.by_identifier(db, pool.id, request["IdpIdentifier"]).describe()}


def delete_identity_provider(context: Context, request: t.DeleteIdentityProviderRequestTypeDef) -> Output:
    """DeleteIdentityProvider."""
    with context.storage.write() as db:
        pool = pools.find(db, request["UserPoolId"])
        identity_providers.delete(db, identity_providers.find(db, pool.id, request["ProviderName"]))
    return {}


def list_identity_providers(context: Context, request: t.ListIdentityProvidersRequestTypeDef) -> Output:
    """ListIdentityProviders."""
    with context.storage.read() as db:
        found = identity_providers.of_pool(db, pools.find(db, request["UserPoolId"]).id)
    shown, token = page(found, request.get("MaxResults"), request.get("NextToken"))
    output: dict[str, object] = {"Providers": [provider.summary() for provider in shown]}
    return output | next_page(token)


def _check_mapping(pool: Pool, provider: IdentityProvider) -> None:
    for name in provider.mapping:
        if name != "username" and (name not in pool.attributes or name == "sub"):
            raise InvalidParameterException(f"Attribute mapping: {name} is not an attribute of the user pool.")
