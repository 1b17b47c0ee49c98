"""User pools."""

from __future__ import annotations

import secrets
import string
from typing import TYPE_CHECKING

from local_cognito.context import Answer, Context
from local_cognito.crypto import keys
from local_cognito.model import mfa_config, pools
from local_cognito.model.pagination import page
from local_cognito.model.pools import REGION, Pool

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

ID_ALPHABET = string.ascii_letters + string.digits


def create_user_pool(context: Context, request: t.CreateUserPoolRequestTypeDef) -> Answer:
    """CreateUserPool."""
    pool_id = f"{REGION}_{''.join(secrets.choice(ID_ALPHABET) for _ in range(9))}"
    pool = Pool(pool_id, request, {}, context.now, context.now)
    _ = pool.attributes  # raises for a schema that cannot be parsed
    mfa_config.check_new_pool(pool)
    pems = {purpose: keys.generate() for purpose in keys.PURPOSES}
    with context.storage.write() as db:
        pools.insert(db, pool)
        keys.insert(db, pool.id, pems)
    return {"UserPool": pool.describe(users=0)}


def describe_user_pool(context: Context, request: t.DescribeUserPoolRequestTypeDef) -> Answer:
    """DescribeUserPool."""
    with context.storage.read() as db:
        pool = pools.find(db, request["UserPoolId"])
        return {"UserPool": pool.describe(pools.count_users(db, pool.id))}


def list_user_pools(context: Context, request: t.ListUserPoolsRequestTypeDef) -> Answer:
    """ListUserPools."""
    with context.storage.read() as db:
        found = pools.every(db)
    shown, token = page(found, request["MaxResults"], request.get("NextToken"))
    return {"UserPools": [_summary(pool) for pool in shown]} | ({"NextToken": token} if token else {})


def _summary(pool: Pool) -> dict[str, object]:
    return {
        "Id": pool.id,
        "Name": pool.settings["PoolName"],
        "LambdaConfig": dict(pool.settings.get("LambdaConfig", {})),
        "CreationDate": pool.created,
        "LastModifiedDate": pool.modified,
    }
