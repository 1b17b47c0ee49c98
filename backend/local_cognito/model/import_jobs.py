"""Import jobs: their rows, and how far each has come."""

from __future__ import annotations

import hmac
import sqlite3
import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from local_cognito.errors import ResourceNotFoundException, UserImportInProgressException

if TYPE_CHECKING:
    from local_cognito.context import Context

UPLOAD_SECONDS = 15 * 60
EXPIRY_SECONDS = 24 * 3600
MAX_BYTES = 100 * 1024 * 1024
ACTIVE = ("Pending", "InProgress", "Stopping")


@dataclass(frozen=True)
class ImportJob:
    """A job. `algorithm` is a PasswordHashingAlgorithmType, or None; times are seconds since 1970."""

    id: str
    pool_id: str
    name: str
    role: str
    algorithm: str | None
    status: str
    created: float
    started: float | None = None
    completed: float | None = None
    message: str | None = None
    imported: int = 0
    skipped: int = 0
    failed: int = 0

    def describe(self, context: Context) -> dict[str, object]:
        """UserImportJobType. An unused job expires after a day."""
        is_expired = self.status == "Created" and context.now >= self.created + EXPIRY_SECONDS
        members = {
            "StartDate": self.started,
            "CompletionDate": self.completed,
            "CompletionMessage": self.message,
            "PasswordHashingAlgorithm": self.algorithm,
        }
        return {
            "JobName": self.name,
            "JobId": self.id,
            "UserPoolId": self.pool_id,
            "PreSignedUrl": upload_url(context, self),
            "CreationDate": self.created,
            "Status": "Expired" if is_expired else self.status,
            "CloudWatchLogsRoleArn": self.role,
            "ImportedUsers": self.imported,
            "SkippedUsers": self.skipped,
            "FailedUsers": self.failed,
            **{name: value for name, value in members.items() if value is not None},
        }


def new(pool_id: str, name: str, role: str, algorithm: str | None, now: float) -> ImportJob:
    """A job that is not stored yet."""
    return ImportJob(f"import-{uuid.uuid4().hex}", pool_id, name, role, algorithm, "Created", now)


def upload_url(context: Context, job: ImportJob) -> str:
    """The pre-signed URL, to which the file is uploaded by PUT within fifteen minutes."""
    return f"{context.http.endpoint}/imports/{job.id}?X-Amz-Signature={signature(context, job)}"


def signature(context: Context, job: ImportJob) -> str:
    """The proof in an upload URL."""
    return hmac.digest(context.secret, f"import:{job.id}:{job.created}".encode(), "sha256").hex()


def insert(db: sqlite3.Connection, job: ImportJob) -> None:
    """Store a new job."""
    db.execute(
        "INSERT INTO import_jobs (id, pool_id, name, role, algorithm, status, created) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (job.id, job.pool_id, job.name, job.role, job.algorithm, job.status, job.created),
    )


def find(db: sqlite3.Connection, job_id: str) -> ImportJob | None:
    """The job with this id, in any pool."""
    row = db.execute("SELECT * FROM import_jobs WHERE id = ?", (job_id,)).fetchone()
    return ImportJob(**row) if row else None


def get(db: sqlite3.Connection, pool_id: str, job_id: str) -> ImportJob:
    """The pool's job with this id; raises ResourceNotFoundException."""
    job = find(db, job_id)
    if job is None or job.pool_id != pool_id:
        raise ResourceNotFoundException(f"Import job {job_id} does not exist.")
    return job


def of_pool(db: sqlite3.Connection, pool_id: str) -> list[ImportJob]:
    """All jobs of a pool, newest first."""
    rows = db.execute("SELECT * FROM import_jobs WHERE pool_id = ? ORDER BY created DESC, id", (pool_id,))
    return [ImportJob(**row) for row in rows]


def is_active(db: sqlite3.Connection, pool_id: str) -> bool:
    """Whether a job of the pool is running."""
    return any(job.status in ACTIVE for job in of_pool(db, pool_id))


def check_inactive(db: sqlite3.Connection, pool_id: str) -> None:
    """Raise UserImportInProgressException while a job of the pool is running."""
    if is_active(db, pool_id):
        raise UserImportInProgressException("Users are being imported into the user pool.")


def save(db: sqlite3.Connection, job: ImportJob) -> None:
    """Update the progress of a job. The file of a job that has ended is deleted: it may have password hashes."""
    db.execute(
        "UPDATE import_jobs SET status = ?, started = ?, completed = ?, message = ?, imported = ?, skipped = ?,"
        " failed = ? WHERE id = ?",
        (job.status, job.started, job.completed, job.message, job.imported, job.skipped, job.failed, job.id),
    )
    if job.completed is not None:
        db.execute("DELETE FROM import_files WHERE job_id = ?", (job.id,))


def fail_interrupted(db: sqlite3.Connection, now: float) -> None:
    """End the jobs that were running when the server stopped. A new job skips the users that they imported."""
    for row in db.execute("SELECT * FROM import_jobs WHERE completed IS NULL AND started IS NOT NULL").fetchall():
        message = "The server stopped during the import."
        save(db, replace(ImportJob(**row), status="Failed", completed=now, message=message))


def store_csv(db: sqlite3.Connection, job: ImportJob, csv: bytes) -> None:
    """Store the uploaded file."""
    db.execute("INSERT OR REPLACE INTO import_files (job_id, csv) VALUES (?, ?)", (job.id, csv))


def csv_of(db: sqlite3.Connection, job: ImportJob) -> bytes | None:
    """The uploaded file."""
    row = db.execute("SELECT csv FROM import_files WHERE job_id = ?", (job.id,)).fetchone()
    return bytes(row["csv"]) if row else None
