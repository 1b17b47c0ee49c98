"""ListUsers: the filter language and its pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from local_cognito.errors import InvalidParameterException
from local_cognito.model import users as directory
from local_cognito.model.pagination import DEFAULT_PAGE, position, token_for
from local_cognito.operations import pools

if TYPE_CHECKING:
    import sqlite3

    from mypy_boto3_cognito_idp import type_defs as t

    from local_cognito.context import Answer, Context
    from local_cognito.model.pools import Pool
    from local_cognito.model.users import User

FILTER = re.compile(r'\s*"?(?P<name>[\w:]+)"?\s*(?P<operator>\^?=)\s*"(?P<value>(?:[^"\\]|\\.)*)"\s*')
SEARCHABLE = ("email", "phone_number", "name", "given_name", "family_name", "preferred_username")
COLUMNS = {
    "username": "username_key",
    "sub": "sub",
    "cognito:user_status": "status",
    "status": "CASE enabled WHEN 1 THEN 'Enabled' ELSE 'Disabled' END",
    **{name: f"attributes ->> '$.{name}'" for name in SEARCHABLE},
}
CONDITIONS = {"=": "{column} = :value", "^=": "substr({column}, 1, length(:value)) = :value"}


def list_users(context: Context, request: t.ListUsersRequestTypeDef) -> Answer:
    """ListUsers: the oldest first."""
    size = request.get("Limit") or DEFAULT_PAGE
    with context.storage.read() as db:
        pool = pools.find(db, request["UserPoolId"])
        found = _found(db, pool, request.get("Filter", ""), position(request.get("PaginationToken")), size + 1)
    shown = [user for _, user in found[:size]]
    answer: dict[str, object] = {"Users": [_described(user, request.get("AttributesToGet")) for user in shown]}
    return answer | ({"PaginationToken": token_for(found[size - 1][0])} if len(found) > size else {})


def _found(db: sqlite3.Connection, pool: Pool, text: str, after: int, most: int) -> list[tuple[int, User]]:
    condition, value = _parse(text)
    folded = pool.key(value) if condition.startswith("username_key") else value
    rows = db.execute(
        f"SELECT * FROM users WHERE pool_id = :pool AND id > :after AND {condition} ORDER BY id LIMIT :most",  # noqa: S608
        {"pool": pool.id, "after": after, "value": folded, "most": most},
    )
    return [(row["id"], directory.from_row(row)) for row in rows]


def _parse(text: str) -> tuple[str, str]:
    if not text.strip():
        return "1 = 1", ""
    match = FILTER.fullmatch(text)
    if match is None or match["name"] not in COLUMNS:
        raise InvalidParameterException("Error while parsing filter.")
    condition = CONDITIONS[match["operator"]].format(column=COLUMNS[match["name"]])
    return condition, re.sub(r"\\(.)", r"\1", match["value"])


def _described(user: User, wanted: object) -> dict[str, object]:
    described = user.describe()
    if isinstance(wanted, list):
        described["Attributes"] = [entry for entry in user.attribute_list() if entry["Name"] in wanted]
    return described
