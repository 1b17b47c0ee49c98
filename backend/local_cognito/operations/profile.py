"""GetUser and DeleteUser: the signed-in user's own account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local_cognito.context import Context, Output
from local_cognito.model import mfa_preferences, tokens, users
from local_cognito.model.claims import IDENTITIES

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t


def get_user(context: Context, request: t.GetUserRequestTypeDef) -> Output:
    """GetUser. Returns the attributes that the app client may read."""
    with context.storage.read() as db:
        bearer = tokens.authenticate(context, db, request["AccessToken"])
        preferences = mfa_preferences.find(db, bearer.user.sub)
    readable = [
        entry
        for entry in bearer.user.attribute_list()
        if entry["Name"] in ("sub", IDENTITIES) or bearer.client.may("Read", entry["Name"])
    ]
    return {"Username": bearer.user.username, "UserAttributes": readable, **preferences.describe()}


def delete_user(context: Context, request: t.DeleteUserRequestTypeDef) -> Output:
    """DeleteUser."""
    with context.storage.write() as db:
        bearer = tokens.authenticate(context, db, request["AccessToken"])
        users.delete(db, bearer.user.sub)
    return {}
