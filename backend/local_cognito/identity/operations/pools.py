"""Identity pools: creating, reading, changing and deleting them."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

from local_cognito.context import Context, Output
from local_cognito.errors import InvalidParameterException
from local_cognito.identity.model import pools
from local_cognito.identity.model.pools import IdentityPool
from local_cognito.model.pagination import next_page, page

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import type_defs as t

DEVELOPER = "DeveloperProviderName"


def create_identity_pool(context: Context, request: t.CreateIdentityPoolInputTypeDef) -> Output:
    """CreateIdentityPool."""
    return create(context, request, f"{context.http.region}:{uuid.uuid4()}")


def create(context: Context, request: t.CreateIdentityPoolInputTypeDef, identity_pool_id: str) -> Output:
    """Create an identity pool with this id."""
    settings = {**request}
    pools.check_settings(settings)
    pool = IdentityPool(identity_pool_id, settings, {}, {}, {}, context.now)
    with context.storage.write() as db:
        pools.save(db, pool)
    return pool.describe()


def describe_identity_pool(context: Context, request: t.DescribeIdentityPoolInputTypeDef) -> Output:
    """DescribeIdentityPool."""
    with context.storage.read() as db:
        return pools.find(db, request["IdentityPoolId"]).describe()


def list_identity_pools(context: Context, request: t.ListIdentityPoolsInputTypeDef) -> Output:
    """ListIdentityPools."""
    with context.storage.read() as db:
        found = pools.every(db)
    shown, token = page(found, request["MaxResults"], request.get("NextToken"))
    summaries = [{"IdentityPoolId": pool.id, "IdentityPoolName": pool.settings["IdentityPoolName"]} for pool in shown]
    return {"IdentityPools": summaries} | next_page(token)


def update_identity_pool(context: Context, request: t.IdentityPoolRequestTypeDef) -> Output:
    """UpdateIdentityPool. Resets what the request omits, except for the developer provider, which never changes."""
    settings = {name: value for name, value in request.items() if name != "IdentityPoolId"}
    pools.check_settings(settings)
    with context.storage.write() as db:
        pool = pools.find(db, request["IdentityPoolId"])
        if pool.developer_provider not in (None, settings.setdefault(DEVELOPER, pool.developer_provider)):
            raise InvalidParameterException("The developer provider name cannot be changed.")
        changed = replace(pool, settings={name: value for name, value in settings.items() if value is not None})
        pools.save(db, changed)
    return changed.describe()


def delete_identity_pool(context: Context, request: t.DeleteIdentityPoolInputTypeDef) -> Output:
    """DeleteIdentityPool. Its identities are deleted too."""
    with context.storage.write() as db:
        pools.delete(db, pools.find(db, request["IdentityPoolId"]))
    return {}
