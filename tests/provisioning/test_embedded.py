"""local Cognito's embedded pool is what pool.toml declares."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from local_cognito import embedded_pool
from local_cognito.settings import SettingsError
from tests.cognito import create_cognito
from tests.provisioning.commands import SHIPPED, Commands
from tests.servers import serve
from vestibule.cli.pool.embedded import embedded_json
from vestibule.cognito.provisioning import embedded
from vestibule.cognito.transport.aws import connect

ROOT = Path(__file__).parents[2]
POOL = {
    "COGNITO_USER_POOL_ID": embedded_pool.POOL_ID,
    "COGNITO_CLIENT_ID": embedded_pool.CLIENT_ID,
    "COGNITO_IDENTITY_POOL_ID": embedded_pool.IDENTITY_POOL_ID,
}


@pytest.fixture
def cognito_url(tmp_path: Path) -> Iterator[str]:
    """A pool that no other test has changed."""
    with serve(create_cognito(tmp_path / "pool.sqlite3")) as url:
        yield url


def compiled(directory: Path, *changes: tuple[str, str]) -> Path:
    """The requests for the shipped file with changes."""
    text = SHIPPED
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    directory.joinpath("pool.toml").write_text(text, "utf-8")
    path = directory / "embedded.json"
    path.write_text(embedded_json(directory / "pool.toml"), "utf-8")
    return path


def description(url: str) -> dict[str, Any]:
    pool: dict[str, Any] = connect("us-east-1", url).call("DescribeUserPool", UserPoolId=embedded_pool.POOL_ID)
    return pool["UserPool"]


def test_compiled_file_is_that_of_the_shipped_pool_toml() -> None:
    compiled_file = ROOT / "backend" / "local_cognito" / "embedded_pool.json"

    assert embedded_json(ROOT / "pool.toml") + "\n" == compiled_file.read_text("utf-8")


def test_both_packages_have_the_same_ids() -> None:
    ours = (embedded.POOL_ID, embedded.CLIENT_ID, embedded.IDENTITY_POOL_ID)

    assert ours == tuple(POOL.values())


def test_plan_of_the_embedded_pool_is_empty(commands: Commands) -> None:
    commands.write(SHIPPED).environment |= POOL

    status, output = commands.plan()

    assert status == 0, output


def test_change_of_the_file_changes_the_pool_at_the_next_start(tmp_path: Path) -> None:
    data = tmp_path / "pool.sqlite3"
    with serve(create_cognito(data)) as url:
        assert description(url)["Policies"]["PasswordPolicy"]["MinimumLength"] == 8

    changes = (
        ("minimum_length = 8", "minimum_length = 9"),
        ("[custom_attributes.recovery_codes]", "[custom_attributes.recovery_codes]\n[custom_attributes.team]"),
        ("[groups.admins]", "[groups.editors]\n[groups.admins]"),
        ('type = "Google"\nclient_id = "local"', 'type = "Google"\nclient_id = "other"'),
    )
    with serve(create_cognito(data, pool_file=compiled(tmp_path, *changes))) as url:
        pool, aws = description(url), connect("us-east-1", url)
        groups = aws.call("ListGroups", UserPoolId=embedded_pool.POOL_ID)["Groups"]
        google = aws.call("DescribeIdentityProvider", UserPoolId=embedded_pool.POOL_ID, ProviderName="Google")

    assert pool["Policies"]["PasswordPolicy"]["MinimumLength"] == 9
    assert "custom:team" in {entry["Name"] for entry in pool["SchemaAttributes"]}
    assert {group["GroupName"] for group in groups} == {"admins", "editors"}
    assert google["IdentityProvider"]["ProviderDetails"]["client_id"] == "other"


def test_restart_without_a_change_of_the_file_keeps_changes_by_the_api(tmp_path: Path) -> None:
    data = tmp_path / "pool.sqlite3"
    with serve(create_cognito(data)) as url:
        connect("us-east-1", url).call("UpdateUserPool", UserPoolId=embedded_pool.POOL_ID, PoolName="renamed")

    with serve(create_cognito(data)) as url:
        assert description(url)["Name"] == "renamed"


def test_file_that_cognito_refuses_stops_the_start_with_its_reason(tmp_path: Path) -> None:
    requests = compiled(tmp_path)
    content = json.loads(requests.read_text("utf-8"))
    content[0]["request"]["AccountRecoverySetting"]["RecoveryMechanisms"].append({"Name": "admin_only", "Priority": 3})
    requests.write_text(json.dumps(content), "utf-8")

    with pytest.raises(SettingsError, match="InvalidParameterException"):
        create_cognito(tmp_path / "pool.sqlite3", pool_file=requests)


@pytest.mark.parametrize("content", [b"", b"[", b"{}x", b"[1]", b"{}", b'[{"operation": "CreateGroup"}]', b"\xff"])
def test_file_that_is_not_compiled_stops_the_start_with_its_reason(tmp_path: Path, content: bytes) -> None:
    requests = tmp_path / "pool.json"
    requests.write_bytes(content)

    with pytest.raises(SettingsError, match=r"is not what|not found|exist"):
        create_cognito(tmp_path / "pool.sqlite3", pool_file=requests)
