"""The identities of users at identity providers, and the attribute `identities` that lists them."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from local_cognito.model import users
from local_cognito.model.claims import IDENTITIES

if TYPE_CHECKING:
    from local_cognito.model.identity_providers import IdentityProvider
    from local_cognito.model.pools import Pool
    from local_cognito.model.users import User

# The name of the attribute that identifies a provider's user: its subject.
SUBJECT = "Cognito_Subject"


@dataclass(frozen=True)
class Identity:
    """A user of a provider, and the `sub` of the pool's user whom they sign in.

    `attribute` is Cognito_Subject, or the claim by which they were linked. `is_primary` is true for the identity that
    the user was made for, false for linked ones.
    """

    provider: str
    attribute: str
    value: str
    sub: str
    is_primary: bool
    created: float


def find(db: sqlite3.Connection, pool: Pool, provider: str, value: str, attribute: str = SUBJECT) -> Identity | None:
    """The identity that has this value; exact, because subjects can differ by case only."""
    row = db.execute(
        "SELECT * FROM provider_identities WHERE pool_id = ? AND provider = ? AND attribute = ? AND value = ?",
        (pool.id, provider, attribute, value),
    ).fetchone()
    return None if row is None else _from_row(row)


def of_user(db: sqlite3.Connection, sub: str) -> list[Identity]:
    """A user's identities, the primary one first."""
    rows = db.execute(
        "SELECT * FROM provider_identities WHERE sub = ? ORDER BY is_primary DESC, created, provider", (sub,)
    )
    return [_from_row(row) for row in rows]


def linked_by(db: sqlite3.Connection, pool: Pool, provider: str) -> list[str]:
    """The claims other than the subject by which users of a provider are linked."""
    rows = db.execute(
        "SELECT DISTINCT attribute FROM provider_identities WHERE pool_id = ? AND provider = ? AND attribute != ?",
        (pool.id, provider, SUBJECT),
    )
    return [row["attribute"] for row in rows]


def attribute_names(db: sqlite3.Connection, pool: Pool) -> set[str]:
    """The attributes by which users of the pool are linked, whatever the provider."""
    rows = db.execute("SELECT DISTINCT attribute FROM provider_identities WHERE pool_id = ?", (pool.id,))
    return {row["attribute"] for row in rows}


def add(db: sqlite3.Connection, pool: Pool, identity: Identity, now: float) -> None:
    """Store a new identity, and renew the user's attribute."""
    row = (pool.id, identity.provider, identity.attribute, identity.value, identity.sub, identity.is_primary)
    db.execute("INSERT INTO provider_identities VALUES (?, ?, ?, ?, ?, ?, ?)", (*row, identity.created))
    _renew_attribute(db, pool, identity.sub, now)


def remove(db: sqlite3.Connection, pool: Pool, identity: Identity, now: float) -> None:
    """Delete an identity, and renew the user's attribute."""
    row = (pool.id, identity.provider, identity.attribute, identity.value)
    db.execute(
        "DELETE FROM provider_identities WHERE pool_id = ? AND provider = ? AND attribute = ? AND value = ?", row
    )
    _renew_attribute(db, pool, identity.sub, now)


def username(provider: IdentityProvider, subject: str) -> str:
    """The username of a provider's user who has no other account."""
    return f"{provider.name}_{subject}"


def _renew_attribute(db: sqlite3.Connection, pool: Pool, sub: str, now: float) -> None:
    user = users.by_sub(db, sub)
    if user is None:
        return
    entries = [_entry(db, pool, identity) for identity in of_user(db, sub)]
    users.save(db, pool, _with_identities(user, entries), now)


def _with_identities(user: User, entries: list[dict[str, object]]) -> User:
    return user.with_attributes({IDENTITIES: json.dumps(entries) if entries else ""})


def _entry(db: sqlite3.Connection, pool: Pool, identity: Identity) -> dict[str, object]:
    row = db.execute(
        "SELECT type FROM identity_providers WHERE pool_id = ? AND name = ?", (pool.id, identity.provider)
    ).fetchone()
    return {
        "userId": identity.value,
        "providerName": identity.provider,
        "providerType": row["type"] if row else identity.provider,
        "issuer": None,
        "primary": identity.is_primary,
        "dateCreated": int(identity.created * 1000),
    }


def _from_row(row: sqlite3.Row) -> Identity:
    named = (row["provider"], row["attribute"], row["value"], row["sub"])
    return Identity(*named, bool(row["is_primary"]), row["created"])
