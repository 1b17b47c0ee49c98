"""What users see of themselves, and how they leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local_cognito.model import tokens
from local_cognito.model import users as directory

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

    from local_cognito.context import Answer, Context


def get_user(context: Context, request: t.GetUserRequestTypeDef) -> Answer:
    """GetUser: the attributes that the app client may read."""
    with context.storage.read() as db:
        bearer = tokens.authenticate(context, db, request["AccessToken"])
    shown = [
        entry
        for entry in bearer.user.attribute_list()
        if entry["Name"] == "sub" or bearer.client.may("Read", entry["Name"])
    ]
    return {"Username": bearer.user.username, "UserAttributes": shown}


def delete_user(context: Context, request: t.DeleteUserRequestTypeDef) -> Answer:
    """DeleteUser."""
    with context.storage.write() as db:
        bearer = tokens.authenticate(context, db, request["AccessToken"])
        directory.delete(db, bearer.user.sub)
    return {}
