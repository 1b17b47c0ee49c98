"""Changing, resetting and setting passwords."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

from local_cognito.context import Context, Output
from local_cognito.crypto import passwords
from local_cognito.errors import AliasExistsException, CognitoError, InvalidParameterException, NotAuthorizedException
from local_cognito.mail.delivery import simulated
from local_cognito.model import (
    attributes,
    callers,
    codes,
    limits,
    lockouts,
    password_history,
    tokens,
    user_migration,
    users,
)
from local_cognito.model.pools import Pool
from local_cognito.model.post_confirmation import FORGOT_PASSWORD, post_confirmation
from local_cognito.model.recipients import for_recovery
from local_cognito.model.users import User

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t


def change_password(context: Context, request: t.ChangePasswordRequestTypeDef) -> Output:
    """ChangePassword. Sessions stay valid; too many wrong passwords raise LimitExceededException.

    A user without a password sets the first one.
    """
    with context.storage.read() as db:
        bearer = tokens.authenticate(context, db, request["AccessToken"])
        limits.check(db, bearer.user.sub, "wrong_password", context.now)
    stored = bearer.user.password
    if bearer.user.is_external:
        raise NotAuthorizedException
    if stored is not None and not context.passwords.verify(stored, request.get("PreviousPassword", "")):
        with context.storage.write() as db:
            limits.record(db, bearer.user.sub, "wrong_password", context.now)
        raise NotAuthorizedException
    pool, proposed = bearer.client.pool, request["ProposedPassword"]
    passwords.check_policy(pool.policy, proposed)
    password_hash = context.passwords.hash_for(pool.id, bearer.user.username, proposed)
    with context.storage.write() as db:
        user = tokens.authenticate(context, db, request["AccessToken"]).user
        if user.password != stored:  # it was changed meanwhile
            raise NotAuthorizedException
        password_history.check(context, db, pool, user, proposed)
        users.save(db, pool, replace(user, password=password_hash), context.now)
    return {}


def forgot_password(context: Context, request: t.ForgotPasswordRequestTypeDef) -> Output:
    """ForgotPassword.

    If the client prevents existence errors, simulates a delivery for users who are unknown or disabled, or have no
    verified address. As in AWS, it does not hide that a password is temporary.
    """
    with context.storage.read() as db:
        caller = callers.of_request(db, request)
    if caller.user is None:
        user_migration.migrate(context, caller.client, caller.username, None, request.get("ClientMetadata", {}))
    with context.storage.read() as db:
        caller = callers.of_request(db, request)
        delivery = for_recovery(db, caller.pool, caller.user) if caller.user and caller.user.enabled else None
    caller.check_user_exists()
    _check_self_service(caller.pool)
    user = caller.user
    if user is not None and user.enabled:
        _check_permanent(user)
    if user is None or delivery is None:
        if caller.client.prevents_existence_errors:
            return {"CodeDeliveryDetails": simulated(caller.username).describe()}
        raise _no_recovery(user)
    with context.storage.write() as db:
        codes.send(context, db, user, codes.FORGOT_PASSWORD, delivery)
    return {"CodeDeliveryDetails": delivery.describe()}


def confirm_forgot_password(context: Context, request: t.ConfirmForgotPasswordRequestTypeDef) -> Output:
    """ConfirmForgotPassword. Checks the new password before the code, so a weak password does not use it up."""
    with context.storage.read() as db:
        caller = callers.of_request(db, request)
    caller.check_user_exists()
    passwords.check_policy(caller.pool.policy, request["Password"])
    username = caller.user.username if caller.user else caller.username
    password_hash = context.passwords.hash_for(caller.pool.id, username, request["Password"])
    if caller.user is None or not caller.user.enabled:
        raise codes.mismatch_for_unknown_user(context, caller.subject)
    with context.storage.write() as db:
        user = users.by_sub(db, caller.user.sub) or caller.user
        # Without the right code nobody learns which passwords were used before.
        codes.check(context, db, user, codes.FORGOT_PASSWORD, request["ConfirmationCode"])
        password_history.check(context, db, caller.pool, user, request["Password"])
        codes.redeem(context, db, user, codes.FORGOT_PASSWORD, request["ConfirmationCode"])
        lockouts.reset(db, user.sub)
        changed = replace(user, status="CONFIRMED", password=password_hash, password_expires=None)
        users.save(db, caller.pool, changed, context.now)
    post_confirmation(context, caller.client, changed, FORGOT_PASSWORD, request.get("ClientMetadata", {}))
    return {}


def admin_set_user_password(context: Context, request: t.AdminSetUserPasswordRequestTypeDef) -> Output:
    """AdminSetUserPassword. A permanent password confirms the user; a temporary one must be changed at sign-in.

    A user of an identity provider becomes a native one as well, if no other user has their address.
    """
    with context.storage.read() as db:
        pool, user = users.get(db, request["UserPoolId"], request["Username"])
    passwords.check_policy(pool.policy, request["Password"])
    password_hash = context.passwords.hash_for(pool.id, user.username, request["Password"])
    permanent = request.get("Permanent", False)
    status = "CONFIRMED" if permanent else "FORCE_CHANGE_PASSWORD"
    expires = None if permanent else context.now + pool.temporary_password_seconds
    with context.storage.write() as db:
        pool, user = users.get(db, request["UserPoolId"], request["Username"])
        password_history.check(context, db, pool, user, request["Password"])
        changed = replace(user, password=password_hash, status=status, password_expires=expires)
        _check_aliases(db, pool, changed)
        users.save(db, pool, changed, context.now)
    return {}


def admin_reset_user_password(context: Context, request: t.AdminResetUserPasswordRequestTypeDef) -> Output:
    """AdminResetUserPassword. Sends a code with which the user must set a new password."""
    with context.storage.write() as db:
        pool, user = users.get(db, request["UserPoolId"], request["Username"])
        _check_self_service(pool)
        if user.status == "UNCONFIRMED":
            raise _not_resettable()
        _check_permanent(user)
        delivery = for_recovery(db, pool, user)
        if delivery is None or not user.enabled:
            raise _no_recovery(user)
        codes.send(context, db, user, codes.FORGOT_PASSWORD, delivery)
        users.save(db, pool, replace(user, status="RESET_REQUIRED"), context.now)
    return {}


def _check_aliases(db: sqlite3.Connection, pool: Pool, user: User) -> None:
    try:
        attributes.check_aliases(db, pool, user, users.aliases_of(pool, user))
    except AliasExistsException as error:  # AdminSetUserPassword has no such error
        raise InvalidParameterException(str(error)) from error


def _check_self_service(pool: Pool) -> None:
    """Raise NotAuthorizedException if only administrators may reset passwords in this pool."""
    if pool.recovers_by_admin_only:
        raise NotAuthorizedException("Contact administrator to reset password.")


def _check_permanent(user: User) -> None:
    """Raise NotAuthorizedException if the password is temporary or at a provider: Cognito sends no code then."""
    if user.status == "FORCE_CHANGE_PASSWORD" or user.is_external:
        raise _not_resettable()


def _not_resettable() -> NotAuthorizedException:
    return NotAuthorizedException("User password cannot be reset in the current state.")


def _no_recovery(user: User | None) -> CognitoError:
    if user is not None and not user.enabled:
        return NotAuthorizedException("User is disabled.")
    return InvalidParameterException(
        "Cannot reset password for the user as there is no registered/verified email or phone_number"
    )
