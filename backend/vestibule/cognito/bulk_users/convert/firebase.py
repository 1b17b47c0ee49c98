"""Firebase: `firebase auth:export users.json --format=JSON`.

Its hashes are a modified scrypt, keyed with a secret of the project: no other system can import them.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from vestibule.cognito.bulk_users.convert.documents import Row, rows
from vestibule.cognito.bulk_users.convert.foreign_user import ForeignUser

# Providers of Firebase that are no provider for Cognito.
OWN_PROVIDERS = ("password", "phone", "anonymous")


def read(paths: list[Path]) -> Iterator[ForeignUser]:
    """The users. Those who never gave an address or a number are anonymous, and left out."""
    for row in rows(paths, "users"):
        if row.get("email") or row.get("phoneNumber"):
            yield _user(row)


def _user(row: Row) -> ForeignUser:
    user = ForeignUser(
        id=str(row["localId"]),
        email=str(row.get("email") or ""),
        email_verified=bool(row.get("emailVerified")),
        phone_number=str(row.get("phoneNumber") or ""),
        # Firebase stores a number only after its code.
        phone_number_verified=bool(row.get("phoneNumber")),
        enabled=not row.get("disabled"),
        profile={"name": str(row.get("displayName") or ""), "picture": str(row.get("photoUrl") or "")},
        groups=_groups(str(row.get("customAttributes") or "{}")),
        password_format="firebase-scrypt" if row.get("passwordHash") else "",
    )
    for identity in row.get("providerUserInfo") or ():
        if identity.get("providerId") not in OWN_PROVIDERS:
            user.link(str(identity["providerId"]), str(identity["rawId"]))
    return user


def _groups(claims: str) -> list[str]:
    """Groups in the custom claims: `{"groups": [...]}`. Other claims have no equal in Cognito."""
    try:
        groups = json.loads(claims).get("groups", [])
    except (ValueError, AttributeError):
        return []
    return [str(group) for group in groups] if isinstance(groups, list) else []
