"""`vestibule users import`, one user after the other."""

import json
from pathlib import Path

import boto3
import httpx
import pytest
from moto import mock_aws

from tests.bulk_users.conftest import Cognito, Pool, new_pool
from tests.bulk_users.user_files import outcomes, record, write


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

    def test_the_old_sub_is_kept_in_an_attribute_of_choice(self, cognito: Cognito, pool: Pool) -> None:
        ann = pool.create()
        assert pool.run("export", "users.jsonl").exit_code == 0
        other = cognito.new_pool()

        unknown = other.run("import", "users.jsonl", "--old-sub-attribute", "custom:nowhere")
        result = other.run("import", "users.jsonl", "--old-sub-attribute", "custom:team")

        assert (unknown.exit_code, "custom:nowhere" in unknown.output) == (2, True)
        assert result.exit_code == 0, result.output
        assert other.attributes(ann)["custom:team"] == pool.attributes(ann)["sub"]

    def test_digests_of_recovery_codes_in_a_file_are_not_imported(self, cognito: Cognito) -> None:
        """They are bound to the `sub` that the user had before."""
        codes = {"Name": "recovery_codes", "AttributeDataType": "String", "Mutable": True}
        pool = cognito.new_pool(Schema=[codes])
        write(record("ann@example.com", attributes={"custom:recovery_codes": "abc123"}))

        assert pool.run("import", "users.jsonl").exit_code == 0

        assert "custom:recovery_codes" not in pool.attributes("ann@example.com")

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

    def test_pools_of_usernames_and_of_numbers_get_users_too(self, cognito: Cognito) -> None:
        names, numbers = cognito.new_pool(UsernameAttributes=[]), cognito.new_pool(UsernameAttributes=["phone_number"])
        for pool in (names, numbers):
            pool.create_group("editors")
        attributes = {
            "email": "",
            "email_verified": "",
            "phone_number": "+14155550132",
            "phone_number_verified": "true",
        }
        write(record("", username='ann"\\', groups=["editors"], attributes=attributes))

        for pool in (names, numbers):
            result = pool.run("import", "users.jsonl", "--log", f"{pool.id}.jsonl")
            assert result.exit_code == 0, result.output

        assert names.groups('ann"\\') == ["editors"]
        assert numbers.groups("+14155550132") == ["editors"]

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

    def test_a_user_who_failed_is_completed_however_late(self, pool: Pool) -> None:
        pool.create_provider("Google")
        pool.create_group("editors")
        links = [{"provider": "Google", "user_id": "1234"}]
        bob = pool.create()
        pool.link(bob, "Google", "1234")
        write(record("ann@example.com", links=links))
        assert pool.run("import", "users.jsonl").exit_code == 3
        # As if it had failed a day later than it began.
        log = Path("users.jsonl.import.jsonl")
        *begun, failed = log.read_text().splitlines(keepends=True)
        entry = json.loads(failed)
        log.write_text("".join(begun) + json.dumps(entry | {"at": entry["at"] + 86400}) + "\n")
        pool.client.admin_delete_user(UserPoolId=pool.id, Username=bob)

        result = pool.run("import", "users.jsonl")

        assert result.exit_code == 0, result.output
        assert "1234" in pool.attributes("ann@example.com")["identities"]

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
