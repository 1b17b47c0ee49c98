"""A pool's MFA configuration."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from local_cognito.context import Answer, Context
from local_cognito.model import pools

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t


def set_user_pool_mfa_config(context: Context, request: t.SetUserPoolMfaConfigRequestTypeDef) -> Answer:
    """SetUserPoolMfaConfig. Replaces the whole configuration."""
    mfa = {"MfaConfiguration": "OFF"} | {name: value for name, value in request.items() if name != "UserPoolId"}
    with context.storage.write() as db:
        pool = pools.find(db, request["UserPoolId"])
        pools.save(db, replace(pool, mfa=mfa, modified=context.now))
    return mfa


def get_user_pool_mfa_config(context: Context, request: t.GetUserPoolMfaConfigRequestTypeDef) -> Answer:
    """GetUserPoolMfaConfig."""
    with context.storage.read() as db:
        pool = pools.find(db, request["UserPoolId"])
    return {"MfaConfiguration": pool.settings.get("MfaConfiguration", "OFF")} | pool.mfa
