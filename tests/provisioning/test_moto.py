"""The commands on moto, a second implementation of Cognito's API."""

from pathlib import Path

import pytest

from tests.provisioning.commands import Commands
from tests.provisioning.moto_server import moto_server

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


def test_pool_is_created_and_changed_on_moto(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with moto_server() as url:
        commands = Commands(tmp_path, url, {"GOOGLE_CLIENT_SECRET": "secret-of-google"}).write(FILE)

        created = commands.apply()
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

        commands.environment["GOOGLE_CLIENT_SECRET"] = "another-one"
        status, output = commands.plan()
        assert status == 2
        assert "(secret) → (another secret)" in output
        del commands.environment["GOOGLE_CLIENT_SECRET"]
        assert commands.plan()[0] == 0


def test_what_an_update_has_reset_is_noticed_when_the_pool_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Moto's UpdateUserPool forgets how users sign in, which Cognito's does not even take."""
    monkeypatch.chdir(tmp_path)
    with moto_server() as url:
        commands = Commands(tmp_path, url).write('name = "reset"\n[clients.web]\n')
        commands.apply()

        result = commands.edit(append="[password_policy]\nminimum_length = 14\n").run("apply")

    assert result.exit_code == 1
    assert "Read again, the pool is not as the file declares it" in result.output
    assert "UsernameAttributes: [] → ['email']" in result.output
