"""Auth0: the export of users (NDJSON), and the file of password hashes that Auth0's support sends (NDJSON)."""

from collections.abc import Iterator
from pathlib import Path

from vestibule.cognito.bulk_users.convert.documents import Row, rows
from vestibule.cognito.bulk_users.convert.foreign_user import ForeignUser

OWN_CONNECTION = "auth0"
PROFILE = ("name", "given_name", "family_name", "nickname", "picture")


def read(paths: list[Path]) -> Iterator[ForeignUser]:
    """The users of both kinds of files, joined by their id."""
    users: dict[str, ForeignUser] = {}
    for row in rows(paths):
        own_id = _id(row)
        user = users.setdefault(own_id, ForeignUser(own_id))
        _add(user, row)
    yield from users.values()


def _id(row: Row) -> str:
    """`auth0|<id>` in the export of users, `{"_id": {"$oid": <id>}}` in the file of hashes."""
    if "_id" in row:
        own = row["_id"]
        return f"{OWN_CONNECTION}|{own['$oid'] if isinstance(own, dict) else own}"
    return str(row.get("user_id") or row.get("Id") or row.get("email"))


def _add(user: ForeignUser, row: Row) -> None:
    user.email = str(row.get("email") or row.get("Email") or user.email)
    user.email_verified = user.email_verified or bool(row.get("email_verified", row.get("Email Verified")))
    user.username = str(row.get("username") or user.username)
    user.phone_number = str(row.get("phone_number") or user.phone_number)
    user.phone_number_verified = user.phone_number_verified or bool(row.get("phone_verified"))
    user.enabled = user.enabled and not row.get("blocked")
    user.profile |= {name: str(row[name]) for name in PROFILE if row.get(name)}
    user.password_hash = str(row.get("passwordHash") or user.password_hash)
    for identity in row.get("identities") or ():
        if identity.get("provider") != OWN_CONNECTION:
            user.link(str(identity["provider"]), str(identity["user_id"]))
