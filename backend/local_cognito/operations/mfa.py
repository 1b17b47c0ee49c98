"""A pool's MFA settings; the factors themselves are not here yet."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from local_cognito.operations import pools

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

    from local_cognito.context import Answer, Context


def set_user_pool_mfa_config(context: Context, request: t.SetUserPoolMfaConfigRequestTypeDef) -> Answer:
    """SetUserPoolMfaConfig: replaces all of it."""
    settings = {name: value for name, value in request.items() if name != "UserPoolId"}
    with context.storage.write() as db:
        pool = pools.find(db, request["UserPoolId"])
        row = (json.dumps({"MfaConfiguration": "OFF"} | settings), context.now, pool.id)
        db.execute("UPDATE pools SET mfa = ?, modified = ? WHERE id = ?", row)
    return {"MfaConfiguration": "OFF"} | settings


def get_user_pool_mfa_config(context: Context, request: t.GetUserPoolMfaConfigRequestTypeDef) -> Answer:
    """GetUserPoolMfaConfig."""
    with context.storage.read() as db:
        pool = pools.find(db, request["UserPoolId"])
    return {"MfaConfiguration": pool.settings.get("MfaConfiguration", "OFF")} | pool.mfa
