"""The CSV file of an import job, in the form that Cognito reads: no quotes, and a backslash before a comma."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from vestibule.cognito.bulk_users.hash_formats import algorithm_of
from vestibule.cognito.bulk_users.record import UserRecord
from vestibule.cognito.bulk_users.target_pool import TargetPool

USERNAME, MFA_ENABLED = "cognito:username", "cognito:mfa_enabled"
FLAGS = ("email_verified", "phone_number_verified")
MAX_ROW = 16_000
LINE_BREAK = re.compile(r"[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def problems(record: UserRecord, pool: TargetPool) -> Iterator[str]:
    """Why an import job would refuse the user."""
    if not any(record.attributes.get(f"{name}_verified") == "true" for name in pool.auto_verified):
        needed = " or ".join(f"{name}_verified" for name in pool.auto_verified)
        yield f"must have {needed or 'a verified address'} = true: import jobs accept nobody else"
    values = [pool.sign_in_name(record), *pool.writable(record).values()]
    if any(LINE_BREAK.search(value) or "\\," in value or value.endswith("\\") for value in values):
        yield "has a line break, or a backslash before a comma, which the CSV file of an import job cannot have"
    if record.password_hash and algorithm_of(record.password_hash.get_secret_value()) is None:
        yield "has a password hash that Cognito cannot import"
    if len(row([*pool.attributes, USERNAME], record, pool, "")) > MAX_ROW:
        yield f"is longer than {MAX_ROW} characters"
    if _birthdate(record.attributes.get("birthdate", "")) is None:
        yield "has a birthdate that is not yyyy-mm-dd"


def row(columns: Sequence[str], record: UserRecord, pool: TargetPool, hash_column: str) -> str:
    """A user as a line of the file, without its end."""
    values = {name: _boolean(value) if name in FLAGS else value for name, value in pool.writable(record).items()}
    values["birthdate"] = _birthdate(values.get("birthdate", "")) or ""
    values[USERNAME], values[MFA_ENABLED] = pool.sign_in_name(record), "FALSE"
    for flag in FLAGS:
        values.setdefault(flag, "FALSE" if flag.removesuffix("_verified") in values else "")
    if hash_column and record.password_hash:
        values[hash_column] = record.password_hash.get_secret_value()
    return ",".join(values.get(column, "").replace(",", "\\,") for column in columns)


def _boolean(value: str) -> str:
    return "TRUE" if value.lower() == "true" else "FALSE"


def _birthdate(value: str) -> str | None:
    """`yyyy-mm-dd` as `mm/dd/yyyy`; None if it is neither that nor empty."""
    if not value:
        return ""
    try:
        return date.fromisoformat(value).strftime("%m/%d/%Y")
    except ValueError:
        return None
