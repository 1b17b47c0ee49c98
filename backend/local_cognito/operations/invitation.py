"""Users whom an administrator makes, and invites with a temporary password."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from local_cognito.crypto import passwords
from local_cognito.errors import UnsupportedUserStateException, UserNotFoundException
from local_cognito.mail.delivery import MEDIUMS, Delivery
from local_cognito.mail.outbox import SUBJECTS, Message
from local_cognito.model import users as directory
from local_cognito.operations import attributes, pools
from local_cognito.operations.sign_up import new_user, refuse_existing

if TYPE_CHECKING:
    import sqlite3

    from mypy_boto3_cognito_idp import type_defs as t

    from local_cognito.context import Answer, Context
    from local_cognito.model.pools import Pool
    from local_cognito.model.users import User

DAY = 86400
INVITATION = "admin_invitation"


def admin_create_user(context: Context, request: t.AdminCreateUserRequestTypeDef) -> Answer:
    """AdminCreateUser: invites with a temporary password, unless MessageAction is SUPPRESS; RESEND invites again."""
    with context.storage.read() as db:
        pool = pools.find(db, request["UserPoolId"])
    password = request.get("TemporaryPassword") or passwords.temporary(pool.policy)
    passwords.check_policy(pool.policy, password)
    hashed = context.passwords.hash(password)
    action = request.get("MessageAction")
    with context.storage.write() as db:
        user = _invited_again(db, pool, request) if action == "RESEND" else _created(context, db, pool, request)
        user = replace(user, password=hashed, password_expires=context.now + temporary_seconds(pool))
        directory.save(db, pool, user, context.now)
        if action != "SUPPRESS":
            _invite(context, db, user, password, request)
    return {"User": user.describe()}


def _created(context: Context, db: sqlite3.Connection, pool: Pool, request: t.AdminCreateUserRequestTypeDef) -> User:
    given = attributes.as_mapping(request.get("UserAttributes", ()))
    user = replace(
        new_user(pool, request["Username"], given, context.now, complete=False), status="FORCE_CHANGE_PASSWORD"
    )
    refuse_existing(db, pool, request["Username"], user)
    directory.insert(db, pool, user)
    return user


def _invited_again(db: sqlite3.Connection, pool: Pool, request: t.AdminCreateUserRequestTypeDef) -> User:
    user = directory.find(db, pool, request["Username"])
    if user is None:
        raise UserNotFoundException
    if user.status != "FORCE_CHANGE_PASSWORD":
        raise UnsupportedUserStateException("Resend not possible. User status is not FORCE_CHANGE_PASSWORD")
    return user


def _invite(
    context: Context, db: sqlite3.Connection, user: User, password: str, request: t.AdminCreateUserRequestTypeDef
) -> None:
    wanted = [name for name, medium in MEDIUMS.items() if medium in request.get("DesiredDeliveryMediums", ["SMS"])]
    for name in [name for name in wanted if name in user.attributes] or [
        name for name in MEDIUMS if name in user.attributes
    ][:1]:
        to = Delivery(name, user.attributes[name])
        message = Message(to.address, to.medium.lower(), INVITATION, SUBJECTS[INVITATION], password, context.now)
        context.outbox.send(db, message)


def temporary_seconds(pool: Pool) -> int:
    """How long a temporary password is good."""
    return DAY * pool.policy.get("TemporaryPasswordValidityDays", 7)
