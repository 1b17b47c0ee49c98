"""User pools."""

from __future__ import annotations

import secrets
import string
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from local_cognito.context import Context, Output
from local_cognito.crypto import certificates, keys
from local_cognito.errors import InvalidParameterException
from local_cognito.model import (
    domains,
    import_jobs,
    mfa_config,
    pool_description,
    pool_settings,
    pools,
    schema_entries,
    tiers,
)
from local_cognito.model.attribute_schema import full_name
from local_cognito.model.pagination import next_page, page
from local_cognito.model.pools import Pool

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

ID_ALPHABET = string.ascii_letters + string.digits


def create_user_pool(context: Context, request: t.CreateUserPoolRequestTypeDef) -> Output:
    """CreateUserPool."""
    return create(context, request, f"{context.http.region}_{''.join(secrets.choice(ID_ALPHABET) for _ in range(9))}")


def create(context: Context, request: t.CreateUserPoolRequestTypeDef, pool_id: str) -> Output:
    """Create a pool with this id; sqlite3.IntegrityError if it exists."""
    pool_settings.check_new({**request})
    settings = cast("t.CreateUserPoolRequestTypeDef", pool_settings.normalize({**request}))
    pool = Pool(pool_id, settings, {}, context.now, context.now)
    mfa_config.check_new_pool(pool)
    pems = {purpose: context.keyring.generate() for purpose in keys.PURPOSES}
    with context.storage.write() as db:
        pools.insert(db, pool)
        keys.insert(db, pool.id, pems)
    return {"UserPool": pool_description.describe(pool, users=0)}


def describe_user_pool(context: Context, request: t.DescribeUserPoolRequestTypeDef) -> Output:
    """DescribeUserPool."""
    with context.storage.read() as db:
        pool = pools.find(db, request["UserPoolId"])
        described = pool_description.describe(pool, pools.count_users(db, pool.id))
        return {"UserPool": described | domains.description_of_pool(db, pool.id)}


def update_user_pool(context: Context, request: t.UpdateUserPoolRequestTypeDef) -> Output:
    """UpdateUserPool. Resets most settings that the request omits, as AWS does."""
    with context.storage.write() as db:
        pool = pools.find(db, request["UserPoolId"])
        settings = pool_settings.updated({**pool.settings}, {**request})
        pool_settings.check(settings)
        mfa = pool.mfa
        if "MfaConfiguration" in request and mfa:
            mfa = {**mfa, "MfaConfiguration": request["MfaConfiguration"]}
        changed = replace(
            pool, settings=cast("t.CreateUserPoolRequestTypeDef", settings), mfa=mfa, modified=context.now
        )
        mfa_config.check_update(changed)
        tiers.check_change(pool.tier, changed.tier, tiers.features_of_pool(settings, changed.mfa))
        pools.save(db, changed)
    return {}


def delete_user_pool(context: Context, request: t.DeleteUserPoolRequestTypeDef) -> Output:
    """DeleteUserPool. Unlike AWS, it cannot be restored."""
    with context.storage.write() as db:
        pool = pools.find(db, request["UserPoolId"])
        if pool.settings.get("DeletionProtection") == "ACTIVE":
            raise InvalidParameterException(
                "The user pool cannot be deleted because deletion protection is activated."
                " Deletion protection must be inactivated first."
            )
        if domains.of_pool(db, pool.id):
            raise InvalidParameterException(
                "User pool cannot be deleted. It has a domain configured that should be deleted first."
            )
        pools.delete(db, pool)
        context.storage.after_commit(lambda: context.keyring.forget(pool.id))
    return {}


def get_signing_certificate(context: Context, request: t.GetSigningCertificateRequestTypeDef) -> Output:
    """GetSigningCertificate. No SAML provider can be used here, so nothing is signed with it."""
    with context.storage.read() as db:
        pool = pools.find(db, request["UserPoolId"])
        key = context.keyring.of_pool(db, pool.id)["id"]
    return {"Certificate": certificates.create(pool.id, key, pool.created)}


def add_custom_attributes(context: Context, request: t.AddCustomAttributesRequestTypeDef) -> Output:
    """AddCustomAttributes. Stores them under their full names: they may be named like a standard attribute."""
    entries: list[dict[str, object]] = [{**entry} for entry in request["CustomAttributes"]]
    with context.storage.write() as db:
        pool = pools.find(db, request["UserPoolId"])
        import_jobs.check_inactive(db, pool.id)
        schema_entries.check_additions(entries, pool.attributes)
        schema = [*pool.settings.get("Schema", ()), *({**entry, "Name": full_name(entry)} for entry in entries)]
        pools.save(db, pool.with_settings({"Schema": schema}, context.now))
    return {}


def list_user_pools(context: Context, request: t.ListUserPoolsRequestTypeDef) -> Output:
    """ListUserPools: those of the region that the request was signed for."""
    with context.storage.read() as db:
        found = [pool for pool in pools.every(db) if pool.region == context.http.region]
    shown, token = page(found, request["MaxResults"], request.get("NextToken"))
    return {"UserPools": [_summary(pool) for pool in shown]} | next_page(token)


def _summary(pool: Pool) -> dict[str, object]:
    return {
        "Id": pool.id,
        "Name": pool.settings["PoolName"],
        "LambdaConfig": pool_description.lambda_config({**pool.settings.get("LambdaConfig", {})}),
        "CreationDate": pool.created,
        "LastModifiedDate": pool.modified,
    }
