"""A user's attributes: what may be written, and changing them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from local_cognito.errors import (
    AliasExistsException,
    InvalidParameterException,
    LimitExceededException,
    NotAuthorizedException,
    TooManyRequestsException,
)
from local_cognito.mail.delivery import Delivery
from local_cognito.model import attribute_schema as schema
from local_cognito.model import codes, tokens
from local_cognito.model import users as directory
from local_cognito.model.attribute_schema import FLAGS, VERIFIABLE

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

    from local_cognito.context import Answer, Context
    from local_cognito.model.clients import Client
    from local_cognito.model.pools import Pool
    from local_cognito.model.users import User


def as_mapping(given: Iterable[t.AttributeTypeTypeDef]) -> dict[str, str]:
    """AttributeListType by name; raises InvalidParameterException for a name given twice."""
    pairs = [(attribute["Name"], attribute.get("Value", "")) for attribute in given]
    if len(dict(pairs)) < len(pairs):
        raise InvalidParameterException("Duplicate attribute names are not allowed.")
    return dict(pairs)


def check(pool: Pool, given: Mapping[str, str]) -> None:
    """Raise InvalidParameterException unless the pool's schema takes the values; an empty one removes."""
    for name, value in given.items():
        if name not in pool.attributes:
            raise schema.nonconformity(name, "Attribute does not exist in the schema.")
        if name == "sub":
            raise InvalidParameterException("Cannot modify the non-mutable attribute sub")
        if value or name in VERIFIABLE:
            schema.check_format(name, value)
            pool.attributes[name].refuse(value)


def check_writable(client: Client, names: Iterable[str]) -> None:
    """Raise NotAuthorizedException unless users of this client may write the attributes."""
    if any(name in FLAGS or not client.may("Write", name) for name in names if name != "sub"):
        raise NotAuthorizedException("A client attempted to write unauthorized attribute")


def check_required(pool: Pool, given: Mapping[str, str]) -> None:
    """Raise InvalidParameterException unless all that the pool requires is there."""
    if absent := missing(pool, given):
        raise schema.nonconformity(absent[0], "The attribute is required")


def missing(pool: Pool, given: Mapping[str, str]) -> list[str]:
    """The attributes that the pool requires, and that are not there; `sub` is the pool's own affair."""
    return [name for name, rule in pool.attributes.items() if rule.required and name != "sub" and not given.get(name)]


def check_changes(pool: Pool, changes: Mapping[str, str]) -> None:
    """Raise InvalidParameterException unless the pool lets the attributes change to these values."""
    check(pool, changes)
    for name, value in changes.items():
        if not pool.attributes[name].mutable:
            raise InvalidParameterException(f"user.{name}: Attribute cannot be updated.\n")
        if not value and pool.attributes[name].required:
            raise schema.nonconformity(name, "The attribute is required")


def check_free(db: sqlite3.Connection, pool: Pool, user: User, changes: Mapping[str, str]) -> None:
    """Raise AliasExistsException when an address that signs in belongs to somebody else."""
    for name in {*pool.username_attributes, *pool.alias_attributes} & set(changes):
        if directory.owner(db, pool, name, changes[name]) not in (None, user.sub):
            raise AliasExistsException(f"An account with the given {name} already exists.")


def update_user_attributes(context: Context, request: t.UpdateUserAttributesRequestTypeDef) -> Answer:
    """UpdateUserAttributes: an address that the pool wants proved first keeps its old value until then."""
    changes = as_mapping(request["UserAttributes"])
    with context.storage.write() as db:
        bearer = tokens.authenticate(context, db, request["AccessToken"])
        user, pool = bearer.user, bearer.client.pool
        check_changes(pool, changes)
        check_writable(bearer.client, changes)
        check_free(db, pool, user, changes)
        moved = {
            name: changes[name]
            for name in VERIFIABLE
            if changes.get(name, user.attributes.get(name)) != user.attributes.get(name)
        }
        waiting = set(pool.verified_before_update) & set(moved)
        now = {name: value for name, value in changes.items() if name not in waiting}
        sent = [
            Delivery(name, value) for name, value in moved.items() if value and name in {*pool.auto_verified, *waiting}
        ]
        for delivery in sent:
            _send(context, db, user, delivery)
        directory.save(db, pool, user.with_attributes(now), context.now)
    return {"CodeDeliveryDetailsList": [delivery.describe() for delivery in sent]}


def delete_user_attributes(context: Context, request: t.DeleteUserAttributesRequestTypeDef) -> Answer:
    """DeleteUserAttributes."""
    changes = dict.fromkeys(request["UserAttributeNames"], "")
    with context.storage.write() as db:
        bearer = tokens.authenticate(context, db, request["AccessToken"])
        pool = bearer.client.pool
        for name in changes:
            _check_deletable(pool, name)
        check_writable(bearer.client, changes)
        directory.save(db, pool, bearer.user.with_attributes(changes), context.now)
    return {}


def _send(context: Context, db: sqlite3.Connection, user: User, delivery: Delivery) -> None:
    try:
        codes.send(context, db, user, codes.verification_of(delivery.attribute), delivery)
    except LimitExceededException as error:  # UpdateUserAttributes has its own name for it
        raise TooManyRequestsException(str(error)) from error


def _check_deletable(pool: Pool, name: str) -> None:
    rule = pool.attributes.get(name)
    if rule is None:
        raise schema.nonconformity(name, "Attribute does not exist in the schema.")
    if rule.required or not rule.mutable:
        raise InvalidParameterException(f"Cannot delete required attribute {name}.")
