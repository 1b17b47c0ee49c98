"""Groups of a pool, and who is in them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from local_cognito.errors import GroupExistsException, ResourceNotFoundException
from local_cognito.model import users as directory
from local_cognito.model.pagination import page
from local_cognito.operations import pools

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

    from local_cognito.context import Answer, Context


@dataclass(frozen=True)
class Group:
    """A group of a pool; a lower precedence comes first, none comes last."""

    pool_id: str
    name: str
    description: str | None
    role: str | None
    precedence: int | None
    created: float
    modified: float

    def describe(self) -> dict[str, object]:
        """In the shape of GroupType."""
        optional = {"Description": self.description, "RoleArn": self.role, "Precedence": self.precedence}
        return {
            "GroupName": self.name,
            "UserPoolId": self.pool_id,
            "CreationDate": self.created,
            "LastModifiedDate": self.modified,
        } | {name: value for name, value in optional.items() if value is not None}


def of_user(db: sqlite3.Connection, sub: str) -> list[Group]:
    """A user's groups, by precedence."""
    rows = db.execute(
        "SELECT g.* FROM memberships m JOIN groups g ON g.pool_id = m.pool_id AND g.name = m.name WHERE m.sub = ?"
        " ORDER BY g.precedence IS NULL, g.precedence, g.name",
        (sub,),
    )
    return [_group(row) for row in rows]


def find(db: sqlite3.Connection, pool_id: str, name: str) -> Group:
    """The group of that name; raises ResourceNotFoundException."""
    row = db.execute("SELECT * FROM groups WHERE pool_id = ? AND name = ?", (pool_id, name)).fetchone()
    if row is None:
        raise ResourceNotFoundException("Group not found.")
    return _group(row)


def insert(db: sqlite3.Connection, group: Group) -> bool:
    """Keep a new group; False when there is one of that name."""
    row = (group.pool_id, group.name, group.description, group.role, group.precedence, group.created, group.modified)
    return db.execute("INSERT OR IGNORE INTO groups VALUES (?, ?, ?, ?, ?, ?, ?)", row).rowcount == 1


def create_group(context: Context, request: t.CreateGroupRequestTypeDef) -> Answer:
    """CreateGroup."""
    with context.storage.write() as db:
        pool = pools.find(db, request["UserPoolId"])
        description, role, precedence = request.get("Description"), request.get("RoleArn"), request.get("Precedence")
        group = Group(pool.id, request["GroupName"], description, role, precedence, context.now, context.now)
        if not insert(db, group):
            raise GroupExistsException
    return {"Group": group.describe()}


def list_groups(context: Context, request: t.ListGroupsRequestTypeDef) -> Answer:
    """ListGroups."""
    with context.storage.read() as db:
        pool = pools.find(db, request["UserPoolId"])
        found = [_group(row) for row in db.execute("SELECT * FROM groups WHERE pool_id = ? ORDER BY name", (pool.id,))]
    return _page_of(found, request.get("Limit"), request.get("NextToken"))


def admin_add_user_to_group(context: Context, request: t.AdminAddUserToGroupRequestTypeDef) -> Answer:
    """AdminAddUserToGroup: adding a member again changes nothing."""
    with context.storage.write() as db:
        pool, user = directory.existing(db, request["UserPoolId"], request["Username"])
        group = find(db, pool.id, request["GroupName"])
        db.execute(
            "INSERT OR IGNORE INTO memberships (sub, pool_id, name) VALUES (?, ?, ?)", (user.sub, pool.id, group.name)
        )
    return {}


def admin_remove_user_from_group(context: Context, request: t.AdminRemoveUserFromGroupRequestTypeDef) -> Answer:
    """AdminRemoveUserFromGroup."""
    with context.storage.write() as db:
        pool, user = directory.existing(db, request["UserPoolId"], request["Username"])
        group = find(db, pool.id, request["GroupName"])
        db.execute("DELETE FROM memberships WHERE sub = ? AND name = ?", (user.sub, group.name))
    return {}


def admin_list_groups_for_user(context: Context, request: t.AdminListGroupsForUserRequestTypeDef) -> Answer:
    """AdminListGroupsForUser."""
    with context.storage.read() as db:
        _, user = directory.existing(db, request["UserPoolId"], request["Username"])
        found = of_user(db, user.sub)
    return _page_of(found, request.get("Limit"), request.get("NextToken"))


def list_users_in_group(context: Context, request: t.ListUsersInGroupRequestTypeDef) -> Answer:
    """ListUsersInGroup."""
    with context.storage.read() as db:
        pool = pools.find(db, request["UserPoolId"])
        group = find(db, pool.id, request["GroupName"])
        rows = db.execute(
            "SELECT u.* FROM memberships m JOIN users u USING (sub) WHERE m.pool_id = ? AND m.name = ? ORDER BY u.id",
            (pool.id, group.name),
        ).fetchall()
    shown, after = page(rows, request.get("Limit"), request.get("NextToken"))
    return {"Users": [directory.from_row(row).describe() for row in shown]} | ({"NextToken": after} if after else {})


def _page_of(found: list[Group], limit: int | None, token: str | None) -> Answer:
    shown, after = page(found, limit, token)
    return {"Groups": [group.describe() for group in shown]} | ({"NextToken": after} if after else {})


def _group(row: sqlite3.Row) -> Group:
    return Group(
        row["pool_id"], row["name"], row["description"], row["role"], row["precedence"], row["created"], row["modified"]
    )
