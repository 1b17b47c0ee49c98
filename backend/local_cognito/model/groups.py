"""Groups of a pool, and their members."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from local_cognito.errors import GroupExistsException, ResourceNotFoundException
from local_cognito.model import users
from local_cognito.model.users import User


@dataclass(frozen=True)
class Group:
    """A group. Groups are ordered by precedence, lowest first; those without one come last."""

    pool_id: str
    name: str
    description: str | None
    role: str | None
    precedence: int | None
    created: float
    modified: float

    def describe(self) -> dict[str, object]:
        """GroupType."""
        optional = {"Description": self.description, "RoleArn": self.role, "Precedence": self.precedence}
        return {
            "GroupName": self.name,
            "UserPoolId": self.pool_id,
            "CreationDate": self.created,
            "LastModifiedDate": self.modified,
        } | {name: value for name, value in optional.items() if value is not None}


def find(db: sqlite3.Connection, pool_id: str, name: str) -> Group:
    """The group of this name; raises ResourceNotFoundException."""
    row = db.execute("SELECT * FROM groups WHERE pool_id = ? AND name = ?", (pool_id, name)).fetchone()
    if row is None:
        raise ResourceNotFoundException("Group not found.")
    return _from_row(row)


def of_pool(db: sqlite3.Connection, pool_id: str) -> list[Group]:
    """All groups of a pool, by name."""
    return [_from_row(row) for row in db.execute("SELECT * FROM groups WHERE pool_id = ? ORDER BY name", (pool_id,))]


def of_user(db: sqlite3.Connection, sub: str) -> list[Group]:
    """A user's groups, by precedence."""
    rows = db.execute(
        "SELECT g.* FROM memberships m JOIN groups g ON g.pool_id = m.pool_id AND g.name = m.name WHERE m.sub = ?"
        " ORDER BY g.precedence IS NULL, g.precedence, g.name",
        (sub,),
    )
    return [_from_row(row) for row in rows]


def members(db: sqlite3.Connection, group: Group) -> list[User]:
    """The users in a group, oldest account first."""
    rows = db.execute(
        "SELECT u.* FROM memberships m JOIN users u USING (sub) WHERE m.pool_id = ? AND m.name = ? ORDER BY u.id",
        (group.pool_id, group.name),
    )
    return [users.from_row(row) for row in rows]


def insert(db: sqlite3.Connection, group: Group) -> None:
    """Store a new group; raises GroupExistsException."""
    row = (group.pool_id, group.name, group.description, group.role, group.precedence, group.created, group.modified)
    if db.execute("INSERT OR IGNORE INTO groups VALUES (?, ?, ?, ?, ?, ?, ?)", row).rowcount == 0:
        raise GroupExistsException


def save(db: sqlite3.Connection, group: Group) -> None:
    """Update a group."""
    row = (group.description, group.role, group.precedence, group.modified, group.pool_id, group.name)
    db.execute(
        "UPDATE groups SET description = ?, role = ?, precedence = ?, modified = ? WHERE pool_id = ? AND name = ?", row
    )


def delete(db: sqlite3.Connection, group: Group) -> None:
    """Delete a group and its memberships."""
    db.execute("DELETE FROM groups WHERE pool_id = ? AND name = ?", (group.pool_id, group.name))


def add_member(db: sqlite3.Connection, group: Group, user: User) -> None:
    """Add a user to a group, if they are not in it."""
    row = (user.sub, group.pool_id, group.name)
    db.execute("INSERT OR IGNORE INTO memberships (sub, pool_id, name) VALUES (?, ?, ?)", row)


def remove_member(db: sqlite3.Connection, group: Group, user: User) -> None:
    """Remove a user from a group, if they are in it."""
    db.execute("DELETE FROM memberships WHERE sub = ? AND name = ?", (user.sub, group.name))


def _from_row(row: sqlite3.Row) -> Group:
    return Group(
        row["pool_id"], row["name"], row["description"], row["role"], row["precedence"], row["created"], row["modified"]
    )
