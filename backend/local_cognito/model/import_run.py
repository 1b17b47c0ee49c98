"""Running an import job: each line of its file becomes a user."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from local_cognito.context import Context
from local_cognito.errors import CognitoError, UsernameExistsException
from local_cognito.model import attributes, import_csv, import_jobs, mfa_preferences, new_users, pools, users
from local_cognito.model.import_csv import ImportedUser, RowError
from local_cognito.model.import_jobs import ImportJob
from local_cognito.model.mfa_config import SMS
from local_cognito.model.mfa_preferences import MfaPreferences
from local_cognito.model.pools import Pool

# Lines of one transaction: other requests write between two of them, and a job can be stopped there.
BATCH = 100
MAX_ROWS = 500_000
SUCCEEDED = "Import Job Completed Successfully."
TOO_MANY_FAILED = "Too many users have failed or been skipped during the import."

log = logging.getLogger(__name__)


def run(context: Context, job: ImportJob) -> None:
    """Import all users of the job's file. Reports each failure by its line number, as AWS does in CloudWatch."""
    try:
        _end(context, *_import(context, job))
    except Exception:
        log.exception("%s failed", job.id)
        _end(context, job, "Failed", "Internal error.")


def _import(context: Context, job: ImportJob) -> tuple[ImportJob, str, str]:
    """The job after its last user, its status, and its message."""
    with context.storage.read() as db:
        csv, pool = import_jobs.csv_of(db, job), pools.find(db, job.pool_id)
    try:
        columns, lines = _lines(pool, csv or b"", job.algorithm)
    except RowError as error:
        return job, "Failed", str(error)
    for batch in _batches(lines):
        job = _import_batch(context, pool, job, columns, batch)
        if job.status == "Stopping":
            return job, "Stopped", "The job was stopped."
    if job.imported == 0 and job.skipped + job.failed > 0:
        return job, "Failed", TOO_MANY_FAILED
    return job, "Succeeded", SUCCEEDED


def _lines(pool: Pool, csv: bytes, algorithm: str | None) -> tuple[Sequence[str], list[str]]:
    try:
        header, *lines = [line.rstrip("\r") for line in csv.decode().split("\n")]
    except UnicodeDecodeError as error:
        raise RowError("The file is not UTF-8.") from error
    columns = import_csv.split(header)
    import_csv.hash_column(pool, columns, algorithm)  # which checks them
    if len(lines) > MAX_ROWS:
        raise RowError(f"The file has more than {MAX_ROWS} users.")
    return columns, lines


def _batches(lines: Sequence[str]) -> Iterator[Sequence[tuple[int, str]]]:
    # The header is line 1. Empty lines are no users.
    numbered = ((number, line) for number, line in enumerate(lines, start=2) if line)
    while batch := list(islice(numbered, BATCH)):
        yield batch


def _import_batch(
    context: Context, pool: Pool, job: ImportJob, columns: Sequence[str], batch: Sequence[tuple[int, str]]
) -> ImportJob:
    with context.storage.write() as db:
        current = import_jobs.find(db, job.id)
        if current is None or current.status == "Stopping":  # deleted with its pool, or stopped
            return replace(job, status="Stopping")
        job = replace(job, status="InProgress")
        for number, line in batch:
            job = _import_line(context, db, pool, job, columns, number, line)
        import_jobs.save(db, job)
    return job


def _import_line(
    context: Context,
    db: sqlite3.Connection,
    pool: Pool,
    job: ImportJob,
    columns: Sequence[str],
    number: int,
    line: str,
) -> ImportJob:
    # Every check comes before the first write, so a refused line leaves nothing behind.
    try:
        _insert(context, db, pool, import_csv.parse(pool, columns, line, job.algorithm))
    except UsernameExistsException:
        log.warning("%s: [SKIPPED] Line Number %d - The user already exists.", job.id, number)
        return replace(job, skipped=job.skipped + 1)
    except (RowError, CognitoError) as error:
        log.warning("%s: [FAILED] Line Number %d - %s", job.id, number, error)
        return replace(job, failed=job.failed + 1)
    return replace(job, imported=job.imported + 1)


def _insert(context: Context, db: sqlite3.Connection, pool: Pool, imported: ImportedUser) -> None:
    user = new_users.build(pool, imported.username, imported.attributes, context.now)
    status = "CONFIRMED" if imported.password_hash else "RESET_REQUIRED"
    new_users.check_available(db, pool, imported.username, user)
    attributes.check_aliases(db, pool, user, users.aliases_of(pool, user))
    users.insert(db, pool, replace(user, status=status, password=imported.password_hash))
    if imported.mfa_enabled:
        mfa_preferences.save(db, user.sub, MfaPreferences((SMS,), SMS))


def _end(context: Context, job: ImportJob, status: str, message: str) -> None:
    with context.storage.write() as db:
        import_jobs.save(db, replace(job, status=status, completed=context.now, message=message))
