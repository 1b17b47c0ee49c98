"""`vestibule users import --job-role`: users with their password hashes."""

from pathlib import Path
from typing import Any

import bcrypt
import pytest

from tests.bulk_users.conftest import Cognito, Pool
from tests.bulk_users.user_files import record, write
from tests.local_cognito.people import PASSWORD

ROLE = "arn:aws:iam::000000000000:role/import"
JOB = ("--job-role", ROLE)
BCRYPT = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()


@pytest.fixture(scope="module")
def unchanged(cognito: Cognito) -> Pool:
    """A pool that no test of this module changes."""
    return cognito.new_pool()


class TestJobs:
    def test_users_with_hashes_keep_their_passwords(self, cognito: Cognito, pool: Pool) -> None:
        pool.create_group("editors")
        write(
            record("ann@example.com", password_hash=BCRYPT, groups=["editors"], attributes={"name": "Lee, Ann"}),
            record("bob@example.com", attributes={"birthdate": "1990-02-28"}),
            record("cy@example.com", password_hash=BCRYPT, enabled=False),
            record("di@example.com", status="EXTERNAL_PROVIDER"),
        )
        cognito.recorder.operations.clear()

        result = pool.run("import", "users.jsonl", *JOB)

        assert result.exit_code == 0, result.output
        assert BCRYPT not in result.output
        told = "1 user left to Cognito, which creates them when they sign in at their provider."
        assert result.output.splitlines()[-1] == told
        assert not {"AdminCreateUser", "AdminSetUserPassword", "AdminGetUser"} & set(cognito.recorder.operations)
        jobs = pool.client.list_user_import_jobs(UserPoolId=pool.id, MaxResults=10)["UserImportJobs"]
        assert sorted(job["JobName"] for job in jobs) == ["vestibule-1", "vestibule-2"]
        assert pool.signs_in("ann@example.com")
        assert not pool.signs_in("ann@example.com", "Wrong-password-1")
        assert pool.attributes("ann@example.com")["name"] == "Lee, Ann"
        assert pool.groups("ann@example.com") == ["editors"]
        assert pool.user("bob@example.com")["UserStatus"] == "RESET_REQUIRED"
        assert pool.attributes("bob@example.com")["birthdate"] == "1990-02-28"
        assert pool.user("cy@example.com")["Enabled"] is False

    def test_a_finished_job_is_not_run_again(self, cognito: Cognito, pool: Pool) -> None:
        write(record("ann@example.com", password_hash=BCRYPT))
        assert pool.run("import", "users.jsonl", *JOB).exit_code == 0
        cognito.recorder.operations.clear()

        assert pool.run("import", "users.jsonl", *JOB).exit_code == 0

        assert "CreateUserImportJob" not in cognito.recorder.operations

    def test_an_import_that_stopped_during_its_job_follows_that_job(self, cognito: Cognito, pool: Pool) -> None:
        pool.create_group("editors")
        write(record("ann@example.com", password_hash=BCRYPT, groups=["editors"]))
        assert pool.run("import", "users.jsonl", *JOB).exit_code == 0
        log = Path("users.jsonl.import.jsonl")
        lines = log.read_text().splitlines(keepends=True)
        started = next(number for number, line in enumerate(lines) if '"job"' in line)
        log.write_text("".join(lines[: started + 1]))
        pool.client.admin_remove_user_from_group(UserPoolId=pool.id, Username="ann@example.com", GroupName="editors")
        cognito.recorder.operations.clear()

        result = pool.run("import", "users.jsonl", *JOB)

        assert result.exit_code == 0, result.output
        assert "CreateUserImportJob" not in cognito.recorder.operations
        assert pool.groups("ann@example.com") == ["editors"]

    def test_existing_users_keep_their_rights(self, pool: Pool) -> None:
        ann = pool.create()
        pool.create_group("admins")
        write(record(ann, password_hash=BCRYPT, groups=["admins"]))

        result = pool.run("import", "users.jsonl", *JOB)

        assert result.exit_code == 3
        assert "1 existed already" in result.output
        assert pool.groups(ann) == []

    @pytest.mark.parametrize(
        ("entry", "problem"),
        [
            (record("ann@example.com", attributes={"email_verified": "false"}), "email_verified = true"),
            (record("ann@example.com", attributes={"address": "a\nb"}), "line break"),
            (record("ann@example.com", attributes={"name": "a\\"}), "backslash"),
            (record("ann@example.com", password_hash="md5$abc"), "hash that Cognito cannot import"),
            (record("ann@example.com", attributes={"birthdate": "28.2.1990"}), "birthdate"),
            (record("ann@example.com", attributes={"name": "a" * 16_001}), "longer than"),
        ],
    )
    def test_what_a_job_would_refuse_is_found_before_it(
        self, unchanged: Pool, entry: dict[str, Any], problem: str
    ) -> None:
        write(entry)

        result = unchanged.run("import", "users.jsonl", *JOB)

        assert (result.exit_code, problem in result.output) == (2, True), result.output
