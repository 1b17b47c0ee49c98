"""Users, as administrators create, read, disable and delete them."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

from local_cognito.context import Context, Output
from local_cognito.crypto import passwords
from local_cognito.errors import (
    InvalidParameterException,
    UnsupportedUserStateException,
    UsernameExistsException,
    UserNotFoundException,
)
from local_cognito.mail.delivery import MEDIUMS, Delivery
from local_cognito.model import (
    attributes,
    auth_factors,
    messages,
    mfa_preferences,
    new_users,
    pools,
    sessions,
    triggers,
    users,
)
from local_cognito.model.pagination import DEFAULT_PAGE_SIZE, position, token_for
from local_cognito.model.pools import Pool
from local_cognito.model.user_filter import matching_users
from local_cognito.model.users import User

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy_boto3_cognito_idp import type_defs as t

INVITATION = "admin_invitation"


def admin_create_user(context: Context, request: t.AdminCreateUserRequestTypeDef) -> Output:
    """AdminCreateUser. Sends a temporary password unless MessageAction is SUPPRESS; RESEND sends another one.

    Without TemporaryPassword, the user of a pool without passwords gets none and is confirmed.
    """
    with context.storage.read() as db:
        pool = pools.find(db, request["UserPoolId"])
        again = request.get("MessageAction") == "RESEND"
        user = _invited_user(db, pool, request) if again else _new_user(context, pool, request)
    if not again and not request.get("TemporaryPassword") and not auth_factors.allows_passwords(pool):
        return _create_without_password(context, pool, replace(user, status="CONFIRMED"), request)
    if not again:
        _check_with_trigger(context, pool, user, request)
    password = request.get("TemporaryPassword") or passwords.temporary(pool.policy)
    passwords.check_policy(pool.policy, password)
    password_hash = context.passwords.hash_for(pool.id, user.username, password)
    expires = context.now + pool.temporary_password_seconds
    with context.storage.write() as db:
        if again:
            user = _invited_user(db, pool, request)
        user = replace(user, password=password_hash, password_expires=expires)
        if again:
            users.save(db, pool, user, context.now)
        else:
            _insert(context, db, pool, user, request)
        if request.get("MessageAction") != "SUPPRESS":
            _send_invitation(context, db, user, password, request)
    return {"User": user.describe()}


def _create_without_password(
    context: Context, pool: Pool, user: User, request: t.AdminCreateUserRequestTypeDef
) -> Output:
    with context.storage.write() as db:
        _insert(context, db, pool, user, request)
        if request.get("MessageAction") != "SUPPRESS":
            _send_invitation(context, db, user, "", request)
    return {"User": user.describe()}


def admin_get_user(context: Context, request: t.AdminGetUserRequestTypeDef) -> Output:
    """AdminGetUser."""
    with context.storage.read() as db:
        _, user = users.get(db, request["UserPoolId"], request["Username"])
        preferences = mfa_preferences.find(db, user.sub)
    description = user.describe() | preferences.describe()
    return {("UserAttributes" if name == "Attributes" else name): value for name, value in description.items()}


def list_users(context: Context, request: t.ListUsersRequestTypeDef) -> Output:
    """ListUsers, oldest first."""
    size, names = request.get("Limit") or DEFAULT_PAGE_SIZE, request.get("AttributesToGet")
    with context.storage.read() as db:
        pool = pools.find(db, request["UserPoolId"])
        if names is not None and not set(names) <= set(pool.attributes):
            raise InvalidParameterException("One or more requested attributes do not exist.")
        after = position(request.get("PaginationToken"))
        found = matching_users(db, pool, request.get("Filter", ""), after, size + 1)
    output: dict[str, object] = {"Users": [_describe(user, names) for _, user in found[:size]]}
    return output | ({"PaginationToken": token_for(found[size - 1][0])} if len(found) > size else {})


def admin_enable_user(context: Context, request: t.AdminEnableUserRequestTypeDef) -> Output:
    """AdminEnableUser."""
    with context.storage.write() as db:
        pool, user = users.get(db, request["UserPoolId"], request["Username"])
        users.save(db, pool, replace(user, enabled=True), context.now)
    return {}


def admin_disable_user(context: Context, request: t.AdminDisableUserRequestTypeDef) -> Output:
    """AdminDisableUser. Revokes the user's sessions as well."""
    with context.storage.write() as db:
        pool, user = users.get(db, request["UserPoolId"], request["Username"])
        users.save(db, pool, replace(user, enabled=False), context.now)
        sessions.revoke_all(db, user.sub, context.now)
    return {}


def admin_delete_user(context: Context, request: t.AdminDeleteUserRequestTypeDef) -> Output:
    """AdminDeleteUser."""
    with context.storage.write() as db:
        _, user = users.get(db, request["UserPoolId"], request["Username"])
        users.delete(db, user.sub)
    return {}


def _new_user(context: Context, pool: Pool, request: t.AdminCreateUserRequestTypeDef) -> User:
    values = attributes.as_mapping(request.get("UserAttributes", ()))
    user = new_users.build(pool, request["Username"], values, context.now, by_admin=True)
    return replace(user, status="FORCE_CHANGE_PASSWORD")


def _insert(
    context: Context, db: sqlite3.Connection, pool: Pool, user: User, request: t.AdminCreateUserRequestTypeDef
) -> None:
    try:
        new_users.check_available(db, pool, request["Username"], user)
    except UsernameExistsException as error:  # AdminCreateUser has its own message
        raise UsernameExistsException("User account already exists") from error
    if request.get("ForceAliasCreation"):
        users.take_aliases(db, pool, user, context.now)
    attributes.check_aliases(db, pool, user, users.aliases_of(pool, user))
    users.insert(db, pool, user)


def _check_with_trigger(context: Context, pool: Pool, user: User, request: t.AdminCreateUserRequestTypeDef) -> None:
    """Call PreSignUp, which may refuse the user. For an administrator the rest of its response is ignored."""
    event = {
        "userAttributes": dict(user.attributes),
        "validationData": attributes.as_mapping(request.get("ValidationData", ())),
        "clientMetadata": dict(request.get("ClientMetadata", {})),
    }
    triggers.call(context, pool, "PreSignUp_AdminCreateUser", user.username, event)


def _invited_user(db: sqlite3.Connection, pool: Pool, request: t.AdminCreateUserRequestTypeDef) -> User:
    user = users.find(db, pool, request["Username"])
    if user is None:
        raise UserNotFoundException
    if user.status != "FORCE_CHANGE_PASSWORD":
        raise UnsupportedUserStateException("Resend not possible. User status is not FORCE_CHANGE_PASSWORD")
    return user


def _send_invitation(
    context: Context, db: sqlite3.Connection, user: User, password: str, request: t.AdminCreateUserRequestTypeDef
) -> None:
    desired = request.get("DesiredDeliveryMediums", ["SMS"])
    present = [name for name in MEDIUMS if name in user.attributes]
    for name in [name for name in present if MEDIUMS[name] in desired] or present[:1]:
        messages.send(context, db, user, INVITATION, Delivery(name, user.attributes[name]), password)


def _describe(user: User, names: Sequence[str] | None) -> dict[str, object]:
    description = user.describe()
    if names is not None:
        description["Attributes"] = [entry for entry in user.attribute_list() if entry["Name"] in names]
    return description
