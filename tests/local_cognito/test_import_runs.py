"""Running an import job: how it ends, and what its users have. Without a server."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.types import Message

from local_cognito.context import Context
from local_cognito.errors import PreconditionNotMetException
from local_cognito.http.import_upload import ImportUpload
from local_cognito.model import import_csv, import_jobs, import_run, mfa_preferences, pools, users
from local_cognito.model.import_jobs import ImportJob
from local_cognito.model.pools import Pool
from local_cognito.operations.import_jobs import start_user_import_job
from tests.local_cognito.contexts import new_context

SETTINGS: Any = {"PoolName": "test", "AutoVerifiedAttributes": ["email"]}
POOL = Pool("us-east-1_Test", SETTINGS, {}, 0, 0)
HEADER = import_csv.header(POOL)
MEGABYTE = 1024 * 1024


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    with new_context(tmp_path) as context:
        with context.storage.write() as db:
            pools.insert(db, POOL)
        yield context


def stored(context: Context, csv: bytes, **changes: Any) -> ImportJob:
    """A job with this file that has been started."""
    new = import_jobs.new(POOL.id, "test", "role", None, context.now)
    job = replace(new, **{"status": "Pending", "started": context.now, **changes})
    with context.storage.write() as db:
        import_jobs.insert(db, job)
        import_jobs.save(db, job)
        import_jobs.store_csv(db, job, csv)
    return job


def run(context: Context, csv: bytes, **changes: Any) -> ImportJob:
    """The job after its end."""
    job = stored(context, csv, **changes)
    import_run.run(context, job)
    with context.storage.read() as db:
        assert import_jobs.csv_of(db, job) is None
        return import_jobs.get(db, POOL.id, job.id)


def file(*rows: dict[str, str]) -> bytes:
    base = {"cognito:mfa_enabled": "FALSE", "email_verified": "TRUE"}
    lines = [",".join((base | row).get(name, "") for name in HEADER) for row in rows]
    return "\n".join([",".join(HEADER), *lines]).encode()


def user(name: str, **values: str) -> dict[str, str]:
    return {"cognito:username": name, "email": f"{name}@example.com", **values}


class TestEnd:
    @pytest.mark.parametrize(
        ("csv", "algorithm", "message"),
        [
            (b"\xff", None, "The file is not UTF-8."),
            (file() + b"\n" * 500_001, None, "The file has more than 500000 users."),
            (b",".join([b"hash", file()]) + b"\nx," + file(user("ada")).split(b"\n")[1], "ROT13", "Internal error."),
            (file({}), None, "Too many users have failed or been skipped during the import."),
        ],
    )
    def test_a_job_that_fails_says_why(self, context: Context, csv: bytes, algorithm: str | None, message: str) -> None:
        job = run(context, csv, algorithm=algorithm)

        assert (job.status, job.message, job.imported) == ("Failed", message, 0)
        assert job.completed == context.now

    def test_half_a_million_lines_are_not_too_many(self, context: Context) -> None:
        job = run(context, file() + b"\n" * 500_000)

        assert (job.status, job.message, job.imported) == ("Succeeded", "Import Job Completed Successfully.", 0)

    def test_one_imported_user_is_a_success_whatever_the_others_were(self, context: Context) -> None:
        job = run(context, file(user("ada"), user("ada"), user("bob", email_verified="maybe"), user("eve")))

        assert (job.status, job.imported, job.skipped, job.failed) == ("Succeeded", 2, 1, 1)

    def test_every_line_of_a_long_file_is_imported(self, context: Context) -> None:
        job = run(context, file(*(user(f"user{number}") for number in range(201))))

        assert (job.status, job.imported) == ("Succeeded", 201)

    def test_a_failure_is_logged_with_its_line_number(self, context: Context, caplog: pytest.LogCaptureFixture) -> None:
        job = run(context, file(user("ada"), user("ada"), {}))

        assert [record.getMessage() for record in caplog.records] == [
            f"{job.id}: [SKIPPED] Line Number 3 - The user already exists.",
            f"{job.id}: [FAILED] Line Number 4 - The user record has no valid username.",
        ]


class TestUsers:
    def test_a_user_with_mfa_gets_codes_by_sms(self, context: Context) -> None:
        run(context, file(user("ada", phone_number="+15550100132") | {"cognito:mfa_enabled": "TRUE"}, user("bob")))

        with context.storage.read() as db:
            found = [users.find(db, POOL, name) for name in ("ada", "bob")]
            described = [mfa_preferences.find(db, user.sub).describe() for user in found if user]
        assert described == [{"UserMFASettingList": ["SMS_MFA"], "PreferredMfaSetting": "SMS_MFA"}, {}]


class TestStart:
    @pytest.mark.parametrize("status", ["Pending", "InProgress", "Stopping", "Stopped", "Succeeded", "Failed"])
    def test_a_job_starts_once(self, context: Context, status: str) -> None:
        job = stored(context, file(), status=status)

        with pytest.raises(PreconditionNotMetException, match="started already"):
            start_user_import_job(context, {"UserPoolId": POOL.id, "JobId": job.id})

    @pytest.mark.parametrize("status", ["Pending", "InProgress", "Stopping"])
    def test_one_job_of_a_pool_runs_at_a_time(self, context: Context, status: str) -> None:
        stored(context, file(), status=status)
        other = stored(context, file(), status="Created")

        with pytest.raises(PreconditionNotMetException, match="Another import job"):
            start_user_import_job(context, {"UserPoolId": POOL.id, "JobId": other.id})


class TestUpload:
    @pytest.mark.parametrize(("more", "answer"), [(b"", "SignatureDoesNotMatch"), (b"x", "EntityTooLarge")])
    def test_a_file_has_at_most_100_megabytes(self, context: Context, more: bytes, answer: str) -> None:
        chunks = [bytes(25 * MEGABYTE)] * 4 + [more]

        async def receive() -> Message:
            return {"type": "http.request", "body": chunks.pop(0), "more_body": bool(chunks)}

        scope = {"type": "http", "headers": [], "query_string": b"", "path_params": {"job_id": "none"}}
        response = asyncio.run(ImportUpload(context).put(Request(scope, receive)))

        assert (response.status_code, bytes(response.body).decode()) == (403 if not more else 400, answer)
