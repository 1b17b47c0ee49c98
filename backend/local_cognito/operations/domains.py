"""Domains of user pools."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from local_cognito.context import Context, Output
from local_cognito.errors import InvalidParameterException, ResourceNotFoundException
from local_cognito.model import domains, pools, tiers
from local_cognito.model.domains import Domain

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

    from local_cognito.model.pools import Pool

SETTINGS = ("ManagedLoginVersion", "CustomDomainConfig", "Routing")


def create_user_pool_domain(context: Context, request: t.CreateUserPoolDomainRequestTypeDef) -> Output:
    """CreateUserPoolDomain."""
    domain = _of_request(request)
    domains.check_name(domain)
    with context.storage.write() as db:
        pool = pools.find(db, request["UserPoolId"])
        _check_tier(pool, domain)
        if domains.find(db, domain.name):
            raise InvalidParameterException("Domain already exists.")
        if any(other.is_custom == domain.is_custom for other in domains.of_pool(db, pool.id)):
            raise InvalidParameterException(f"User pool {pool.id} already has a domain configured.")
        domains.save(db, domain)
    return domain.summary()


def update_user_pool_domain(context: Context, request: t.UpdateUserPoolDomainRequestTypeDef) -> Output:
    """UpdateUserPoolDomain. Keeps what the request omits."""
    with context.storage.write() as db:
        old = _find(db, request["UserPoolId"], request["Domain"])
        changed = Domain(old.name, old.pool_id, {**old.settings, **_of_request(request).settings})
        _check_tier(pools.find(db, old.pool_id), changed)
        domains.save(db, changed)
    return changed.summary()


def describe_user_pool_domain(context: Context, request: t.DescribeUserPoolDomainRequestTypeDef) -> Output:
    """DescribeUserPoolDomain. A domain that does not exist has an empty description."""
    with context.storage.read() as db:
        domain = domains.find(db, request["Domain"])
    return {"DomainDescription": domain.describe() if domain else {}}


def delete_user_pool_domain(context: Context, request: t.DeleteUserPoolDomainRequestTypeDef) -> Output:
    """DeleteUserPoolDomain."""
    with context.storage.write() as db:
        domains.delete(db, _find(db, request["UserPoolId"], request["Domain"]))
    return {}


def _of_request(request: t.CreateUserPoolDomainRequestTypeDef | t.UpdateUserPoolDomainRequestTypeDef) -> Domain:
    settings = {name: value for name, value in request.items() if name in SETTINGS}
    if settings.get("ManagedLoginVersion", domains.CLASSIC) not in (domains.CLASSIC, domains.MANAGED_LOGIN):
        raise InvalidParameterException("ManagedLoginVersion must be 1 or 2.")
    return Domain(request["Domain"], request["UserPoolId"], settings)


def _check_tier(pool: Pool, domain: Domain) -> None:
    if domain.managed_login_version == domains.MANAGED_LOGIN:
        tiers.check(pool.tier, {"Managed Login": "ESSENTIALS"})


def _find(db: sqlite3.Connection, pool_id: str, name: str) -> Domain:
    domain = domains.find(db, name)
    if domain is None or domain.pool_id != pools.find(db, pool_id).id:
        raise ResourceNotFoundException("No such domain or user pool exists.")
    return domain
