"""The CSV file of an import job: its header, and the user in each line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from local_cognito.crypto import imported_hashes
from local_cognito.model.attribute_schema import FLAGS
from local_cognito.model.pools import Pool

USERNAME, MFA_ENABLED = "cognito:username", "cognito:mfa_enabled"
STANDARD = (
    "name", "given_name", "family_name", "middle_name", "nickname", "preferred_username", "profile", "picture",
    "website", "email", "email_verified", "gender", "birthdate", "zoneinfo", "locale", "phone_number",
    "phone_number_verified", "address", "updated_at",
)  # fmt: skip
MAX_ROW = 16_000
USERNAMES = re.compile(r"[^\s\x00-\x1f]{1,128}")
SEPARATOR = re.compile(r"(?<!\\),")
BOOLEANS = {"TRUE": "true", "FALSE": "false"}


class RowError(Exception):
    """A line that cannot be imported; the message is the one of the job's log."""


@dataclass(frozen=True)
class ImportedUser:
    """The user in a line. `password_hash` is None if the line has none."""

    username: str
    attributes: Mapping[str, str]
    mfa_enabled: bool
    password_hash: str | None


def header(pool: Pool) -> list[str]:
    """CSVHeader."""
    custom = [name for name in pool.attributes if ":" in name]
    return [*STANDARD, *custom, MFA_ENABLED, USERNAME]


def split(line: str) -> list[str]:
    """The values in a line: not quoted, and with a backslash before a comma that is part of a value."""
    return [value.replace("\\,", ",") for value in SEPARATOR.split(line)]


def hash_column(pool: Pool, columns: Sequence[str], algorithm: str | None) -> str | None:
    """The column of password hashes: AWS's service model does not name it, so it is the one that is no attribute.

    Raises RowError unless the columns are those of the pool, in any order, and with an algorithm this one.
    """
    expected = set(header(pool))
    more = [column for column in columns if column not in expected]
    if len(set(columns)) < len(columns) or not expected <= set(columns) or len(more) != (1 if algorithm else 0):
        raise RowError("The header of the file does not match the user pool's.")
    return more[0] if more else None


def parse(pool: Pool, columns: Sequence[str], line: str, algorithm: str | None) -> ImportedUser:
    """The user in a line; raises RowError. `columns` are those that `hash_column` accepts."""
    values = split(line)
    if len(line) > MAX_ROW or len(values) != len(columns):
        raise RowError("The line is too long, or does not have as many values as the header.")
    row = dict(zip(columns, values, strict=True))
    if not USERNAMES.fullmatch(row[USERNAME]):
        raise RowError("The user record has no valid username.")
    hash_name = hash_column(pool, columns, algorithm)
    flags = {name: _boolean(row[name]) for name in (*FLAGS, MFA_ENABLED) if row[name] or name == MFA_ENABLED}
    attributes = {name: row[name] for name in header(pool) if row[name] and name != USERNAME} | flags
    mfa_enabled = attributes.pop(MFA_ENABLED) == "true"
    if "birthdate" in attributes:
        attributes["birthdate"] = _birthdate(attributes["birthdate"])
    if not any(attributes.get(f"{name}_verified") == "true" for name in pool.auto_verified):
        raise RowError("The user record does not set any of the auto verified attributes to true.")
    if mfa_enabled and not attributes.get("phone_number"):
        raise RowError("The user record enables MFA but has no phone number.")
    return ImportedUser(row[USERNAME], attributes, mfa_enabled, _password_hash(row.get(hash_name or ""), algorithm))


def _boolean(text: str) -> str:
    if text.upper() not in BOOLEANS:
        raise RowError("A boolean is neither TRUE nor FALSE.")
    return BOOLEANS[text.upper()]


def _birthdate(text: str) -> str:
    """`mm/dd/yyyy` as the attribute's `yyyy-mm-dd`."""
    try:
        return datetime.strptime(text, "%m/%d/%Y").replace(tzinfo=UTC).date().isoformat()
    except ValueError as error:
        raise RowError("The birthdate is not mm/dd/yyyy.") from error


def _password_hash(given: str | None, algorithm: str | None) -> str | None:
    if not given or algorithm is None:
        return None
    if not imported_hashes.is_valid(algorithm, given):
        raise RowError(f"The password hash is not a {algorithm} hash.")
    return given
