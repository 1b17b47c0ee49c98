"""Supabase: the rows of auth.users and auth.identities as JSON, one on each line."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from vestibule.cognito.bulk_users.convert.documents import Row, rows
from vestibule.cognito.bulk_users.convert.foreign_user import ForeignUser

OWN_PROVIDERS = ("email", "phone")
PROFILE = {"name": ("full_name", "name"), "picture": ("avatar_url", "picture"), "nickname": ("user_name",)}


def read(paths: list[Path]) -> Iterator[ForeignUser]:
    """The users, with the identities of theirs that are in the files. Anonymous ones are left out."""
    users: dict[str, ForeignUser] = {}
    identities: list[Row] = []
    for row in rows(paths):
        if "identity_data" in row:
            identities.append(row)
        elif not row.get("is_anonymous") and not row.get("deleted_at"):
            users[str(row["id"])] = _user(row)
    for identity in identities:
        user = users.get(str(identity["user_id"]))
        if user is not None and identity.get("provider") not in OWN_PROVIDERS:
            # Before 2023 the id at the provider was in `id`.
            user.link(str(identity["provider"]), str(identity.get("provider_id") or identity["id"]))
    yield from users.values()


def _user(row: Row) -> ForeignUser:
    metadata = row.get("raw_user_meta_data") or {}
    phone = str(row.get("phone") or "")
    return ForeignUser(
        id=str(row["id"]),
        email=str(row.get("email") or ""),
        email_verified=bool(row.get("email_confirmed_at")),
        phone_number=f"+{phone.removeprefix('+')}" if phone else "",
        phone_number_verified=bool(row.get("phone_confirmed_at")),
        enabled=not _is_banned(row.get("banned_until")),
        profile={
            name: next((str(metadata[source]) for source in sources if metadata.get(source)), "")
            for name, sources in PROFILE.items()
        },
        password_hash=str(row.get("encrypted_password") or ""),
    )


def _is_banned(until: object) -> bool:
    if not isinstance(until, str):
        return False
    try:
        end = datetime.fromisoformat(until)
    except ValueError:
        return True
    return (end if end.tzinfo else end.replace(tzinfo=UTC)) > datetime.now(UTC)
