"""Users of a pool, and the usernames and aliases by which they are found."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from local_cognito.errors import UserNotFoundException
from local_cognito.model import pools
from local_cognito.model.attribute_schema import FLAGS, VERIFIABLE

if TYPE_CHECKING:
    from local_cognito.model.pools import Pool


@dataclass(frozen=True)
class User:
    """A user of a pool.

    `attributes` has no `sub`. `password` is a hash, or None for a user without a password; `password_expires` is set
    for temporary passwords. `status` is a UserStatusType.
    """

    sub: str
    pool_id: str
    username: str
    status: str
    password: str | None
    attributes: Mapping[str, str]
    created: float
    modified: float
    enabled: bool = True
    password_expires: float | None = None

    def attribute_list(self) -> list[dict[str, str]]:
        """AttributeListType, `sub` first."""
        return [{"Name": name, "Value": value} for name, value in {"sub": self.sub, **self.attributes}.items()]

    def describe(self) -> dict[str, object]:
        """UserType."""
        return {
            "Username": self.username,
            "Attributes": self.attribute_list(),
            "UserCreateDate": self.created,
            "UserLastModifiedDate": self.modified,
            "Enabled": self.enabled,
            "UserStatus": self.status,
        }

    def is_verified(self, name: str) -> bool:
        """Whether the user has this address (email or phone_number) and it is verified."""
        return self.attributes.get(f"{name}_verified") == "true"

    @property
    def is_external(self) -> bool:
        """Whether the user signs in only with an identity provider."""
        return self.status == "EXTERNAL_PROVIDER"

    def with_attributes(self, changes: Mapping[str, str]) -> User:
        """A copy with these changes. An empty value removes an attribute; a changed address becomes unverified."""
        changed = {
            name: value for name, value in changes.items() if name in VERIFIABLE and self.attributes.get(name) != value
        }
        flags = {f"{name}_verified": "false" for name in changed}
        merged = {**self.attributes, **flags, **changes}
        kept = {name: value for name, value in merged.items() if value != ""}
        orphans = {flag for flag in FLAGS if flag.removesuffix("_verified") not in kept}
        return replace(self, attributes={name: value for name, value in kept.items() if name not in orphans})


def find(db: sqlite3.Connection, pool: Pool, name: str) -> User | None:
    """The user with this username, sub or alias."""
    row = db.execute(
        "SELECT * FROM users WHERE pool_id = ?1 AND username_key = ?2"
        " UNION ALL SELECT * FROM users WHERE pool_id = ?1 AND sub = ?3"
        " UNION ALL SELECT u.* FROM aliases a JOIN users u USING (sub) WHERE a.pool_id = ?1 AND a.value = ?2 LIMIT 1",
        (pool.id, pool.key(name), name),
    ).fetchone()
    return None if row is None else from_row(row)


def get(db: sqlite3.Connection, pool_id: str, name: str) -> tuple[Pool, User]:
    """A pool and one of its users; raises ResourceNotFoundException or UserNotFoundException."""
    pool = pools.find(db, pool_id)
    user = find(db, pool, name)
    if user is None:
        raise UserNotFoundException
    return pool, user


def by_sub(db: sqlite3.Connection, sub: str) -> User | None:
    """The user with this sub, in any pool."""
    row = db.execute("SELECT * FROM users WHERE sub = ?", (sub,)).fetchone()
    return None if row is None else from_row(row)


def insert(db: sqlite3.Connection, pool: Pool, new: User) -> None:
    """Insert a new user and their aliases."""
    db.execute(
        "INSERT INTO users (sub, pool_id, username, username_key, status, enabled, password, password_expires,"
        " attributes, created, modified) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            new.sub, new.pool_id, new.username, pool.key(new.username), new.status, new.enabled, new.password,
            new.password_expires, json.dumps(new.attributes), new.created, new.modified,
        ),
    )  # fmt: skip
    _insert_aliases(db, pool, new)


def take_aliases(db: sqlite3.Connection, pool: Pool, new: User, now: float) -> None:
    """Remove the verified aliases of a new user from other users, whose addresses become unverified."""
    for name in pool.alias_attributes:
        owner = alias_owner(db, pool, name, new.attributes[name]) if new.is_verified(name) else None
        previous = by_sub(db, owner) if owner else None
        if previous:
            save(db, pool, previous.with_attributes({f"{name}_verified": "false"}), now)


def save(db: sqlite3.Connection, pool: Pool, changed: User, now: float) -> None:
    """Update a user and their aliases."""
    db.execute(
        "UPDATE users SET status = ?, enabled = ?, password = ?, password_expires = ?, attributes = ?, modified = ?"
        " WHERE sub = ?",
        (
            changed.status, changed.enabled, changed.password, changed.password_expires, json.dumps(changed.attributes),
            now, changed.sub,
        ),
    )  # fmt: skip
    db.execute("DELETE FROM aliases WHERE sub = ?", (changed.sub,))
    _insert_aliases(db, pool, changed)


def delete(db: sqlite3.Connection, sub: str) -> None:
    """Delete a user with their sessions, codes and memberships."""
    db.execute("DELETE FROM users WHERE sub = ?", (sub,))


def alias_owner(db: sqlite3.Connection, pool: Pool, name: str, value: str) -> str | None:
    """The sub of the user who has this alias, if any."""
    row = db.execute(
        "SELECT sub FROM aliases WHERE pool_id = ? AND value = ? AND name = ?", (pool.id, pool.key(value), name)
    ).fetchone()
    return None if row is None else str(row["sub"])


def from_row(row: sqlite3.Row) -> User:
    """The user in a row of the table."""
    return User(
        sub=row["sub"],
        pool_id=row["pool_id"],
        username=row["username"],
        status=row["status"],
        password=row["password"],
        attributes=json.loads(row["attributes"]),
        created=row["created"],
        modified=row["modified"],
        enabled=bool(row["enabled"]),
        password_expires=row["password_expires"],
    )


def aliases_of(pool: Pool, user: User) -> dict[str, str]:
    """The attributes by which the user can sign in besides the username. An address must be verified for it."""
    if user.is_external:  # several can have the address of a native user, and none signs in with it
        return {}
    names = set(pool.username_attributes) | {
        name for name in pool.alias_attributes if name not in VERIFIABLE or user.is_verified(name)
    }
    return {name: user.attributes[name] for name in names & set(user.attributes)}


def _insert_aliases(db: sqlite3.Connection, pool: Pool, user: User) -> None:
    rows = [(pool.id, name, pool.key(value), user.sub) for name, value in aliases_of(pool, user).items()]
    db.executemany("INSERT INTO aliases (pool_id, name, value, sub) VALUES (?, ?, ?, ?)", rows)
