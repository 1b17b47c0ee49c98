"""Importing users from a CSV file, with and without password hashes."""

import base64
import hashlib
import re
import sqlite3
import threading
from pathlib import Path
from typing import Any

import bcrypt
import httpx
import pytest
from argon2 import PasswordHasher

from tests.cognito import create_cognito
from tests.local_cognito.people import PASSWORD, Person, StandIn, boto3_client, new_person, refused
from tests.servers import Clock, serve

ROLE = "arn:aws:iam::000000000000:role/import"
ENCRYPTED = {"x-amz-server-side-encryption": "aws:kms"}
HASH = "cognito:password_hash"
ENDED = ("Succeeded", "Failed", "Stopped")
SALT = b"sixteen bytes!!!"


def b64(value: bytes) -> str:
    return base64.b64encode(value).decode().rstrip("=")


def scrypt(password: str) -> str:
    found = hashlib.scrypt(password.encode(), salt=SALT, n=1024, r=8, p=1, dklen=32)
    return f"$scrypt$ln=10,r=8,p=1${b64(SALT)}${b64(found)}"


def pbkdf2(password: str) -> str:
    return f"$pbkdf2-sha256$i=1000${b64(SALT)}${b64(hashlib.pbkdf2_hmac('sha256', password.encode(), SALT, 1000))}"


def passlib_pbkdf2(password: str) -> str:
    return pbkdf2(password).replace("i=", "").replace("+", ".")


HASHES = [
    ("BCRYPT", bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()),
    ("BCRYPT", bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode().replace("$2b$", "$2y$")),
    ("SCRYPT", scrypt(PASSWORD)),
    ("ARGON2ID", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)),
    ("PBKDF2_SHA256", pbkdf2(PASSWORD)),
    ("PBKDF2_SHA256", passlib_pbkdf2(PASSWORD)),
    ("PBKDF2_SHA256", pbkdf2(PASSWORD).replace("i=1000", "i=1000,l=32") + "="),
]
OTHER_HASHES = [
    ("BCRYPT", scrypt(PASSWORD)),
    ("BCRYPT", "$2b$31$" + 53 * "a"),
    ("BCRYPT", PASSWORD),
    ("SCRYPT", f"$scrypt$ln=30,r=8,p=1${b64(SALT)}${b64(SALT)}"),
    ("SCRYPT", f"$scrypt$ln=0,r=0,p=0${b64(SALT)}${b64(SALT)}"),
    ("ARGON2ID", f"$argon2i$v=19$m=64,t=1,p=1${b64(SALT)}${b64(SALT)}"),
    ("ARGON2ID", f"$argon2id$v=19$m=99999999,t=1,p=1${b64(SALT)}${b64(SALT)}"),
    ("PBKDF2_SHA256", f"$pbkdf2-sha256$i=0${b64(SALT)}${b64(SALT)}"),
    ("PBKDF2_SHA256", f"$pbkdf2-sha256$i=1000$a${b64(SALT)}"),
]


@pytest.fixture(scope="module")
def person(stand_in: StandIn) -> Person:
    """A pool for imports, and a person who is not in it."""
    schema = [{"Name": "team", "AttributeDataType": "String", "Mutable": True}]
    settings = {"UsernameAttributes": ["email"], "AutoVerifiedAttributes": ["email"], "Schema": schema}
    return new_person(stand_in, **settings)


def csv(person: Person, *rows: dict[str, str], hashed: bool = False) -> str:
    header = person.client.get_csv_header(UserPoolId=person.pool_id)["CSVHeader"]
    columns = [*header, *([HASH] if hashed else [])]
    lines = [",".join(columns)]
    for row in rows:
        values = {"cognito:mfa_enabled": "FALSE", "email_verified": "TRUE"} | row
        values.setdefault("email", values.get("cognito:username", ""))
        lines.append(",".join(values.get(name, "").replace(",", r"\,") for name in columns))
    return "\n".join(lines) + "\n"


def create(person: Person, algorithm: str | None = None) -> dict[str, Any]:
    more: Any = {"PasswordHashingAlgorithm": algorithm} if algorithm else {}
    answer = person.client.create_user_import_job(
        UserPoolId=person.pool_id, JobName="test", CloudWatchLogsRoleArn=ROLE, **more
    )
    return dict(answer["UserImportJob"])


def describe(person: Person, job: dict[str, Any]) -> dict[str, Any]:
    names = {"UserPoolId": person.pool_id, "JobId": job["JobId"]}
    return dict(person.client.describe_user_import_job(**names)["UserImportJob"])


def run(person: Person, text: str, algorithm: str | None = None) -> dict[str, Any]:
    """Import a file; returns the job after its end."""
    job = create(person, algorithm)
    start(person, job, text)
    return ended(person, job)


def start(person: Person, job: dict[str, Any], text: str) -> None:
    assert httpx.put(job["PreSignedUrl"], content=text.encode(), headers=ENCRYPTED).status_code == 200
    person.client.start_user_import_job(UserPoolId=person.pool_id, JobId=job["JobId"])


def ended(person: Person, job: dict[str, Any]) -> dict[str, Any]:
    """The job after its end."""
    for thread in threading.enumerate():  # the server runs in this process
        if thread.name == job["JobId"]:
            thread.join(30)
    found = describe(person, job)
    assert found["Status"] in ENDED
    return found


def counts(job: dict[str, Any]) -> tuple[int, int, int]:
    return job["ImportedUsers"], job["SkippedUsers"], job["FailedUsers"]


class TestImport:
    def test_imported_users_reset_their_password(self, stand_in: StandIn, person: Person) -> None:
        email = Person(stand_in).email

        job = run(person, csv(person, {"cognito:username": email, "name": "Lee, Ann", "birthdate": "02/28/1990"}))

        assert (job["Status"], counts(job)) == ("Succeeded", (1, 0, 0))
        user = person.client.admin_get_user(UserPoolId=person.pool_id, Username=email)
        attributes = {entry["Name"]: entry["Value"] for entry in user["UserAttributes"]}
        assert user["UserStatus"] == "RESET_REQUIRED"
        assert attributes["name"] == "Lee, Ann"
        assert attributes["birthdate"] == "1990-02-28"
        assert attributes["email_verified"] == "true"
        person.client.forgot_password(ClientId=person.client_id, Username=email)
        person.client.confirm_forgot_password(
            ClientId=person.client_id, Username=email, ConfirmationCode=stand_in.code(email), Password=PASSWORD
        )
        assert person.initiate(username=email)["AuthenticationResult"]

    @pytest.mark.parametrize(("algorithm", "encoded"), HASHES, ids=range(len(HASHES)))
    def test_users_with_a_hash_keep_their_password(
        self, stand_in: StandIn, person: Person, algorithm: str, encoded: str
    ) -> None:
        email = Person(stand_in).email

        job = run(person, csv(person, {"cognito:username": email, HASH: encoded}, hashed=True), algorithm)

        assert (job["Status"], job["PasswordHashingAlgorithm"]) == ("Succeeded", algorithm)
        with refused("NotAuthorizedException", "Incorrect username or password."):
            person.initiate("wrong-Password-1", email)
        token = person.initiate(username=email)["AuthenticationResult"]["AccessToken"]
        person.client.change_password(AccessToken=token, PreviousPassword=PASSWORD, ProposedPassword="Another-horse-2")
        assert person.initiate("Another-horse-2", email)["AuthenticationResult"]

    @pytest.mark.parametrize(("algorithm", "encoded"), OTHER_HASHES)
    def test_a_hash_of_another_kind_or_absurd_cost_is_refused(
        self, stand_in: StandIn, person: Person, algorithm: str, encoded: str
    ) -> None:
        email = Person(stand_in).email

        job = run(person, csv(person, {"cognito:username": email, HASH: encoded}, hashed=True), algorithm)

        assert (job["Status"], counts(job)) == ("Failed", (0, 0, 1))

    def test_known_users_are_skipped_and_bad_lines_fail_alone(
        self, stand_in: StandIn, person: Person, caplog: pytest.LogCaptureFixture
    ) -> None:
        known, new = Person(stand_in).email, Person(stand_in).email
        run(person, csv(person, {"cognito:username": known}))
        rows = [
            {"cognito:username": known},
            {"cognito:username": new},
            {"cognito:username": "no address"},
            {"cognito:username": "", "email": "nobody@example.com"},
            {"cognito:username": Person(stand_in).email, "email_verified": "FALSE"},
            {"cognito:username": Person(stand_in).email, "email_verified": "yes"},
            {"cognito:username": Person(stand_in).email, "birthdate": "1990-02-28"},
            {"cognito:username": Person(stand_in).email, "cognito:mfa_enabled": "TRUE"},
        ]

        job = run(person, csv(person, *rows) + "too,few,values\n")

        assert (job["Status"], counts(job)) == ("Succeeded", (1, 1, 7))
        told = re.findall(r"\[(SKIPPED|FAILED)\] Line Number (\d+) - ", caplog.text)
        assert told == [("SKIPPED", "2"), *(("FAILED", str(number)) for number in range(4, 11))]

    def test_a_file_with_another_header_fails(self, person: Person) -> None:
        job = run(person, "cognito:username,email\na@example.com,a@example.com\n")

        assert (job["Status"], counts(job)) == ("Failed", (0, 0, 0))
        assert "header" in job["CompletionMessage"]

    def test_the_file_is_deleted_after_the_import(self, tmp_path: Path) -> None:
        data = tmp_path / "pool.sqlite3"
        encoded = HASHES[0][1]
        with serve(create_cognito(data)) as url:
            someone = new_person(StandIn(url, Clock(), boto3_client(url)), AutoVerifiedAttributes=["email"])
            run(
                someone,
                csv(someone, {"cognito:username": "ann", "email": "a@example.com", HASH: encoded}, hashed=True),
                "BCRYPT",
            )

            token = create(someone)["JobId"]
            assert token.startswith("import-")
            jobs = someone.client.list_user_import_jobs(UserPoolId=someone.pool_id, MaxResults=10)["UserImportJobs"]
            assert [job["Status"] for job in jobs] == ["Created", "Succeeded"]
            with refused("PreconditionNotMetException"):
                someone.client.start_user_import_job(UserPoolId=someone.pool_id, JobId=jobs[1]["JobId"])


class TestJobs:
    def test_a_running_job_can_be_stopped_and_ends_with_the_server(self, tmp_path: Path) -> None:
        data = tmp_path / "pool.sqlite3"
        with serve(create_cognito(data)) as url:
            someone = new_person(StandIn(url, Clock(), boto3_client(url)), AutoVerifiedAttributes=["email"])
            names: Any = {"UserPoolId": someone.pool_id, "JobId": create(someone)["JobId"]}
            with sqlite3.connect(data) as db:
                db.execute("UPDATE import_jobs SET status = 'InProgress', started = 1")
            db.close()
            with refused("UserImportInProgressException"):
                someone.client.add_custom_attributes(UserPoolId=someone.pool_id, CustomAttributes=[{"Name": "a"}])
            other = create(someone)
            httpx.put(other["PreSignedUrl"], content=b"x", headers=ENCRYPTED)
            with refused("PreconditionNotMetException", "active"):
                someone.client.start_user_import_job(UserPoolId=someone.pool_id, JobId=other["JobId"])

            assert someone.client.stop_user_import_job(**names)["UserImportJob"]["Status"] == "Stopping"

        with serve(create_cognito(data)) as url:
            job = boto3_client(url).describe_user_import_job(**names)["UserImportJob"]
            assert (job["Status"], job["CompletionMessage"]) == ("Failed", "The server stopped during the import.")
            assert job["CompletionDate"] >= job["StartDate"]

    def test_a_job_that_is_stopped_imports_no_more_users(self, person: Person) -> None:
        job, users = create(person), 20_000
        start(person, job, csv(person) + "not-a-user\n" * users)

        person.client.stop_user_import_job(UserPoolId=person.pool_id, JobId=job["JobId"])

        stopped = ended(person, job)
        assert (stopped["Status"], stopped["CompletionMessage"]) == ("Stopped", "The job was stopped.")
        assert sum(counts(stopped)) < users

    def test_the_upload_url_is_signed_and_valid_for_a_quarter_of_an_hour(self, clock: Clock, person: Person) -> None:
        job = create(person)
        url = job["PreSignedUrl"]

        assert httpx.put(url, content=b"x").status_code == 403
        assert (
            httpx.put(url[:-1] + ("0" if url[-1] != "0" else "1"), content=b"x", headers=ENCRYPTED).status_code == 403
        )
        assert httpx.put(url, content=b"x", headers=ENCRYPTED).status_code == 200
        clock.advance(15 * 60)
        assert httpx.put(url, content=b"x", headers=ENCRYPTED).status_code == 403

    def test_a_job_expires_if_it_is_not_started(self, clock: Clock, person: Person) -> None:
        job = create(person)
        httpx.put(job["PreSignedUrl"], content=csv(person).encode(), headers=ENCRYPTED)

        clock.advance(24 * 3600)

        assert describe(person, job)["Status"] == "Expired"
        with refused("PreconditionNotMetException", "expired"):
            person.client.start_user_import_job(UserPoolId=person.pool_id, JobId=job["JobId"])

    def test_a_job_needs_a_file_and_a_pool_that_verifies_addresses(self, stand_in: StandIn, person: Person) -> None:
        job = create(person)
        with refused("PreconditionNotMetException", "uploaded"):
            person.client.start_user_import_job(UserPoolId=person.pool_id, JobId=job["JobId"])
        with refused("PreconditionNotMetException", "not running"):
            person.client.stop_user_import_job(UserPoolId=person.pool_id, JobId=job["JobId"])
        with refused("ResourceNotFoundException"):
            person.client.describe_user_import_job(UserPoolId=person.pool_id, JobId="import-other")

        unverified = new_person(stand_in)
        with refused("PreconditionNotMetException", "auto verified"):
            unverified.client.start_user_import_job(UserPoolId=unverified.pool_id, JobId=create(unverified)["JobId"])
