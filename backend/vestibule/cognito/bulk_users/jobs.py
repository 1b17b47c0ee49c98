"""ImportJobs: imports users, with their password hashes, by Cognito's own import jobs."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import httpx

from vestibule.cognito.bulk_users.hash_formats import algorithm_of
from vestibule.cognito.bulk_users.import_log import ImportLog
from vestibule.cognito.bulk_users.job_csv import row
from vestibule.cognito.bulk_users.pace import PacedCalls
from vestibule.cognito.bulk_users.record import UserRecord
from vestibule.cognito.bulk_users.target_pool import TargetPool
from vestibule.cognito.transport.aws import CallFailed

MAX_USERS = 500_000
MAX_BYTES = 95_000_000  # Cognito's limit is 100 MB
FIRST_POLL_SECONDS, MAX_POLL_SECONDS = 0.1, 5.0
UPLOAD_SECONDS = 600.0
ENCRYPTION = {"x-amz-server-side-encryption": "aws:kms"}  # part of the URL's signature
RUNNING = ("Pending", "InProgress", "Stopping")
COUNTS = ("ImportedUsers", "SkippedUsers", "FailedUsers")
USABLE = (*RUNNING, "Succeeded", "Failed", "Stopped")
HASH_COLUMN = "cognito:password_hash"
"""The column of the hash. AWS's service model does not name it, so `--hash-column` can."""

Batch = Sequence[tuple[int, UserRecord]]


@dataclass(frozen=True)
class Finished:
    """A job that has ended. `since` is when it began, in seconds since 1970."""

    id: str
    status: str
    imported: int
    skipped: int
    failed: int
    since: float


@dataclass(frozen=True)
class ImportJobs:
    """Runs one job after the other: a pool runs one at a time, and a job has one algorithm of hashes."""

    calls: PacedCalls
    pool: TargetPool
    log: ImportLog
    role_arn: str
    hash_column: str = HASH_COLUMN
    sleep: Callable[[float], None] = time.sleep

    def run(self, name: str, algorithm: str | None, batch: Batch, on_progress: Callable[[int], None]) -> Finished:
        """Import a batch, or follow the job that an interrupted import started for it. Raises CallFailed."""
        job_id = self.log.jobs.get(name, {}).get("id") or self._start(name, algorithm, batch)
        pause = FIRST_POLL_SECONDS
        while True:
            job = self._describe(job_id)
            on_progress(sum(job.get(member, 0) for member in COUNTS))
            if job["Status"] not in RUNNING:
                break
            self.sleep(pause)
            pause = min(2 * pause, MAX_POLL_SECONDS)
        if job["Status"] not in USABLE:
            raise CallFailed(
                "StartUserImportJob", job["Status"], "the job did not run: import again with another --log"
            )
        self.log.record_job(name, status=job["Status"], message=job.get("CompletionMessage", ""))
        imported, skipped, failed = (job.get(member, 0) for member in COUNTS)
        return Finished(job_id, job["Status"], imported, skipped, failed, job["StartDate"].timestamp())

    def _start(self, name: str, algorithm: str | None, batch: Batch) -> str:
        hashed: dict[str, str] = {"PasswordHashingAlgorithm": algorithm} if algorithm else {}
        job = self.calls.call("CreateUserImportJob", JobName=name, CloudWatchLogsRoleArn=self.role_arn, **hashed)[
            "UserImportJob"
        ]
        self._upload(job["PreSignedUrl"], self._csv(batch, hashed=algorithm is not None))
        self.calls.call("StartUserImportJob", JobId=job["JobId"])
        # Only now: a job that was not started is not continued.
        self.log.record_job(name, id=job["JobId"])
        return str(job["JobId"])

    def _csv(self, batch: Batch, *, hashed: bool) -> bytes:
        columns = list(self.calls.call("GetCSVHeader")["CSVHeader"])
        if hashed and self.hash_column not in columns:
            columns.append(self.hash_column)
        lines = [row(columns, record, self.pool, self.hash_column if hashed else "") for _, record in batch]
        return "\n".join([",".join(columns), *lines, ""]).encode()

    def _upload(self, url: str, content: bytes) -> None:
        try:
            answer = httpx.put(url, content=content, headers=ENCRYPTION, timeout=UPLOAD_SECONDS)
        except httpx.HTTPError as error:  # its message would have the URL, which is a secret
            raise CallFailed("the upload of the CSV file", type(error).__name__, "") from None
        if answer.status_code != httpx.codes.OK:
            raise CallFailed("the upload of the CSV file", str(answer.status_code), "")

    def _describe(self, job_id: str) -> Any:  # noqa: ANN401  AWS's own document
        return self.calls.call("DescribeUserImportJob", JobId=job_id)["UserImportJob"]


def batches(
    records: Iterator[tuple[int, UserRecord]], *, max_users: int = MAX_USERS, max_bytes: int = MAX_BYTES
) -> Iterator[tuple[str | None, Batch]]:
    """The users by algorithm of their hash, in portions of one job. The same file gives the same batches."""
    by_algorithm: dict[str | None, list[tuple[int, UserRecord]]] = {}
    for line, record in records:
        given = record.password_hash.get_secret_value() if record.password_hash else ""
        by_algorithm.setdefault(algorithm_of(given) if given else None, []).append((line, record))
    for algorithm, members in by_algorithm.items():
        # How many fit into one job, by the longest of them.
        longest = max(len(record.model_dump_json()) for _, record in members)
        portion = min(max_users, max(1, max_bytes // longest))
        remaining = iter(members)
        while batch := list(islice(remaining, portion)):
            yield algorithm, batch
