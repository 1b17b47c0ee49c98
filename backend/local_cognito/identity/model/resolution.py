"""Which identity the logins of a request belong to: linking logins, and merging identities."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from local_cognito.errors import NotAuthorizedException
from local_cognito.identity.errors import ResourceConflictException
from local_cognito.identity.model import identities, openid_tokens
from local_cognito.identity.model.logins import NO_MATCH

if TYPE_CHECKING:
    from local_cognito.identity.model.identities import Identity, Login
    from local_cognito.identity.model.logins import VerifiedLogin
    from local_cognito.identity.model.pools import IdentityPool


def guest(db: sqlite3.Connection, pool: IdentityPool, now: float) -> Identity:
    """A new guest; raises NotAuthorizedException if the pool has none."""
    _check_guests_are_allowed(pool)
    return identities.create(db, pool.id, now)


def as_guest(pool: IdentityPool, identity: Identity) -> Identity:
    """The identity, used without logins; raises NotAuthorizedException unless it is a guest's."""
    if identity.authenticated or identity.merged_into:
        raise NotAuthorizedException(f"Access to Identity '{identity.id}' is forbidden.")
    _check_guests_are_allowed(pool)
    return identity


def with_logins(db: sqlite3.Connection, pool: IdentityPool, verified: Sequence[VerifiedLogin], now: float) -> Identity:
    """The identity of these logins, a new one unless one of them is known."""
    proven = [entry.login.subject for entry in verified if entry.login.provider == openid_tokens.PROVIDER]
    if proven:
        return as_user(db, pool, identities.find(db, proven[0], pool.id), verified, now)
    return _join(db, pool, None, [entry.login for entry in verified], now)


def as_user(
    db: sqlite3.Connection, pool: IdentityPool, identity: Identity, verified: Sequence[VerifiedLogin], now: float
) -> Identity:
    """The identity, used with these logins. It is another one if that one has the logins already.

    A guest becomes the user, or is merged into the identity that the user has. Raises NotAuthorizedException if none of
    the logins is the identity's, ResourceConflictException if it would have two users of one provider.
    """
    while identity.merged_into:
        identity = identities.find(db, identity.merged_into)
    own = [entry.login for entry in verified if entry.login.provider != openid_tokens.PROVIDER]
    if any(entry.login == (openid_tokens.PROVIDER, identity.id) for entry in verified):
        return _join(db, pool, identity, [*identity.logins, *own], now)
    if len(own) < len(verified):  # an OpenID token of another identity
        raise NotAuthorizedException(NO_MATCH)
    return _join(db, pool, identity, own, now)


def _join(
    db: sqlite3.Connection, pool: IdentityPool, identity: Identity | None, logins: Sequence[Login], now: float
) -> Identity:
    owners = identities.owners(db, pool.id, logins)
    if identity is not None and identity.authenticated and identity not in owners:
        raise NotAuthorizedException(NO_MATCH)
    known = identity if identity is not None and (identity.authenticated or not owners) else None
    target = known or (owners[0] if owners else identities.create(db, pool.id, now))
    absorbed = [other for other in (*owners, *([identity] if identity else ())) if other.id != target.id]
    joined = {*target.logins, *logins, *(login for other in absorbed for login in other.logins)}
    _check_no_conflict(pool, joined)
    for other in absorbed:
        identities.merge(db, other, target, now)
    if absorbed or not joined <= {*target.logins}:
        identities.link(db, target, joined, now)
    return identities.find(db, target.id)


def _check_no_conflict(pool: IdentityPool, logins: Iterable[Login]) -> None:
    """An identity has one user of each provider. Only the developer's own can be merged."""
    providers = [login.provider for login in logins if login.provider != pool.developer_provider]
    if len(providers) > len({*providers}):
        raise ResourceConflictException


def _check_guests_are_allowed(pool: IdentityPool) -> None:
    if not pool.allows_guests:
        raise NotAuthorizedException("Unauthenticated access is not supported for this identity pool.")
