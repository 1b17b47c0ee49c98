"""The tags of identity pools, by ARN."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from local_cognito.context import Context, Output
from local_cognito.identity.model import pools
from local_cognito.identity.model.pools import IdentityPool

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import type_defs as t

TAGS = "IdentityPoolTags"


def tag_resource(context: Context, request: t.TagResourceInputTypeDef) -> Output:
    """TagResource."""
    with context.storage.write() as db:
        pool = _find(db, request["ResourceArn"])
        _save(db, pool, {**pool.tags, **request["Tags"]})
    return {}


def untag_resource(context: Context, request: t.UntagResourceInputTypeDef) -> Output:
    """UntagResource."""
    with context.storage.write() as db:
        pool = _find(db, request["ResourceArn"])
        _save(db, pool, {name: value for name, value in pool.tags.items() if name not in request["TagKeys"]})
    return {}


def list_tags_for_resource(context: Context, request: t.ListTagsForResourceInputTypeDef) -> Output:
    """ListTagsForResource."""
    with context.storage.read() as db:
        return {"Tags": _find(db, request["ResourceArn"]).tags}


def _find(db: sqlite3.Connection, arn: str) -> IdentityPool:
    return pools.find(db, arn.rpartition("identitypool/")[2])


def _save(db: sqlite3.Connection, pool: IdentityPool, tags: Mapping[str, str]) -> None:
    pools.save(db, replace(pool, settings={**pool.settings, TAGS: tags}))
