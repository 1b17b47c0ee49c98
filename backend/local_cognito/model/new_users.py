"""New users, as SignUp and AdminCreateUser make them."""

import sqlite3
import uuid
from collections.abc import Mapping

from local_cognito.errors import InvalidParameterException, UsernameExistsException
from local_cognito.model import attributes, users
from local_cognito.model.attribute_schema import EMAIL, PHONE_NUMBER, VERIFIABLE
from local_cognito.model.pools import Pool
from local_cognito.model.users import User

NOUNS = {"email": "an email", "phone_number": "a phone number"}


def build(pool: Pool, username: str, values: Mapping[str, str], now: float, *, by_admin: bool = False) -> User:
    """An unconfirmed user without a password; raises InvalidParameterException for bad attributes.

    In a pool with UsernameAttributes the given username is an address: it becomes an attribute, and the user's real
    username is their sub. Required attributes may be missing for an administrator: users supply them with their first
    password. An address that an administrator sets has no `*_verified` attribute unless it is given.
    """
    sub = str(uuid.uuid4())
    real_username, given = username, dict(values)
    if pool.username_attributes:
        real_username, given = sub, _with_address(pool, username, values)
    attributes.check_values(pool, given)
    if not by_admin:
        attributes.check_required(pool, given)
        given = {f"{name}_verified": "false" for name in VERIFIABLE if name in given} | given
    return User(sub, pool.id, real_username, "UNCONFIRMED", None, _without_empty(given), now, now)


def check_available(db: sqlite3.Connection, pool: Pool, username: str, user: User) -> None:
    """Raise UsernameExistsException if the username, or an address that would sign this user in, is taken."""
    addresses = [user.attributes[attribute] for attribute in pool.username_attributes if attribute in user.attributes]
    if any(users.find(db, pool, name) for name in (username, *addresses)):
        kind = _address_type(pool, username) if pool.username_attributes else None
        raise UsernameExistsException(f"An account with the given {kind} already exists." if kind else None)


def _with_address(pool: Pool, username: str, values: Mapping[str, str]) -> dict[str, str]:
    name = _address_type(pool, username)
    if values.get(name) and pool.key(values[name]) != pool.key(username):
        raise InvalidParameterException(
            f"User {name} should be empty or same as username, since username attribute is {name}"
        )
    return {**values, name: values.get(name) or username}


def _address_type(pool: Pool, username: str) -> str:
    """`email` or `phone_number`, whichever the username is; raises InvalidParameterException if it is neither."""
    for name, pattern in (("email", EMAIL), ("phone_number", PHONE_NUMBER)):
        if name in pool.username_attributes and pattern.fullmatch(username):
            return name
    raise InvalidParameterException(f"Username should be {' or '.join(NOUNS[n] for n in pool.username_attributes)}.")


def _without_empty(values: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}
