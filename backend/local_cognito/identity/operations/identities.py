"""Identities: finding one's own, and administering them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local_cognito.context import Context, Output
from local_cognito.identity.model import identities, logins, pools, resolution
from local_cognito.model.pagination import next_page, page

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import type_defs as t


def get_id(context: Context, request: t.GetIdInputTypeDef) -> Output:
    """GetId. The same login gets the same identity forever; without one, a guest gets a new identity."""
    with context.storage.write() as db:
        pool = pools.find(db, request["IdentityPoolId"])
        verified = logins.verify(context, db, pool, request.get("Logins", {}))
        if not verified:
            return {"IdentityId": resolution.guest(db, pool, context.now).id}
        return {"IdentityId": resolution.with_logins(db, pool, verified, context.now).id}


def describe_identity(context: Context, request: t.DescribeIdentityInputTypeDef) -> Output:
    """DescribeIdentity."""
    with context.storage.read() as db:
        return identities.find(db, request["IdentityId"]).describe()


def list_identities(context: Context, request: t.ListIdentitiesInputTypeDef) -> Output:
    """ListIdentities. An identity is disabled if it was merged into another."""
    with context.storage.read() as db:
        pool = pools.find(db, request["IdentityPoolId"])
        found = identities.of_pool(db, pool.id)
    if request.get("HideDisabled", False):
        found = [identity for identity in found if identity.merged_into is None]
    shown, token = page(found, request["MaxResults"], request.get("NextToken"))
    output = {"IdentityPoolId": pool.id, "Identities": [identity.describe() for identity in shown]}
    return output | next_page(token)


def delete_identities(context: Context, request: t.DeleteIdentitiesInputTypeDef) -> Output:
    """DeleteIdentities. An id that does not exist is no error."""
    with context.storage.write() as db:
        for identity_id in request["IdentityIdsToDelete"]:
            identities.delete(db, identity_id)
    return {"UnprocessedIdentityIds": []}


def unlink_identity(context: Context, request: t.UnlinkIdentityInputTypeDef) -> Output:
    """UnlinkIdentity. Remove logins of one's own identity."""
    with context.storage.write() as db:
        identity = identities.find(db, request["IdentityId"])
        pool = pools.find(db, identity.pool_id)
        verified = logins.verify(context, db, pool, request["Logins"])
        identity = resolution.as_user(db, pool, identity, verified, context.now)
        removed = [login for login in identity.logins if login.provider in request["LoginsToRemove"]]
        identities.unlink(db, identity, removed, context.now)
    return {}
