"""Which attribute values a pool, a client and the other users allow."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from local_cognito.errors import AliasExistsException, InvalidParameterException, NotAuthorizedException
from local_cognito.model import users
from local_cognito.model.attribute_schema import FLAGS, VERIFIABLE, check_format, schema_error

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

    from local_cognito.model.clients import Client
    from local_cognito.model.pools import Pool
    from local_cognito.model.users import User


def as_mapping(attribute_list: Iterable[t.AttributeTypeTypeDef]) -> dict[str, str]:
    """AttributeListType as a dict; raises InvalidParameterException for a duplicate name."""
    pairs = [(attribute["Name"], attribute.get("Value", "")) for attribute in attribute_list]
    if len(dict(pairs)) < len(pairs):
        raise InvalidParameterException("Duplicate attribute names are not allowed.")
    return dict(pairs)


def check_values(pool: Pool, values: Mapping[str, str]) -> None:
    """Raise InvalidParameterException unless the schema allows these values. An empty value removes an attribute."""
    for name, value in values.items():
        if name not in pool.attributes:
            raise schema_error(name, "Attribute does not exist in the schema.")
        if name == "sub":
            raise InvalidParameterException("Cannot modify the non-mutable attribute sub")
        if value or name in VERIFIABLE:
            check_format(name, value)
            pool.attributes[name].check(value)


def check_writable(client: Client, names: Iterable[str]) -> None:
    """Raise NotAuthorizedException unless users of this client may write the attributes."""
    if any(name in FLAGS or not client.may("Write", name) for name in names):
        raise NotAuthorizedException("A client attempted to write unauthorized attribute")


def check_required(pool: Pool, values: Mapping[str, str]) -> None:
    """Raise InvalidParameterException if a required attribute is missing."""
    if absent := missing(pool, values):
        raise schema_error(absent[0], "The attribute is required")


def missing(pool: Pool, values: Mapping[str, str]) -> list[str]:
    """The required attributes that have no value. `sub` is set by the pool, so it is never missing."""
    return [name for name, rule in pool.attributes.items() if rule.required and name != "sub" and not values.get(name)]


def check_changes(pool: Pool, changes: Mapping[str, str]) -> None:
    """Raise InvalidParameterException unless the schema allows these values and the attributes are mutable."""
    check_values(pool, changes)
    for name, value in changes.items():
        if not pool.attributes[name].mutable:
            raise InvalidParameterException(f"user.{name}: Attribute cannot be updated.\n")
        if not value and pool.attributes[name].required:
            raise schema_error(name, "The attribute is required")


def check_deletable(pool: Pool, names: Iterable[str]) -> None:
    """Raise InvalidParameterException for an attribute that is unknown, required or immutable."""
    for name in names:
        rule = pool.attributes.get(name)
        if rule is None:
            raise schema_error(name, "Attribute does not exist in the schema.")
        if rule.required or not rule.mutable:
            raise InvalidParameterException(f"Cannot delete required attribute {name}.")


def check_aliases(db: sqlite3.Connection, pool: Pool, user: User, changes: Mapping[str, str]) -> None:
    """Raise AliasExistsException if another user has one of these aliases. External users have none."""
    if user.is_external:
        return
    for name in {*pool.username_attributes, *pool.alias_attributes} & set(changes):
        if users.alias_owner(db, pool, name, changes[name]) not in (None, user.sub):
            raise AliasExistsException(f"An account with the given {name} already exists.")
