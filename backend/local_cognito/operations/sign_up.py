"""Sign-up: a new user, and the code that confirms them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from local_cognito.crypto import passwords
from local_cognito.errors import (
    InvalidParameterException,
    InvalidPasswordException,
    NotAuthorizedException,
    UsernameExistsException,
)
from local_cognito.mail.delivery import for_sign_up, simulated
from local_cognito.model import attribute_schema as schema
from local_cognito.model import callers, codes
from local_cognito.model import users as directory
from local_cognito.model.users import User
from local_cognito.operations import attributes

if TYPE_CHECKING:
    import sqlite3

    from mypy_boto3_cognito_idp import type_defs as t

    from local_cognito.context import Answer, Context
    from local_cognito.model.pools import Pool


def sign_up(context: Context, request: t.SignUpRequestTypeDef) -> Answer:
    """SignUp: an existing user is told of always, as in AWS."""
    password = request.get("Password")
    if password is None:
        raise InvalidPasswordException("Password did not conform with policy: Password not long enough")
    given = attributes.as_mapping(request.get("UserAttributes", ()))
    with context.storage.read() as db:
        caller = callers.of_request(db, request)
    pool = caller.pool
    if pool.admin_only:
        raise NotAuthorizedException("SignUp is not permitted for this user pool")
    user = new_user(pool, request["Username"], given, context.now)
    attributes.check_writable(caller.client, given)
    passwords.check_policy(pool.policy, password)
    user = replace(user, password=context.passwords.hash(password))
    delivery = for_sign_up(pool, user)
    with context.storage.write() as db:
        refuse_existing(db, pool, request["Username"], user)
        directory.insert(db, pool, user)
        if delivery:
            codes.send(context, db, user, codes.SIGN_UP, delivery)
    details = {"CodeDeliveryDetails": delivery.describe()} if delivery else {}
    return {"UserConfirmed": False, "UserSub": user.sub} | details


def confirm_sign_up(context: Context, request: t.ConfirmSignUpRequestTypeDef) -> Answer:
    """ConfirmSignUp: the address that the code went to is verified with it."""
    with context.storage.read() as db:
        caller = callers.of_request(db, request)
    caller.refuse_unknown()
    if caller.user is None:
        raise codes.refuse_unknown(context, caller.subject)
    with context.storage.write() as db:
        user = directory.by_sub(db, caller.user.sub) or caller.user
        if user.status != "UNCONFIRMED":
            raise NotAuthorizedException(f"User cannot be confirmed. Current status is {user.status}")
        address = codes.redeem(context, db, user, codes.SIGN_UP, request["ConfirmationCode"])
        verified = {f"{name}_verified": "true" for name in schema.VERIFIABLE if user.attributes.get(name) == address}
        confirmed = replace(user.with_attributes(verified), status="CONFIRMED")
        attributes.check_free(db, caller.pool, confirmed, confirmed.attributes)
        directory.save(db, caller.pool, confirmed, context.now)
    return {}


def resend_confirmation_code(context: Context, request: t.ResendConfirmationCodeRequestTypeDef) -> Answer:
    """ResendConfirmationCode: voids the code before; simulated for a user who is not there."""
    with context.storage.read() as db:
        caller = callers.of_request(db, request)
    caller.refuse_unknown()
    if caller.user is None:
        return {"CodeDeliveryDetails": simulated(caller.name).describe()}
    if caller.user.status != "UNCONFIRMED":
        raise InvalidParameterException("User is already confirmed.")
    delivery = for_sign_up(caller.pool, caller.user)
    if delivery is None:
        raise InvalidParameterException("Auto verification not turned on.")
    with context.storage.write() as db:
        codes.send(context, db, caller.user, codes.RESEND, delivery)
    return {"CodeDeliveryDetails": delivery.describe()}


def new_user(pool: Pool, name: str, given: Mapping[str, str], now: float, *, complete: bool = True) -> User:
    """An unconfirmed user with no password yet, checked against the schema; all of it only when `complete`.

    Where an address takes the place of the username, the username is the sub and the address an attribute.
    """
    sub = str(uuid.uuid4())
    if not pool.username_attributes:
        username, held = name, dict(given)
    else:
        username, held = sub, {_address_kind(pool, name): name, **given}
    attributes.check(pool, held)
    if complete:
        attributes.check_required(pool, held)
    return User(sub, pool.id, username, "UNCONFIRMED", None, {}, now, now).with_attributes(held)


def refuse_existing(db: sqlite3.Connection, pool: Pool, name: str, user: User) -> None:
    """Raise UsernameExistsException when somebody goes by the name, or by an address that would sign this user in."""
    addresses = [user.attributes[attribute] for attribute in pool.username_attributes if attribute in user.attributes]
    if any(directory.find(db, pool, taken) for taken in (name, *addresses)):
        kind = _address_kind(pool, name) if pool.username_attributes else None
        raise UsernameExistsException(f"An account with the given {kind} already exists." if kind else None)


def _address_kind(pool: Pool, name: str) -> str:
    for kind, pattern in (("email", schema.EMAIL), ("phone_number", schema.PHONE_NUMBER)):
        if kind in pool.username_attributes and pattern.fullmatch(name):
            return kind
    nouns = " or ".join(
        {"email": "an email", "phone_number": "a phone number"}[kind] for kind in pool.username_attributes
    )
    raise InvalidParameterException(f"Username should be {nouns}.")
