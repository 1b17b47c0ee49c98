"""Users, as administrators see and change them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from local_cognito.crypto import passwords
from local_cognito.errors import InvalidParameterException, NotAuthorizedException
from local_cognito.mail.delivery import for_recovery
from local_cognito.model import codes, tokens
from local_cognito.model import users as directory
from local_cognito.operations import attributes
from local_cognito.operations.invitation import temporary_seconds

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

    from local_cognito.context import Answer, Context
    from local_cognito.model.pools import Pool
    from local_cognito.model.users import User


def admin_get_user(context: Context, request: t.AdminGetUserRequestTypeDef) -> Answer:
    """AdminGetUser."""
    with context.storage.read() as db:
        _, user = directory.existing(db, request["UserPoolId"], request["Username"])
    answer = user.describe()
    return {("UserAttributes" if name == "Attributes" else name): value for name, value in answer.items()}


def admin_set_user_password(context: Context, request: t.AdminSetUserPasswordRequestTypeDef) -> Answer:
    """AdminSetUserPassword: a permanent one confirms the user, another must be changed at sign-in."""
    with context.storage.read() as db:
        pool, _ = directory.existing(db, request["UserPoolId"], request["Username"])
    passwords.check_policy(pool.policy, request["Password"])
    hashed = context.passwords.hash(request["Password"])
    permanent = request.get("Permanent", False)
    status = "CONFIRMED" if permanent else "FORCE_CHANGE_PASSWORD"
    expires = None if permanent else context.now + temporary_seconds(pool)

    def set_password(_: Pool, user: User) -> User:
        return replace(user, password=hashed, status=status, password_expires=expires)

    return _change(context, request, set_password)


def admin_confirm_sign_up(context: Context, request: t.AdminConfirmSignUpRequestTypeDef) -> Answer:
    """AdminConfirmSignUp: confirms the user, verifies no address."""

    def confirm(_: Pool, user: User) -> User:
        if user.status != "UNCONFIRMED":
            raise NotAuthorizedException(f"User cannot be confirmed. Current status is {user.status}")
        return replace(user, status="CONFIRMED")

    return _change(context, request, confirm)


def admin_update_user_attributes(context: Context, request: t.AdminUpdateUserAttributesRequestTypeDef) -> Answer:
    """AdminUpdateUserAttributes: no client's permissions apply, and an address may be declared verified."""
    changes = attributes.as_mapping(request["UserAttributes"])
    with context.storage.write() as db:
        pool, user = directory.existing(db, request["UserPoolId"], request["Username"])
        attributes.check_changes(pool, changes)
        attributes.check_free(db, pool, user, changes)
        directory.save(db, pool, user.with_attributes(changes), context.now)
    return {}


def admin_enable_user(context: Context, request: t.AdminEnableUserRequestTypeDef) -> Answer:
    """AdminEnableUser."""
    return _change(context, request, lambda _, user: replace(user, enabled=True))


def admin_disable_user(context: Context, request: t.AdminDisableUserRequestTypeDef) -> Answer:
    """AdminDisableUser: voids the user's tokens as well."""
    with context.storage.write() as db:
        pool, user = directory.existing(db, request["UserPoolId"], request["Username"])
        directory.save(db, pool, replace(user, enabled=False), context.now)
        tokens.revoke_all(db, user.sub, context.now)
    return {}


def admin_user_global_sign_out(context: Context, request: t.AdminUserGlobalSignOutRequestTypeDef) -> Answer:
    """AdminUserGlobalSignOut."""
    with context.storage.write() as db:
        _, user = directory.existing(db, request["UserPoolId"], request["Username"])
        tokens.revoke_all(db, user.sub, context.now)
    return {}


def admin_reset_user_password(context: Context, request: t.AdminResetUserPasswordRequestTypeDef) -> Answer:
    """AdminResetUserPassword: the user must choose a new password with the code that is sent."""
    with context.storage.write() as db:
        pool, user = directory.existing(db, request["UserPoolId"], request["Username"])
        delivery = for_recovery(user)
        if delivery is None:
            raise InvalidParameterException("User does not have a verified email or phone number.")
        codes.send(context, db, user, codes.FORGOT_PASSWORD, delivery)
        directory.save(db, pool, replace(user, status="RESET_REQUIRED"), context.now)
    return {}


def admin_delete_user(context: Context, request: t.AdminDeleteUserRequestTypeDef) -> Answer:
    """AdminDeleteUser."""
    with context.storage.write() as db:
        _, user = directory.existing(db, request["UserPoolId"], request["Username"])
        directory.delete(db, user.sub)
    return {}


def _change(context: Context, request: t.AdminGetUserRequestTypeDef, change: Callable[[Pool, User], User]) -> Answer:
    with context.storage.write() as db:
        pool, user = directory.existing(db, request["UserPoolId"], request["Username"])
        directory.save(db, pool, change(pool, user), context.now)
    return {}
