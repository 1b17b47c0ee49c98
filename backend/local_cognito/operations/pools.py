"""User pools: making, finding and listing them."""

from __future__ import annotations

import json
import secrets
import sqlite3
import string
from typing import TYPE_CHECKING

from local_cognito.crypto import keys
from local_cognito.errors import ResourceNotFoundException
from local_cognito.model.pagination import page
from local_cognito.model.pools import REGION, Pool

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

    from local_cognito.context import Answer, Context

ID_ALPHABET = string.ascii_letters + string.digits


def find(db: sqlite3.Connection, pool_id: str) -> Pool:
    """The pool of that id; raises ResourceNotFoundException."""
    row = db.execute("SELECT * FROM pools WHERE id = ?", (pool_id,)).fetchone()
    if row is None:
        raise ResourceNotFoundException(f"User pool {pool_id} does not exist.")
    return _pool(row)


def insert(db: sqlite3.Connection, pool: Pool) -> None:
    """Keep a new pool."""
    row = (pool.id, json.dumps(pool.settings), json.dumps(pool.mfa), pool.created, pool.modified)
    db.execute("INSERT INTO pools (id, settings, mfa, created, modified) VALUES (?, ?, ?, ?, ?)", row)


def create_user_pool(context: Context, request: t.CreateUserPoolRequestTypeDef) -> Answer:
    """CreateUserPool."""
    pool_id = f"{REGION}_{''.join(secrets.choice(ID_ALPHABET) for _ in range(9))}"
    pool = Pool(pool_id, request, {}, context.now, context.now)
    _ = pool.attributes  # a schema that cannot be read is refused here, not at the first sign-up
    pems = {purpose: keys.generate() for purpose in keys.PURPOSES}
    with context.storage.write() as db:
        insert(db, pool)
        keys.insert(db, pool.id, pems)
    return {"UserPool": pool.describe(users=0)}


def describe_user_pool(context: Context, request: t.DescribeUserPoolRequestTypeDef) -> Answer:
    """DescribeUserPool."""
    with context.storage.read() as db:
        pool = find(db, request["UserPoolId"])
        (users,) = db.execute("SELECT count(*) FROM users WHERE pool_id = ?", (pool.id,)).fetchone()
    return {"UserPool": pool.describe(users)}


def list_user_pools(context: Context, request: t.ListUserPoolsRequestTypeDef) -> Answer:
    """ListUserPools."""
    with context.storage.read() as db:
        found = [_pool(row) for row in db.execute("SELECT * FROM pools ORDER BY created, id")]
    shown, after = page(found, request["MaxResults"], request.get("NextToken"))
    return {"UserPools": [_summary(pool) for pool in shown]} | ({"NextToken": after} if after else {})


def _summary(pool: Pool) -> dict[str, object]:
    return {
        "Id": pool.id,
        "Name": pool.settings["PoolName"],
        "LambdaConfig": dict(pool.settings.get("LambdaConfig", {})),
        "CreationDate": pool.created,
        "LastModifiedDate": pool.modified,
    }


def _pool(row: sqlite3.Row) -> Pool:
    return Pool(row["id"], json.loads(row["settings"]), json.loads(row["mfa"]), row["created"], row["modified"])
