"""Changing, deleting and verifying user attributes."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from local_cognito.context import Context, Output
from local_cognito.errors import InvalidParameterException, LimitExceededException, TooManyRequestsException
from local_cognito.mail.delivery import Delivery
from local_cognito.model import attributes, codes, tokens, users
from local_cognito.model.attribute_schema import VERIFIABLE
from local_cognito.model.users import User

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t


def update_user_attributes(context: Context, request: t.UpdateUserAttributesRequestTypeDef) -> Output:
    """UpdateUserAttributes.

    An address in AttributesRequireVerificationBeforeUpdate keeps its old value until the new one is verified.
    """
    changes = attributes.as_mapping(request["UserAttributes"])
    with context.storage.write() as db:
        bearer = tokens.authenticate(context, db, request["AccessToken"])
        user, pool = bearer.user, bearer.client.pool
        attributes.check_changes(pool, changes)
        attributes.check_writable(bearer.client, changes)
        attributes.check_aliases(db, pool, user, changes)
        addresses = {
            name: changes[name] for name in VERIFIABLE if name in changes and changes[name] != user.attributes.get(name)
        }
        pending = set(pool.verified_before_update) & set(addresses)
        deliveries = [
            Delivery(name, value) for name, value in addresses.items() if name in {*pool.auto_verified, *pending}
        ]
        for delivery in deliveries:
            _send_verification(context, db, user, delivery)
        immediate = {name: value for name, value in changes.items() if name not in pending}
        users.save(db, pool, user.with_attributes(immediate), context.now)
    return {"CodeDeliveryDetailsList": [delivery.describe() for delivery in deliveries]}


def delete_user_attributes(context: Context, request: t.DeleteUserAttributesRequestTypeDef) -> Output:
    """DeleteUserAttributes."""
    names = request["UserAttributeNames"]
    with context.storage.write() as db:
        bearer = tokens.authenticate(context, db, request["AccessToken"])
        attributes.check_deletable(bearer.client.pool, names)
        attributes.check_writable(bearer.client, names)
        users.save(db, bearer.client.pool, bearer.user.with_attributes(dict.fromkeys(names, "")), context.now)
    return {}


def get_user_attribute_verification_code(
    context: Context, request: t.GetUserAttributeVerificationCodeRequestTypeDef
) -> Output:
    """GetUserAttributeVerificationCode. Goes to the pending address if there is one, else to the current one."""
    name = request["AttributeName"]
    with context.storage.write() as db:
        user = tokens.authenticate(context, db, request["AccessToken"]).user
        purpose = _verification(name)
        address = codes.pending_address(context, db, user, purpose) or user.attributes.get(name)
        if address is None:
            raise InvalidParameterException(f"User has no {name} to verify.")
        delivery = Delivery(name, address)
        codes.send(context, db, user, purpose, delivery)
    return {"CodeDeliveryDetails": delivery.describe()}


def verify_user_attribute(context: Context, request: t.VerifyUserAttributeRequestTypeDef) -> Output:
    """VerifyUserAttribute. A pending address replaces the old one."""
    name = request["AttributeName"]
    with context.storage.write() as db:
        bearer = tokens.authenticate(context, db, request["AccessToken"])
        user, pool = bearer.user, bearer.client.pool
        address = codes.redeem(context, db, user, _verification(name), request["Code"])
        attributes.check_aliases(db, pool, user, {name: address})
        users.save(db, pool, user.with_attributes({name: address, f"{name}_verified": "true"}), context.now)
    return {}


def admin_update_user_attributes(context: Context, request: t.AdminUpdateUserAttributesRequestTypeDef) -> Output:
    """AdminUpdateUserAttributes. Ignores the client's permissions; may mark an address as verified."""
    changes = attributes.as_mapping(request["UserAttributes"])
    with context.storage.write() as db:
        pool, user = users.get(db, request["UserPoolId"], request["Username"])
        attributes.check_changes(pool, changes)
        attributes.check_aliases(db, pool, user, changes)
        users.save(db, pool, user.with_attributes(changes), context.now)
    return {}


def admin_delete_user_attributes(context: Context, request: t.AdminDeleteUserAttributesRequestTypeDef) -> Output:
    """AdminDeleteUserAttributes."""
    names = request["UserAttributeNames"]
    with context.storage.write() as db:
        pool, user = users.get(db, request["UserPoolId"], request["Username"])
        attributes.check_deletable(pool, names)
        users.save(db, pool, user.with_attributes(dict.fromkeys(names, "")), context.now)
    return {}


def _verification(name: str) -> codes.Purpose:
    if name not in VERIFIABLE:
        raise InvalidParameterException(f"Attribute {name} cannot be verified.")
    return codes.verification_of(name)


def _send_verification(context: Context, db: sqlite3.Connection, user: User, delivery: Delivery) -> None:
    try:
        codes.send(context, db, user, codes.verification_of(delivery.attribute), delivery)
    except LimitExceededException as error:  # UpdateUserAttributes has its own name for this error
        raise TooManyRequestsException(str(error)) from error
