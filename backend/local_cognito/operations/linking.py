"""Linking identities at providers to users, and unlinking them."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

from local_cognito.context import Context, Output
from local_cognito.errors import (
    AliasExistsException,
    InvalidParameterException,
    LimitExceededException,
    UserNotFoundException,
)
from local_cognito.model import identities, identity_providers, pools, users
from local_cognito.model.identities import SUBJECT, Identity
from local_cognito.model.identity_providers import NATIVE, OIDC, IdentityProvider
from local_cognito.model.users import User

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

    from local_cognito.model.pools import Pool

MAX_IDENTITIES = 5
MAX_ATTRIBUTE_NAMES = 5


def admin_link_provider_for_user(context: Context, request: t.AdminLinkProviderForUserRequestTypeDef) -> Output:
    """AdminLinkProviderForUser. The identity must not have signed in before: it signs in this user from then on."""
    source, destination = request["SourceUser"], request["DestinationUser"]
    if _is_native(source):
        raise InvalidParameterException(
            "Invalid SourceUser: Cognito users with a username/password may not be passed in as a SourceUser, only as"
            " a DestinationUser"
        )
    with context.storage.write() as db:
        pool = pools.find(db, request["UserPoolId"])
        provider = identity_providers.find(db, pool.id, source.get("ProviderName", ""))
        attribute, value = _attribute(provider, source), _value(source)
        user = _user(db, pool, destination)
        if user is None:
            raise UserNotFoundException
        if user.status == "UNCONFIRMED":
            raise AliasExistsException("The destination user is not confirmed.")
        _check_unknown(db, pool, provider, user, attribute, value)
        _check_limits(db, pool, user, attribute)
        identity = Identity(provider.name, attribute, value, user.sub, is_primary=False, created=context.now)
        identities.add(db, pool, identity, context.now)
    return {}


def admin_disable_provider_for_user(context: Context, request: t.AdminDisableProviderForUserRequestTypeDef) -> Output:
    """AdminDisableProviderForUser. For a native user: the end of the password. Unlinked identities get a new user."""
    given = request["User"]
    with context.storage.write() as db:
        pool = pools.find(db, request["UserPoolId"])
        if _is_native(given):
            _disable_password(db, pool, _user(db, pool, given), context.now)
            return {}
        provider = identity_providers.find(db, pool.id, given.get("ProviderName", ""))
        identity = identities.find(db, pool, provider.name, _value(given), _attribute(provider, given))
        if identity is None:
            raise UserNotFoundException
        identities.remove(db, pool, identity, context.now)
    return {}


def _disable_password(db: sqlite3.Connection, pool: Pool, user: User | None, now: float) -> None:
    if user is None:
        raise UserNotFoundException
    if user.is_external:
        raise InvalidParameterException("The user has no username and password to disable.")
    users.save(db, pool, replace(user, password=None, status="EXTERNAL_PROVIDER"), now)


def _is_native(given: t.ProviderUserIdentifierTypeTypeDef) -> bool:
    return given.get("ProviderName", "").upper() == NATIVE


def _user(db: sqlite3.Connection, pool: Pool, given: t.ProviderUserIdentifierTypeTypeDef) -> User | None:
    """A native user by username, not by alias, or the user of an identity."""
    if _is_native(given):
        user = users.find(db, pool, _value(given))
        return user if user and pool.key(user.username) == pool.key(_value(given)) else None
    found = identities.find(db, pool, given.get("ProviderName", ""), _value(given))
    return users.by_sub(db, found.sub) if found else None


def _value(given: t.ProviderUserIdentifierTypeTypeDef) -> str:
    if not given.get("ProviderAttributeValue"):
        raise InvalidParameterException("ProviderAttributeValue is required.")
    return given.get("ProviderAttributeValue", "")


def _attribute(provider: IdentityProvider, given: t.ProviderUserIdentifierTypeTypeDef) -> str:
    """Cognito_Subject or, for OIDC, a claim that is mapped."""
    name = given.get("ProviderAttributeName", "")
    if name in (SUBJECT, provider.subject_claim):
        return SUBJECT
    if provider.type != OIDC:
        raise InvalidParameterException(f"ProviderAttributeName must be {SUBJECT} for social identity providers.")
    if name not in provider.mapping.values():
        raise InvalidParameterException(f"ProviderAttributeName {name} is not in the attribute mapping.")
    return name


def _check_unknown(
    db: sqlite3.Connection, pool: Pool, provider: IdentityProvider, user: User, attribute: str, value: str
) -> None:
    known = identities.find(db, pool, provider.name, value, attribute)
    if known is not None and known.sub == user.sub:
        raise InvalidParameterException("SourceUser is already linked to DestinationUser")
    profile = users.find(db, pool, identities.username(provider, value)) if attribute == SUBJECT else None
    if known is not None or profile is not None:
        raise InvalidParameterException(
            "Merging is not currently supported, provide a SourceUser that has not been signed up in order to link"
        )


def _check_limits(db: sqlite3.Connection, pool: Pool, user: User, attribute: str) -> None:
    if len(identities.of_user(db, user.sub)) >= MAX_IDENTITIES:
        raise LimitExceededException(f"A user can have at most {MAX_IDENTITIES} identities.")
    names = identities.attribute_names(db, pool)
    if attribute not in names and len(names) >= MAX_ATTRIBUTE_NAMES:
        raise LimitExceededException(f"A user pool can link by at most {MAX_ATTRIBUTE_NAMES} attributes.")
