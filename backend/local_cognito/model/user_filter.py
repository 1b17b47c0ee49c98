"""The filter expressions of ListUsers: `attribute = "value"` and `attribute ^= "prefix"`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from local_cognito.errors import InvalidParameterException
from local_cognito.model import users

if TYPE_CHECKING:
    import sqlite3

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


def matching_users(
    db: sqlite3.Connection, pool: Pool, expression: str, after: int, limit: int
) -> list[tuple[int, User]]:
    """Users that match the filter, oldest first, each with its row id. Starts behind row id `after`.

    Raises InvalidParameterException for a malformed filter.
    """
    condition, value = _parse(expression)
    key = pool.key(value) if COLUMNS["username"] in condition else value
    rows = db.execute(
        f"SELECT * FROM users WHERE pool_id = :pool AND id > :after AND {condition} ORDER BY id LIMIT :limit",  # noqa: S608
        {"pool": pool.id, "after": after, "value": key, "limit": limit},
    )
    return [(row["id"], users.from_row(row)) for row in rows]


def _parse(expression: str) -> tuple[str, str]:
    """The SQL condition and its value. The condition is built from `COLUMNS` and `CONDITIONS` only."""
    if not expression.strip():
        return "1 = 1", ""
    match = FILTER.fullmatch(expression)
    if match is None or match["name"] not in COLUMNS:
        raise InvalidParameterException("Error while parsing filter.")
    condition = CONDITIONS[match["operator"]].format(column=COLUMNS[match["name"]])
    return condition, re.sub(r"\\(.)", r"\1", match["value"])
