"""`vestibule users import`."""

import json
from pathlib import Path
from typing import Any

import bcrypt
import boto3
import httpx
import pytest
from moto import mock_aws

from tests.bulk_users.conftest import Cognito, Pool, new_pool
from tests.local_cognito.people import PASSWORD
from vestibule.cognito.bulk_users.files import read_records
from vestibule.cognito.bulk_users.record import InvalidUserFile

ROLE = "arn:aws:iam::000000000000:role/import"
JOB = ("--job-role", ROLE)
BCRYPT = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()


def record(email: str, **more: Any) -> dict[str, Any]:
    attributes = {"email": email, "email_verified": "true"} | more.pop("attributes", {})
    return {"username": "5b9f50a3-05da-454a-8b99-b79c2349de77", "attributes": attributes} | more


def write(*records: dict[str, Any], name: str = "users.jsonl") -> Path:
    path = Path(name)
    path.write_text("".join(f"{json.dumps(entry)}\n" for entry in records))
    return path


def outcomes(path: str = "users.jsonl.import.jsonl") -> dict[int, str]:
    documents = [json.loads(line) for line in Path(path).read_text().splitlines()]
    return {document["line"]: document["outcome"] for document in documents if "line" in document}


class TestCreation:
    def test_what_was_exported_is_restored_in_another_pool(self, cognito: Cognito, pool: Pool) -> None:
        ann, bob = pool.create(name="Ann Lee", custom__team="blue"), pool.create()
        pool.create_group("editors", ann)
        pool.client.admin_disable_user(UserPoolId=pool.id, Username=bob)
        assert pool.run("export", "users.csv").exit_code == 0
        other = cognito.new_pool()
        other.create_group("editors")
        cognito.recorder.operations.clear()

        result = other.run("import", "users.csv")

        assert result.exit_code == 0, result.output
        assert "2 users imported" in result.output
        assert "AdminGetUser" not in cognito.recorder.operations
        restored = other.attributes(ann)
        assert (restored["name"], restored["custom:team"], restored["email_verified"]) == ("Ann Lee", "blue", "true")
        assert restored["sub"] != pool.attributes(ann)["sub"]
        assert other.groups(ann) == ["editors"]
        assert (other.user(ann)["Enabled"], other.user(bob)["Enabled"]) == (True, False)
        subs = [json.loads(line) for line in Path("users.csv.import.jsonl").read_text().splitlines()]
        assert {entry["old_sub"]: entry["sub"] for entry in subs if "sub" in entry}[
            pool.attributes(ann)["sub"]
        ] == restored["sub"]

    def test_restored_users_choose_a_new_password(self, pool: Pool, cognito: Cognito) -> None:
        write(record("ann@example.com"))

        assert pool.run("import", "users.jsonl").exit_code == 0

        assert pool.user("ann@example.com")["UserStatus"] == "CONFIRMED"
        pool.client.forgot_password(ClientId=pool.client_id, Username="ann@example.com")
        outbox = httpx.get(f"{cognito.url}/outbox?to=ann@example.com", headers={"Accept": "application/json"}).json()
        assert [message["purpose"] for message in outbox] == ["forgot_password"]  # and no invitation

    def test_links_are_restored(self, pool: Pool) -> None:
        pool.create_provider("Google")
        write(record("ann@example.com", links=[{"provider": "Google", "user_id": "1234"}]))

        result = pool.run("import", "users.jsonl")
        assert pool.run("export", "again.jsonl").exit_code == 0

        assert result.exit_code == 0, result.output
        assert json.loads(Path("again.jsonl").read_text())["links"] == [{"provider": "Google", "user_id": "1234"}]

    def test_users_who_never_proved_their_address_are_left_out(self, pool: Pool) -> None:
        write(record("ann@example.com", status="UNCONFIRMED", attributes={"email_verified": "false"}))

        result = pool.run("import", "users.jsonl")

        assert result.exit_code == 0
        assert "1 user never proved their address" in result.output
        assert pool.client.list_users(UserPoolId=pool.id)["Users"] == []

    def test_invited_users_stay_invited(self, pool: Pool) -> None:
        write(record("ann@example.com", status="FORCE_CHANGE_PASSWORD"))

        assert pool.run("import", "users.jsonl").exit_code == 0

        assert pool.user("ann@example.com")["UserStatus"] == "FORCE_CHANGE_PASSWORD"

    def test_users_of_a_provider_are_left_to_their_next_sign_in(self, pool: Pool) -> None:
        write(record("ann@example.com", username="Google_1234", status="EXTERNAL_PROVIDER"))

        result = pool.run("import", "users.jsonl")

        assert result.exit_code == 0
        assert "1 user left to Cognito" in result.output
        with pytest.raises(pool.client.exceptions.UserNotFoundException):
            pool.user("ann@example.com")

    def test_existing_users_are_left_alone(self, pool: Pool) -> None:
        ann = pool.create(name="Ann")
        pool.create_group("admins")
        write(record(ann, groups=["admins"], attributes={"name": "Mallory"}, enabled=False))

        result = pool.run("import", "users.jsonl")

        assert result.exit_code == 0
        assert "1 user existed already" in result.output
        assert (pool.attributes(ann)["name"], pool.groups(ann), pool.user(ann)["Enabled"]) == ("Ann", [], True)
        assert pool.signs_in(ann)

    def test_one_bad_user_does_not_stop_the_others(self, pool: Pool) -> None:
        write(record("no address"), record("ann@example.com"))

        result = pool.run("import", "users.jsonl")

        assert result.exit_code == 3
        assert outcomes() == {1: "failed", 2: "imported"}
        assert "no address" not in Path("users.jsonl.import.jsonl").read_text()

    def test_an_interrupted_import_continues_without_repeating_itself(self, cognito: Cognito, pool: Pool) -> None:
        pool.create_group("editors")
        write(*[record(f"user{number}@example.com", groups=["editors"]) for number in range(4)])
        assert pool.run("import", "users.jsonl").exit_code == 0
        # As if it had stopped after the second user was created, before the user was in the group.
        log = Path("users.jsonl.import.jsonl")
        lines = log.read_text().splitlines(keepends=True)
        started = [number for number, line in enumerate(lines) if '"started"' in line]
        log.write_text("".join(lines[: started[1] + 1]) + '{"line": 2, "out')
        pool.client.admin_remove_user_from_group(UserPoolId=pool.id, Username="user1@example.com", GroupName="editors")
        for number in (2, 3):
            pool.client.admin_delete_user(UserPoolId=pool.id, Username=f"user{number}@example.com")
        cognito.recorder.operations.clear()

        result = pool.run("import", "users.jsonl")

        assert result.exit_code == 0, result.output
        assert outcomes() == dict.fromkeys(range(1, 5), "imported")
        assert pool.groups("user1@example.com") == ["editors"]
        assert cognito.recorder.operations.count("AdminCreateUser") == 3

    def test_a_user_who_was_there_before_an_interrupted_import_is_not_taken_over(self, pool: Pool) -> None:
        ann = pool.create()
        pool.create_group("admins")
        write(record(ann, groups=["admins"]))
        assert pool.run("import", "users.jsonl").exit_code == 0
        log = Path("users.jsonl.import.jsonl")
        started = json.loads(log.read_text().splitlines()[1])
        later = json.dumps(started | {"at": started["at"] + 3600})
        log.write_text(log.read_text().splitlines()[0] + f"\n{later}\n")

        result = pool.run("import", "users.jsonl")

        assert "existed already" in result.output
        assert pool.groups(ann) == []
        assert pool.signs_in(ann)

    def test_the_log_of_another_file_or_pool_is_refused(self, cognito: Cognito, pool: Pool) -> None:
        write(record("ann@example.com"))
        assert pool.run("import", "users.jsonl").exit_code == 0

        elsewhere = cognito.new_pool().run("import", "users.jsonl")
        write(record("ann@example.com"), record("bob@example.com"))
        changed = pool.run("import", "users.jsonl")

        for result in (elsewhere, changed):
            assert result.exit_code == 2
            assert "another import" in result.output

    def test_moto_gets_users_too(self) -> None:
        write(record("ann@example.com", groups=["editors"]))
        with mock_aws():
            client = boto3.Session("test", "test", region_name="us-east-1").client("cognito-idp")
            place = new_pool(client, None, UsernameAttributes=["email"], AutoVerifiedAttributes=["email"])
            place.create_group("editors")

            result = place.run("import", "users.jsonl")

            assert result.exit_code == 0, result.output
            assert place.groups("ann@example.com") == ["editors"]


@pytest.fixture(scope="module")
def unchanged(cognito: Cognito) -> Pool:
    """A pool that no test of this module changes."""
    return cognito.new_pool()


class TestReview:
    @pytest.mark.parametrize(
        ("entry", "problem"),
        [
            (record("ann@example.com", groups=["nobody"]), "groups that the pool does not have: nobody"),
            (record("ann@example.com", attributes={"custom:x": "1"}), "does not have: custom:x"),
            (
                record("ann@example.com", links=[{"provider": "Google", "user_id": "1"}]),
                "providers that the pool does not have: Google",
            ),
            ({"username": "ann", "attributes": {"name": "Ann"}}, "has no email"),
            (record("ann@example.com", password_hash=BCRYPT), "--job-role"),
        ],
    )
    def test_a_file_that_does_not_fit_the_pool_changes_nothing(
        self, unchanged: Pool, entry: dict[str, Any], problem: str
    ) -> None:
        write(record("first@example.com"), entry)

        result = unchanged.run("import", "users.jsonl")

        assert result.exit_code == 2, result.output
        assert problem in result.output
        assert "Nothing was changed." in result.output
        assert BCRYPT not in result.output
        assert unchanged.client.list_users(UserPoolId=unchanged.id)["Users"] == []

    def test_users_who_do_not_fit_are_left_out_on_request(self, pool: Pool) -> None:
        write(record("first@example.com"), record("ann@example.com", groups=["nobody"]))

        result = pool.run("import", "users.jsonl", "--skip-unfit")

        assert result.exit_code == 3, result.output
        assert "1 user left out" in result.output
        assert outcomes() == {1: "imported", 2: "unfit"}

    def test_a_user_who_occurs_twice_is_reported(self, unchanged: Pool) -> None:
        write(record("ann@example.com"), record("ANN@example.com"))

        result = unchanged.run("import", "users.jsonl")

        assert (result.exit_code, "the user of line 1 again" in result.output) == (2, True)

    @pytest.mark.parametrize(
        ("name", "content", "problem"),
        [
            ("users.jsonl", "{", "line 1: is not JSON"),
            ("users.jsonl", "[" * 100_000, "line 1: is not JSON"),
            ("users.jsonl", "[]", "line 1"),
            ("users.jsonl", '{"username": 5}', "line 1: username"),
            ("users.jsonl", '{"password": "Secret-1"}', "line 1: password"),
            ("users.csv", "username,username\na,b\n", "a column occurs twice"),
            ("users.csv", "username,email\na\n", "more or fewer cells"),
            ("users.csv", "username,email\na,b,c\n", "more or fewer cells"),
            ("users.csv", 'username,links\na,"{"\n', "links is not a JSON list"),
            ("users.csv", "username,enabled\na,perhaps\n", "enabled"),
            ("users.csv", 'username\n"a\n', "line"),
        ],
    )
    def test_a_file_that_is_no_file_of_users_is_refused_by_its_line(
        self, name: str, content: str, problem: str
    ) -> None:
        Path(name).write_text(content)

        with pytest.raises(InvalidUserFile) as refused:
            list(read_records(Path(name)))

        assert problem in str(refused.value)
        assert "Secret-1" not in str(refused.value)

    def test_a_file_in_another_encoding_is_refused(self, unchanged: Pool) -> None:
        Path("users.csv").write_bytes("username,name\na,Zoë\n".encode("latin-1"))

        result = unchanged.run("import", "users.csv")

        assert (result.exit_code, "is not UTF-8" in result.output) == (2, True)

    def test_people_may_write_csv_by_hand(self, pool: Pool) -> None:
        pool.create_group("editors")
        Path("users.csv").write_text("\ufeffemail,email_verified,name,groups\nann@example.com,true,'t Hooft,editors\n")

        assert pool.run("import", "users.csv").exit_code == 0

        assert pool.attributes("ann@example.com")["name"] == "'t Hooft"
        assert pool.groups("ann@example.com") == ["editors"]


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
        assert not {"AdminCreateUser", "AdminSetUserPassword", "AdminGetUser"} & set(cognito.recorder.operations)
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
