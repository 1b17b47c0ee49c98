"""Tags of user pools."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from local_cognito.context import Context, Output
from local_cognito.errors import ResourceNotFoundException
from local_cognito.model import pool_tags, pools

if TYPE_CHECKING:
    import sqlite3

    from mypy_boto3_cognito_idp import type_defs as t

    from local_cognito.model.pools import Pool


def tag_resource(context: Context, request: t.TagResourceRequestTypeDef) -> Output:
    """TagResource."""
    with context.storage.write() as db:
        pool = _find(db, request["ResourceArn"])
        _save(db, pool, {**_tags(pool), **request["Tags"]}, context.now)
    return {}


def untag_resource(context: Context, request: t.UntagResourceRequestTypeDef) -> Output:
    """UntagResource. Keys that the pool does not have are no error."""
    with context.storage.write() as db:
        pool = _find(db, request["ResourceArn"])
        kept = {key: value for key, value in _tags(pool).items() if key not in request["TagKeys"]}
        _save(db, pool, kept, context.now)
    return {}


def list_tags_for_resource(context: Context, request: t.ListTagsForResourceRequestTypeDef) -> Output:
    """ListTagsForResource."""
    with context.storage.read() as db:
        return {"Tags": dict(_tags(_find(db, request["ResourceArn"])))}


def _find(db: sqlite3.Connection, arn: str) -> Pool:
    pool = pools.find(db, arn.rpartition("/")[2])
    if pool.arn != arn:
        raise ResourceNotFoundException(f"{arn} does not exist.")
    return pool


def _tags(pool: Pool) -> Mapping[str, str]:
    return pool.settings.get("UserPoolTags", {})


def _save(db: sqlite3.Connection, pool: Pool, tags: Mapping[str, str], now: float) -> None:
    pool_tags.check(tags)
    pools.save(db, pool.with_settings({"UserPoolTags": dict(tags)}, now))
