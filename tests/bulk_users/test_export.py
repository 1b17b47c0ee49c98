"""`vestibule users export`."""

import csv
import json
import stat
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws
from typer.testing import CliRunner

from tests.bulk_users.conftest import Cognito, Pool, new_pool
from vestibule.cli import app

# What AWS bills a user as active for, as far as these commands could call it.
BILLED = {"AdminGetUser", "GetUser", "AdminListGroupsForUser", "AdminUpdateUserAttributes"}


def records(path: Path) -> dict[str, dict[str, Any]]:
    """The users in a file of JSON Lines, by address."""
    found = [json.loads(line) for line in path.read_text().splitlines()]
    return {record["attributes"]["email"]: record for record in found}


class TestExport:
    def test_attributes_groups_and_links_are_exported_without_billing_anybody(
        self, cognito: Cognito, pool: Pool, tmp_path: Path
    ) -> None:
        ann, bob = pool.create(name="Ann Lee", custom__team="blue"), pool.create()
        pool.create_group("admins", ann)
        pool.create_group("editors", ann, bob)
        pool.client.admin_disable_user(UserPoolId=pool.id, Username=bob)
        pool.create_provider("Google")
        pool.link(ann, "Google", "1234")
        cognito.recorder.operations.clear()

        result = pool.run("export", "users.jsonl")

        assert result.exit_code == 0, result.output
        assert f"2 users of {pool.id}" in result.output
        assert not BILLED & set(cognito.recorder.operations)
        assert cognito.recorder.operations.count("ListUsersInGroup") == 2
        found = records(tmp_path / "users.jsonl")
        assert found[ann]["groups"] == ["admins", "editors"]
        assert found[ann]["links"] == [{"provider": "Google", "user_id": "1234"}]
        assert found[ann]["attributes"]["custom:team"] == "blue"
        assert found[ann]["attributes"]["sub"] == found[ann]["username"]
        assert (found[bob]["enabled"], "enabled" in found[ann]) == (False, False)
        assert stat.S_IMODE((tmp_path / "users.jsonl").stat().st_mode) == 0o600

    def test_digests_of_recovery_codes_are_not_exported(self, cognito: Cognito, tmp_path: Path) -> None:
        pool = cognito.new_pool(Schema=[{"Name": "recovery_codes", "AttributeDataType": "String", "Mutable": True}])
        pool.create(custom__recovery_codes="abc123 def456")

        assert pool.run("export", "users.jsonl").exit_code == 0
        assert pool.run("export", "users.csv").exit_code == 0

        exported = (tmp_path / "users.jsonl").read_text() + (tmp_path / "users.csv").read_text()
        assert "abc123" not in exported
        assert "recovery_codes" not in exported

    def test_csv_has_the_same_content_and_no_cell_that_is_a_formula(self, pool: Pool, tmp_path: Path) -> None:
        names = ['=HYPERLINK("http://evil","x")', "+1", "-1", "@sum", "'quoted", 'a,b"c\nd']
        people = [pool.create(password="", name=name, phone_number="+14155550132") for name in names]
        pool.create_group("admins", people[0])

        assert pool.run("export", "users.csv").exit_code == 0
        with (tmp_path / "users.csv").open(newline="") as file:
            rows = {row["email"]: row for row in csv.DictReader(file)}
        assert not any(
            cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows.values() for cell in row.values()
        )
        assert json.loads(rows[people[0]]["groups"]) == ["admins"]

        restored = pool.run("import", "users.csv", "--dry-run")
        assert restored.exit_code == 0, restored.output
        assert "6 users" in restored.output

    def test_a_file_is_not_overwritten_unless_that_is_asked_for(self, pool: Pool, tmp_path: Path) -> None:
        (tmp_path / "users.jsonl").write_text("precious")

        refused = pool.run("export", "users.jsonl")

        assert refused.exit_code == 2
        assert (tmp_path / "users.jsonl").read_text() == "precious"
        assert pool.run("export", "users.jsonl", "--force").exit_code == 0
        assert (tmp_path / "users.jsonl").read_text() == ""

    @pytest.mark.parametrize("name", ["users.xlsx", "users"])
    def test_a_file_of_another_format_is_refused(self, pool: Pool, name: str) -> None:
        result = pool.run("export", name)

        assert result.exit_code == 2
        assert ".jsonl or .csv" in result.output

    def test_a_pool_must_be_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("COGNITO_USER_POOL_ID", raising=False)

        result = CliRunner().invoke(app, ["users", "export", "users.jsonl"])

        assert result.exit_code == 2
        assert "COGNITO_USER_POOL_ID" in result.output

    def test_the_settings_name_the_pool(self, pool: Pool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        (tmp_path / ".env").write_text(f"COGNITO_USER_POOL_ID={pool.id}\nCOGNITO_ENDPOINT_URL={pool.url}\n")
        for name in ("COGNITO_USER_POOL_ID", "COGNITO_ENDPOINT_URL"):
            monkeypatch.delenv(name, raising=False)

        result = CliRunner().invoke(app, ["users", "export", "users.jsonl"])

        assert result.exit_code == 0, result.output
        assert pool.id in result.output

    def test_a_pool_that_does_not_exist_is_reported_in_one_line(self, pool: Pool, tmp_path: Path) -> None:
        result = Pool(pool.client, pool.url, "us-east-1_Nowhere", "").run("export", "users.jsonl")

        assert result.exit_code == 1
        assert "ResourceNotFoundException" in result.output
        assert "Traceback" not in result.output
        assert not (tmp_path / "users.jsonl").exists()

    def test_moto_is_exported_too(self, tmp_path: Path) -> None:
        with mock_aws():
            client = boto3.client(
                "cognito-idp", region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="y"
            )
            place = new_pool(client, None, UsernameAttributes=["email"])
            ann = place.create(name="Ann Lee")
            place.create_group("admins", ann)

            result = place.run("export", "users.jsonl")

        assert result.exit_code == 0, result.output
        assert records(tmp_path / "users.jsonl")[ann]["groups"] == ["admins"]


class TestResume:
    @pytest.fixture
    def people(self, pool: Pool) -> list[str]:
        """More users than one page has."""
        return [pool.create(password="") for _ in range(61)]

    def interrupt(self, pool: Pool, tmp_path: Path, token: str | None = None) -> None:
        """Leave what an export leaves that stops while it writes its second page."""
        page = pool.client.list_users(UserPoolId=pool.id, Limit=60)
        lines = [
            json.dumps({"username": user["Username"], "attributes": {"email": user["Attributes"][1]["Value"]}})
            for user in page["Users"]
        ]
        written = "".join(f"{line}\n" for line in lines)
        (tmp_path / "users.jsonl.part").write_text(written + '{"username": "half a li')
        checkpoint = {
            "pool_id": pool.id,
            "token": token or page["PaginationToken"],
            "offset": len(written),
            "users": 60,
            "attributes": ["email"],
        }
        (tmp_path / "users.jsonl.part.json").write_text(json.dumps(checkpoint))

    def test_an_interrupted_export_continues_where_it_was(
        self, cognito: Cognito, pool: Pool, people: list[str], tmp_path: Path
    ) -> None:
        self.interrupt(pool, tmp_path)
        cognito.recorder.operations.clear()

        result = pool.run("export", "users.jsonl")

        assert "61 users" in result.output
        assert cognito.recorder.operations.count("ListUsers") == 1
        assert records(tmp_path / "users.jsonl").keys() == set(people)
        assert [path.name for path in tmp_path.iterdir()] == ["users.jsonl"]

    def test_an_expired_position_starts_the_export_again(self, pool: Pool, people: list[str], tmp_path: Path) -> None:
        self.interrupt(pool, tmp_path, token="expired")

        result = pool.run("export", "users.jsonl")

        assert "61 users" in result.output
        assert records(tmp_path / "users.jsonl").keys() == set(people)

    def test_the_position_of_another_pool_is_not_used(self, cognito: Cognito, pool: Pool, tmp_path: Path) -> None:
        other = cognito.new_pool()
        ann = other.create()
        for _ in range(61):
            pool.create(password="")
        self.interrupt(pool, tmp_path)

        assert other.run("export", "users.jsonl").exit_code == 0

        assert records(tmp_path / "users.jsonl").keys() == {ann}
