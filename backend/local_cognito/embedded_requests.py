"""Performs the requests that the embedded pool is made of: each creates something, or changes what exists already."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal, TypedDict, cast

from local_cognito.context import Context
from local_cognito.errors import CognitoError
from local_cognito.identity.operations import pools as identity_pools
from local_cognito.identity.registry import OPERATIONS as IDENTITY_OPERATIONS
from local_cognito.model import pools as pool_rows
from local_cognito.model.attribute_schema import full_name
from local_cognito.operations import clients, pools
from local_cognito.operations.registry import OPERATIONS

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import type_defs as identity
    from mypy_boto3_cognito_idp import type_defs as t

Request = dict[str, Any]
FIXED = ("UsernameAttributes", "AliasAttributes", "UsernameConfiguration", "Schema")
"""What UpdateUserPool does not take."""


class Entry(TypedDict, total=False):
    """One request; `id` is the one of what it creates."""

    service: Literal["cognito-idp", "cognito-identity"]
    operation: str
    request: Request
    id: str


def perform(context: Context, entry: Entry) -> None:
    """Perform a request. Raises CognitoError if it is refused, and not because of what exists."""
    operation, request = entry["operation"], entry["request"]
    if operation in WITH_ID:
        WITH_ID[operation](context, request, entry["id"])
        return
    operations = IDENTITY_OPERATIONS if entry["service"] == "cognito-identity" else OPERATIONS
    try:
        operations[operation](context, request)
    except CognitoError as refused:
        _change(context, operation, request, refused)


def _change(context: Context, operation: str, request: Request, refused: CognitoError) -> None:
    """Change what exists, if that was why it could not be created."""
    if operation not in UPDATES:
        raise refused
    try:
        OPERATIONS[UPDATES[operation]](context, request)
    except CognitoError:
        raise refused from None


def _user_pool(context: Context, request: Request, pool_id: str) -> None:
    try:
        pools.create(context, cast("t.CreateUserPoolRequestTypeDef", request), pool_id)
    except sqlite3.IntegrityError:  # the pool exists, or another process has just created it
        changes = {name: value for name, value in request.items() if name not in FIXED}
        OPERATIONS["UpdateUserPool"](context, {"UserPoolId": pool_id, **changes})
        _add_attributes(context, request, pool_id)


def _add_attributes(context: Context, request: Request, pool_id: str) -> None:
    with context.storage.read() as db:
        known = pool_rows.find(db, pool_id).attributes
    missing = [
        entry for entry in request.get("Schema", ()) if entry["Name"] not in known and full_name(entry) not in known
    ]
    if missing:
        OPERATIONS["AddCustomAttributes"](context, {"UserPoolId": pool_id, "CustomAttributes": missing})


def _client(context: Context, request: Request, client_id: str) -> None:
    try:
        OPERATIONS["DescribeUserPoolClient"](context, {"UserPoolId": request["UserPoolId"], "ClientId": client_id})
    except CognitoError:
        clients.create(context, cast("t.CreateUserPoolClientRequestTypeDef", request), client_id)
        return
    OPERATIONS["UpdateUserPoolClient"](context, {"ClientId": client_id, **request})


def _identity_pool(context: Context, request: Request, identity_pool_id: str) -> None:
    try:
        IDENTITY_OPERATIONS["UpdateIdentityPool"](context, {"IdentityPoolId": identity_pool_id, **request})
    except CognitoError:
        identity_pools.create(context, cast("identity.CreateIdentityPoolInputTypeDef", request), identity_pool_id)


WITH_ID: Mapping[str, Callable[[Context, Request, str], None]] = {
    "CreateUserPool": _user_pool,
    "CreateUserPoolClient": _client,
    "CreateIdentityPool": _identity_pool,
}
UPDATES: Mapping[str, str] = {
    "CreateGroup": "UpdateGroup",
    "CreateIdentityProvider": "UpdateIdentityProvider",
    "CreateManagedLoginBranding": "DescribeManagedLoginBrandingByClient",
    "CreateResourceServer": "UpdateResourceServer",
    "CreateUserPoolDomain": "UpdateUserPoolDomain",
}
"""By operation: the one that changes what exists already. It ignores members that it does not have."""
