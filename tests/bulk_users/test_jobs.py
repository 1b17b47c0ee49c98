"""Import jobs: batches, the CSV file, how a job is followed; by a table of answers."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.bulk_users.scripted import TARGET, Scripted
from tests.servers import serve
from vestibule.cognito.bulk_users import job_csv, jobs
from vestibule.cognito.bulk_users.import_log import ImportLog
from vestibule.cognito.bulk_users.jobs import Finished, ImportJobs, batches
from vestibule.cognito.bulk_users.record import UserRecord
from vestibule.cognito.transport.aws import CallFailed

BCRYPT = f"$2b$10${'a' * 53}"
PBKDF2 = "$pbkdf2-sha256$1000$c2FsdA$c2FsdA"
STARTED = datetime(2026, 1, 2, tzinfo=UTC)
ROLE = "arn:aws:iam::123456789012:role/import"
VERIFIED = {"email": "ann@example.com", "email_verified": "true"}


def record(password_hash: str | None = None, **attributes: str) -> UserRecord:
    hidden = SecretStr(password_hash) if password_hash else None
    return UserRecord(attributes=VERIFIED | attributes, password_hash=hidden)


def state(status: str, **counts: int) -> dict[str, Any]:
    return {"UserImportJob": {"Status": status, "StartDate": STARTED, **counts}}


@pytest.fixture
def log(tmp_path: Path) -> ImportLog:
    (tmp_path / "users.jsonl").write_text("")
    return ImportLog(tmp_path / "log.jsonl", tmp_path / "users.jsonl", Scripted.pool_id)


class TestFollowing:
    def test_job_is_polled_ever_more_slowly_until_it_has_ended(self, log: ImportLog) -> None:
        log.record_job("vestibule-1", id="job")
        running = [state("Pending"), state("InProgress", ImportedUsers=1), *[state("Stopping")] * 6]
        ended = state("Stopped", ImportedUsers=5, SkippedUsers=2, FailedUsers=1)
        scripted = Scripted({"DescribeUserImportJob": [*running, ended]})
        pauses, progress = list[float](), list[int]()
        ours = ImportJobs(scripted.calls, TARGET, log, ROLE, sleep=pauses.append)

        finished = ours.run("vestibule-1", None, [], progress.append)

        assert pauses == [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0]
        assert progress == [0, 1, 0, 0, 0, 0, 0, 0, 8]
        assert finished == Finished("job", "Stopped", imported=5, skipped=2, failed=1, since=STARTED.timestamp())
        assert scripted.received[0] == ("DescribeUserImportJob", {"JobId": "job"})
        assert log.jobs == {"vestibule-1": {"id": "job", "status": "Stopped", "message": ""}}

    @pytest.mark.parametrize("status", ["Succeeded", "Failed", "Stopped"])
    def test_job_that_ran_is_used_however_it_ended(self, log: ImportLog, status: str) -> None:
        log.record_job("one", id="job")
        scripted = Scripted({"DescribeUserImportJob": [state(status)]})

        finished = ImportJobs(scripted.calls, TARGET, log, ROLE).run("one", None, [], lambda _: None)

        assert (finished.status, finished.imported) == (status, 0)

    @pytest.mark.parametrize("status", ["Created", "Expired"])
    def test_job_that_did_not_run_is_an_error(self, log: ImportLog, status: str) -> None:
        log.record_job("one", id="job")
        scripted = Scripted({"DescribeUserImportJob": [state(status)]})

        with pytest.raises(CallFailed) as failed:
            ImportJobs(scripted.calls, TARGET, log, ROLE).run("one", None, [], lambda _: None)

        assert (
            str(failed.value) == f"StartUserImportJob: {status}: the job did not run: import again with another --log"
        )


class TestStart:
    @pytest.mark.parametrize(
        ("algorithm", "header", "hash_column", "content"),
        [
            (None, ["email"], jobs.HASH_COLUMN, "email\nann@example.com\n"),
            (
                "BCRYPT",
                ["email"],
                jobs.HASH_COLUMN,
                f"email,cognito:password_hash\nann@example.com,{BCRYPT}\n",
            ),
            ("BCRYPT", ["hash", "email"], "hash", f"hash,email\n{BCRYPT},ann@example.com\n"),
        ],
    )
    def test_csv_is_uploaded_and_the_job_started(
        self, log: ImportLog, algorithm: str | None, header: list[str], hash_column: str, content: str
    ) -> None:
        uploads = list[tuple[str, str | None]]()

        async def store(request: Request) -> Response:
            uploads.append(((await request.body()).decode(), request.headers.get("x-amz-server-side-encryption")))
            return Response()

        with serve(Starlette(routes=[Route("/upload", store, methods=["PUT"])])) as url:
            created = {"UserImportJob": {"JobId": "job", "PreSignedUrl": f"{url}/upload"}}
            scripted = Scripted(
                {
                    "CreateUserImportJob": [created],
                    "GetCSVHeader": [{"CSVHeader": header}],
                    "DescribeUserImportJob": [state("Succeeded")],
                }
            )
            ours = ImportJobs(scripted.calls, TARGET, log, ROLE, hash_column)
            ours.run("one", algorithm, [(1, record(BCRYPT))], lambda _: None)

        hashed = {"PasswordHashingAlgorithm": algorithm} if algorithm else {}
        assert uploads == [(content, "aws:kms")]
        assert scripted.received == [
            ("CreateUserImportJob", {"JobName": "one", "CloudWatchLogsRoleArn": ROLE, **hashed}),
            ("GetCSVHeader", {}),
            ("StartUserImportJob", {"JobId": "job"}),
            ("DescribeUserImportJob", {"JobId": "job"}),
        ]

    @pytest.mark.parametrize(
        ("path", "reason"), [("/nothing-here", "404"), ("http://127.0.0.1:9/?secret", "ConnectError")]
    )
    def test_failed_upload_starts_nothing_and_does_not_name_the_url(
        self, log: ImportLog, path: str, reason: str
    ) -> None:
        with serve(Starlette()) as url:
            target = path if path.startswith("http") else f"{url}{path}"
            created = {"UserImportJob": {"JobId": "job", "PreSignedUrl": target}}
            scripted = Scripted({"CreateUserImportJob": [created], "GetCSVHeader": [{"CSVHeader": ["email"]}]})

            with pytest.raises(CallFailed) as failed:
                ImportJobs(scripted.calls, TARGET, log, ROLE).run("one", None, [(1, record())], lambda _: None)

        assert str(failed.value) == f"the upload of the CSV file: {reason}"
        assert failed.value.__cause__ is None
        assert "StartUserImportJob" not in scripted.operations
        assert log.jobs == {}


class TestBatches:
    def test_each_algorithm_has_jobs_of_its_own(self) -> None:
        users = [record(BCRYPT), record(), record(PBKDF2), record(BCRYPT), record("unknown")]

        found = [*batches(iter(enumerate(users, start=1)))]

        assert [(algorithm, [line for line, _ in batch]) for algorithm, batch in found] == [
            ("BCRYPT", [1, 4]),
            (None, [2, 5]),
            ("PBKDF2_SHA256", [3]),
        ]

    @pytest.mark.parametrize(
        ("max_users", "per_job", "sizes"), [(9, 3, [3, 2]), (2, 3, [2, 2, 1]), (9, 0.9, [1] * 5), (9, 5, [5])]
    )
    def test_a_job_has_no_more_users_and_bytes_than_cognito_takes(
        self, max_users: int, per_job: float, sizes: list[int]
    ) -> None:
        users = [record(), record(), record(name="the longest"), record(), record()]
        max_bytes = int(len(users[2].model_dump_json()) * per_job)

        found = batches(iter(enumerate(users)), max_users=max_users, max_bytes=max_bytes)

        assert [len(batch) for _, batch in found] == sizes


class TestRow:
    COLUMNS = (
        *("cognito:username", "cognito:mfa_enabled", "email", "email_verified", "phone_number"),
        *("phone_number_verified", "name", "birthdate", "hash"),
    )

    @pytest.mark.parametrize(
        ("given", "row"),
        [
            (record(), "ann@example.com,FALSE,ann@example.com,TRUE,,,,,"),
            (
                record(phone_number="+1415", name="Lee, Ann", birthdate="1990-02-28"),
                r"ann@example.com,FALSE,ann@example.com,TRUE,+1415,FALSE,Lee\, Ann,02/28/1990,",
            ),
            (record(email_verified="True"), "ann@example.com,FALSE,ann@example.com,TRUE,,,,,"),
            (record(email_verified="no"), "ann@example.com,FALSE,ann@example.com,FALSE,,,,,"),
            (record(phone_number_verified="true"), "ann@example.com,FALSE,ann@example.com,TRUE,,TRUE,,,"),
            (record(BCRYPT), f"ann@example.com,FALSE,ann@example.com,TRUE,,,,,{BCRYPT}"),
            (UserRecord(username="ann"), ",FALSE,,,,,,,"),
        ],
    )
    def test_user_is_a_line_of_cells(self, given: UserRecord, row: str) -> None:
        assert job_csv.row(self.COLUMNS, given, TARGET, "hash") == row

    def test_hash_is_written_only_into_its_column(self) -> None:
        assert BCRYPT not in job_csv.row(self.COLUMNS, record(BCRYPT), TARGET, "")

    @pytest.mark.parametrize(
        ("given", "found"),
        [
            (record(), []),
            (record(BCRYPT, name="a\\b, c"), []),
            (record(email_verified="false"), ["must have email_verified = true: import jobs accept nobody else"]),
            (record(phone_number_verified="true", email_verified=""), ["must have email_verified"]),
            *((record(name=f"a{mark}b"), ["has a line break"]) for mark in "\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"),
            (record(name="a\\,b"), ["has a line break"]),
            (record(name="a\\"), ["has a line break"]),
            (record("md5$x"), ["has a password hash that Cognito cannot import"]),
            (record(birthdate="1990-2-28"), ["has a birthdate that is not yyyy-mm-dd"]),
            (record(name="a" * 15_960), []),
            (record(name="a" * 15_961), ["is longer than 16000 characters"]),
        ],
    )
    def test_what_a_job_would_refuse_is_said(self, given: UserRecord, found: list[str]) -> None:
        said = [*job_csv.problems(given, TARGET)]

        assert len(said) == len(found), said
        assert all(text.startswith(start) for text, start in zip(said, found, strict=True)), said

    def test_either_verified_address_suffices_and_a_pool_without_any_accepts_nobody(self) -> None:
        both, none = replace(TARGET, auto_verified=("email", "phone_number")), replace(TARGET, auto_verified=())
        by_phone = record(email_verified="false", phone_number_verified="true")

        assert [*job_csv.problems(by_phone, both)] == []
        assert "email_verified or phone_number_verified = true" in next(
            job_csv.problems(record(email_verified="false"), both)
        )
        assert "must have a verified address = true" in next(job_csv.problems(record(), none))
