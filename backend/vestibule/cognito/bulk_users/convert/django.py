"""Django: `manage.py dumpdata auth.user auth.group`, also of an own user model and of django-allauth's addresses."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vestibule.cognito.bulk_users.convert.documents import Row, rows
from vestibule.cognito.bulk_users.convert.foreign_user import ForeignUser, base64_of, without_padding

GROUP, ALLAUTH_ADDRESS = "auth.group", "account.emailaddress"


def read(paths: list[Path]) -> Iterator[ForeignUser]:
    """The users. A user model is any model that has a password."""
    dumped = list(rows(paths))
    groups = {row["pk"]: str(row["fields"]["name"]) for row in dumped if row.get("model") == GROUP}
    verified = {
        str(row["fields"]["email"]).lower()
        for row in dumped
        if row.get("model") == ALLAUTH_ADDRESS and row["fields"].get("verified")
    }
    for row in dumped:
        if "password" in row.get("fields", {}):
            yield _user(row, groups, verified)


def _user(row: Row, groups: dict[Any, str], verified: set[str]) -> ForeignUser:
    fields = row["fields"]
    email = str(fields.get("email") or "")
    given_name, family_name = str(fields.get("first_name") or ""), str(fields.get("last_name") or "")
    user = ForeignUser(
        id=str(row.get("pk")),
        username=str(fields.get("username") or ""),
        email=email,
        email_verified=email.lower() in verified,
        enabled=bool(fields.get("is_active", True)),
        profile={
            "given_name": given_name,
            "family_name": family_name,
            "name": f"{given_name} {family_name}".strip(),
        },
        groups=[_group(reference, groups) for reference in fields.get("groups", ())],
    )
    user.password_hash, user.password_format = to_phc(str(fields["password"]))
    return user


def _group(reference: object, groups: dict[Any, str]) -> str:
    """A group by its primary key, or by its name (`--natural-foreign`)."""
    if isinstance(reference, list):
        return str(reference[0])
    return groups.get(reference, str(reference))


def to_phc(encoded: str) -> tuple[str, str]:
    """The hash as import jobs accept it, or the name of its format if they do not."""
    algorithm, _, rest = encoded.partition("$")
    if algorithm == "pbkdf2_sha256" and (match := re.fullmatch(r"(\d+)\$([^$]+)\$([A-Za-z0-9+/=]+)", rest)):
        return f"$pbkdf2-sha256$i={match[1]}${base64_of(match[2])}${without_padding(match[3])}", ""
    if algorithm == "scrypt" and (match := re.fullmatch(r"(\d+)\$([^$]+)\$(\d+)\$(\d+)\$([A-Za-z0-9+/=]+)", rest)):
        cost = int(match[1]).bit_length() - 1
        return f"$scrypt$ln={cost},r={match[3]},p={match[4]}${base64_of(match[2])}${without_padding(match[5])}", ""
    if algorithm == "argon2":
        return f"${rest}", ""
    if algorithm == "bcrypt":
        return rest, ""
    # "!" begins an unusable password: there is none.
    return "", "" if encoded.startswith("!") else algorithm
