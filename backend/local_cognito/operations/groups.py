"""Groups and their members."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

from local_cognito.context import Context, Output
from local_cognito.model import groups, pools, users
from local_cognito.model.groups import Group
from local_cognito.model.pagination import next_page, page

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t


def create_group(context: Context, request: t.CreateGroupRequestTypeDef) -> Output:
    """CreateGroup."""
    with context.storage.write() as db:
        pool = pools.find(db, request["UserPoolId"])
        description, role, precedence = request.get("Description"), request.get("RoleArn"), request.get("Precedence")
        group = Group(pool.id, request["GroupName"], description, role, precedence, context.now, context.now)
        groups.insert(db, group)
    return {"Group": group.describe()}


def get_group(context: Context, request: t.GetGroupRequestTypeDef) -> Output:
    """GetGroup."""
    with context.storage.read() as db:
        return {"Group": _find(db, request).describe()}


def update_group(context: Context, request: t.UpdateGroupRequestTypeDef) -> Output:
    """UpdateGroup. Keeps what the request omits."""
    with context.storage.write() as db:
        group = _find(db, request)
        changed = replace(
            group,
            description=request.get("Description", group.description),
            role=request.get("RoleArn", group.role),
            precedence=request.get("Precedence", group.precedence),
            modified=context.now,
        )
        groups.save(db, changed)
    return {"Group": changed.describe()}


def delete_group(context: Context, request: t.DeleteGroupRequestTypeDef) -> Output:
    """DeleteGroup. Its members stay users of the pool."""
    with context.storage.write() as db:
        groups.delete(db, _find(db, request))
    return {}


def list_groups(context: Context, request: t.ListGroupsRequestTypeDef) -> Output:
    """ListGroups."""
    with context.storage.read() as db:
        pool = pools.find(db, request["UserPoolId"])
        found = groups.of_pool(db, pool.id)
    return _page(found, request.get("Limit"), request.get("NextToken"))


def admin_add_user_to_group(context: Context, request: t.AdminAddUserToGroupRequestTypeDef) -> Output:
    """AdminAddUserToGroup. Adding a member again is not an error."""
    with context.storage.write() as db:
        pool, user = users.get(db, request["UserPoolId"], request["Username"])
        groups.add_member(db, groups.find(db, pool.id, request["GroupName"]), user)
    return {}


def admin_remove_user_from_group(context: Context, request: t.AdminRemoveUserFromGroupRequestTypeDef) -> Output:
    """AdminRemoveUserFromGroup."""
    with context.storage.write() as db:
        pool, user = users.get(db, request["UserPoolId"], request["Username"])
        groups.remove_member(db, groups.find(db, pool.id, request["GroupName"]), user)
    return {}


def admin_list_groups_for_user(context: Context, request: t.AdminListGroupsForUserRequestTypeDef) -> Output:
    """AdminListGroupsForUser."""
    with context.storage.read() as db:
        _, user = users.get(db, request["UserPoolId"], request["Username"])
        found = groups.of_user(db, user.sub)
    return _page(found, request.get("Limit"), request.get("NextToken"))


def list_users_in_group(context: Context, request: t.ListUsersInGroupRequestTypeDef) -> Output:
    """ListUsersInGroup."""
    with context.storage.read() as db:
        pool = pools.find(db, request["UserPoolId"])
        members = groups.members(db, groups.find(db, pool.id, request["GroupName"]))
    shown, token = page(members, request.get("Limit"), request.get("NextToken"))
    return {"Users": [user.describe() for user in shown]} | next_page(token)


def _find(
    db: sqlite3.Connection,
    request: t.GetGroupRequestTypeDef | t.UpdateGroupRequestTypeDef | t.DeleteGroupRequestTypeDef,
) -> Group:
    return groups.find(db, pools.find(db, request["UserPoolId"]).id, request["GroupName"])


def _page(found: list[Group], limit: int | None, token: str | None) -> Output:
    shown, next_token = page(found, limit, token)
    return {"Groups": [group.describe() for group in shown]} | ({"NextToken": next_token} if next_token else {})
