"""Identities, and the logins that are linked to them."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from local_cognito.errors import ResourceNotFoundException


class Login(NamedTuple):
    """A user of a provider: `subject` is their id there."""

    provider: str
    subject: str


@dataclass(frozen=True)
class Identity:
    """An identity of an identity pool; a guest if it is not `authenticated`.

    `merged_into` is the id of the identity that took over its logins; it has no use of its own then.
    """

    id: str
    pool_id: str
    authenticated: bool
    merged_into: str | None
    created: float
    modified: float
    logins: tuple[Login, ...]

    def describe(self) -> dict[str, object]:
        """IdentityDescription."""
        return {
            "IdentityId": self.id,
            "Logins": sorted({login.provider for login in self.logins}),
            "CreationDate": self.created,
            "LastModifiedDate": self.modified,
        }


def create(db: sqlite3.Connection, pool_id: str, now: float) -> Identity:
    """A new guest."""
    identity_id = f"{pool_id.partition(':')[0]}:{uuid.uuid4()}"
    row = (identity_id, pool_id, now, now)
    db.execute("INSERT INTO identities (id, pool_id, authenticated, created, modified) VALUES (?, ?, FALSE, ?, ?)", row)
    return find(db, identity_id)


def find(db: sqlite3.Connection, identity_id: str, pool_id: str | None = None) -> Identity:
    """The identity with this id, in this pool if one is given; raises ResourceNotFoundException."""
    row = db.execute("SELECT * FROM identities WHERE id = ?", (identity_id,)).fetchone()
    if row is None or pool_id not in (None, row["pool_id"]):
        raise ResourceNotFoundException(f"Identity '{identity_id}' not found.")
    return _from_row(db, row)


def of_pool(db: sqlite3.Connection, pool_id: str) -> list[Identity]:
    """All identities of a pool, oldest first."""
    rows = db.execute("SELECT * FROM identities WHERE pool_id = ? ORDER BY created, id", (pool_id,))
    return [_from_row(db, row) for row in rows]


def owners(db: sqlite3.Connection, pool_id: str, logins: Iterable[Login]) -> list[Identity]:
    """The identities to which any of these logins is linked, oldest first."""
    query = "SELECT identity_id FROM identity_logins WHERE pool_id = ? AND provider = ? AND subject = ?"
    rows = [db.execute(query, (pool_id, *login)).fetchone() for login in logins]
    found = {row["identity_id"]: find(db, row["identity_id"]) for row in rows if row is not None}
    return sorted(found.values(), key=lambda identity: (identity.created, identity.id))


def link(db: sqlite3.Connection, identity: Identity, logins: Iterable[Login], now: float) -> None:
    """Link logins to an identity, which is authenticated from then on."""
    rows = [(identity.pool_id, *login, identity.id) for login in logins]
    db.executemany(
        "INSERT INTO identity_logins (pool_id, provider, subject, identity_id) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET identity_id = excluded.identity_id",
        rows,
    )
    db.execute("UPDATE identities SET authenticated = TRUE, modified = ? WHERE id = ?", (now, identity.id))


def unlink(db: sqlite3.Connection, identity: Identity, logins: Sequence[Login], now: float) -> None:
    """Remove logins. Without any the identity is inaccessible forever."""
    rows = [(identity.pool_id, *login) for login in logins]
    db.executemany("DELETE FROM identity_logins WHERE pool_id = ? AND provider = ? AND subject = ?", rows)
    db.execute("UPDATE identities SET modified = ? WHERE id = ?", (now, identity.id))


def merge(db: sqlite3.Connection, source: Identity, target: Identity, now: float) -> None:
    """Give the logins of `source` to `target`. `source` is disabled."""
    db.execute("UPDATE identity_logins SET identity_id = ? WHERE identity_id = ?", (target.id, source.id))
    db.execute("UPDATE identities SET merged_into = ?, modified = ? WHERE id = ?", (target.id, now, source.id))
    db.execute("UPDATE identities SET merged_into = ? WHERE merged_into = ?", (target.id, source.id))


def delete(db: sqlite3.Connection, identity_id: str) -> None:
    """Delete an identity, if there is one."""
    db.execute("DELETE FROM identities WHERE id = ?", (identity_id,))


def _from_row(db: sqlite3.Connection, row: sqlite3.Row) -> Identity:
    logins = db.execute(
        "SELECT provider, subject FROM identity_logins WHERE identity_id = ? ORDER BY provider, subject", (row["id"],)
    )
    return Identity(
        row["id"],
        row["pool_id"],
        bool(row["authenticated"]),
        row["merged_into"],
        row["created"],
        row["modified"],
        tuple(Login(*login) for login in logins),
    )
