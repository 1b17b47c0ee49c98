"""Changing a password, and getting back in without it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from local_cognito.crypto import passwords
from local_cognito.errors import InvalidParameterException, NotAuthorizedException
from local_cognito.mail.delivery import for_recovery, simulated
from local_cognito.model import callers, codes, limits, tokens
from local_cognito.model import lockouts as lockout
from local_cognito.model import users as directory

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

    from local_cognito.context import Answer, Context


def change_password(context: Context, request: t.ChangePasswordRequestTypeDef) -> Answer:
    """ChangePassword: tokens stay good; too many wrong ones meet LimitExceededException."""
    with context.storage.read() as db:
        bearer = tokens.authenticate(context, db, request["AccessToken"])
        limits.refuse_above(db, bearer.user.sub, "wrong_password", context.now)
    right = context.passwords.verify(bearer.user.password, request.get("PreviousPassword", ""))
    if not right:
        with context.storage.write() as db:
            limits.count(db, bearer.user.sub, "wrong_password", context.now)
        raise NotAuthorizedException
    pool, proposed = bearer.client.pool, request["ProposedPassword"]
    passwords.check_policy(pool.policy, proposed)
    hashed = context.passwords.hash(proposed)
    with context.storage.write() as db:
        user = tokens.authenticate(context, db, request["AccessToken"]).user
        directory.save(db, pool, replace(user, password=hashed), context.now)
    return {}


def forgot_password(context: Context, request: t.ForgotPasswordRequestTypeDef) -> Answer:
    """ForgotPassword: where users are hidden, simulated for the unknown, the disabled and the unverified."""
    with context.storage.read() as db:
        caller = callers.of_request(db, request)
    caller.refuse_unknown()
    delivery = for_recovery(caller.user) if caller.user and caller.user.enabled else None
    if caller.user is None or delivery is None:
        if not caller.client.hides_users:
            raise InvalidParameterException(
                "Cannot reset password for the user as there is no registered/verified email or phone_number"
            )
        return {"CodeDeliveryDetails": simulated(caller.name).describe()}
    with context.storage.write() as db:
        codes.send(context, db, caller.user, codes.FORGOT_PASSWORD, delivery)
    return {"CodeDeliveryDetails": delivery.describe()}


def confirm_forgot_password(context: Context, request: t.ConfirmForgotPasswordRequestTypeDef) -> Answer:
    """ConfirmForgotPassword: the new password is checked before the code, so a weak one does not cost it."""
    with context.storage.read() as db:
        caller = callers.of_request(db, request)
    caller.refuse_unknown()
    passwords.check_policy(caller.pool.policy, request["Password"])
    hashed = context.passwords.hash(request["Password"])
    if caller.user is None or not caller.user.enabled:
        raise codes.refuse_unknown(context, caller.subject)
    with context.storage.write() as db:
        user = directory.by_sub(db, caller.user.sub) or caller.user
        codes.redeem(context, db, user, codes.FORGOT_PASSWORD, request["ConfirmationCode"])
        lockout.forget(db, user.sub)
        changed = replace(user, status="CONFIRMED", password=hashed, password_expires=None)
        directory.save(db, caller.pool, changed, context.now)
    return {}
