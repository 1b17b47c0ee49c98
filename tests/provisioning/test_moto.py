"""The commands on moto, a second implementation of Cognito's API."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from moto import mock_aws

from tests.provisioning.commands import SHIPPED, Commands

CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/c"
FILE = """
name = "second opinion"

[attributes.email]
required = true

[custom_attributes.team]
max_length = 20

[mfa]
mode = "OPTIONAL"
totp = true

[clients.web]
kind = "confidential"
auth_flows = ["USER_PASSWORD_AUTH"]
callback_urls = ["https://app.example.com/callback"]
providers = ["COGNITO", "Google"]

[clients.job]
kind = "machine"
scopes = ["https://api.example.com/read"]

[providers.Google]
type = "Google"
client_id = "1234"
client_secret = { env = "GOOGLE_CLIENT_SECRET" }
scopes = ["openid", "email"]
attribute_mapping = { email = "email" }

[resource_servers.api]
identifier = "https://api.example.com"
scopes = { read = "Read" }

[groups.admins]
description = "May administer users."
"""


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Commands]:
    """The commands on AWS's own endpoint, which moto answers within botocore."""
    monkeypatch.chdir(tmp_path)
    credentials = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    with mock_aws():
        yield Commands(tmp_path, "", {**credentials, "GOOGLE_CLIENT_SECRET": "secret-of-google"})


def test_shipped_file_makes_a_pool_with_credentials_alone(commands: Commands) -> None:
    commands.write(SHIPPED).apply()

    assert commands.plan()[0] == 0
    assert commands.settings.keys() == {"COGNITO_USER_POOL_ID", "COGNITO_CLIENT_ID"}


@pytest.mark.parametrize(
    ("domain", "host"),
    [
        ('prefix = "example"', "example.auth.us-east-1.amazoncognito.com"),
        (f'custom = "auth.example.com"\ncertificate_arn = "{CERTIFICATE}"', "auth.example.com"),
    ],
)
def test_domain_at_aws_is_written_with_the_other_settings(commands: Commands, domain: str, host: str) -> None:
    commands.write(f'name = "with a domain"\n[clients.web]\n[domain]\n{domain}\n').run("apply")

    assert commands.settings["COGNITO_DOMAIN"] == f"https://{host}"


def test_pool_is_created_and_changed(commands: Commands) -> None:
    created = commands.write(FILE).apply()
    status, output = commands.plan()
    assert status == 0, output
    assert commands.settings["COGNITO_CLIENT_SECRET"]
    assert "secret-of-google" not in created + output

    commands.edit(
        ("[groups.admins]", "[groups.editors]\n[groups.admins]"),
        ("[custom_attributes.team]", "[custom_attributes.desk]\n[custom_attributes.team]"),
        ('["openid", "email"]', '["openid", "email", "profile"]'),
    ).apply()
    status, output = commands.plan()
    assert status == 0, output


def test_secret_that_changed_is_a_difference_and_one_that_is_not_at_hand_is_none(commands: Commands) -> None:
    commands.write(FILE).apply()

    commands.environment["GOOGLE_CLIENT_SECRET"] = "another-one"
    status, output = commands.plan()
    assert status == 2
    assert "(secret) → (another secret)" in output
    assert "another-one" not in output
    del commands.environment["GOOGLE_CLIENT_SECRET"]
    assert commands.plan()[0] == 0


def test_what_an_update_has_reset_is_noticed_when_the_pool_is_read_again(commands: Commands) -> None:
    """Moto's UpdateUserPool forgets how users sign in, which Cognito's does not even take."""
    commands.write('name = "reset"\n[clients.web]\n').apply()

    result = commands.edit(append="[password_policy]\nminimum_length = 14\n").run("apply")

    assert result.exit_code == 1
    assert "Read again, the pool is not as the file declares it" in result.output
    assert "UsernameAttributes: [] → ['email']" in result.output
