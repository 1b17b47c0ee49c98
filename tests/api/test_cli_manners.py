"""How every command behaves: help that teaches, no colour without a terminal, exit statuses, no tracebacks."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.api.command_help import commands, documented_help, shown
from tests.mail_server import MailServer, mail_server
from vestibule.cli import app

RUNNER = CliRunner()
POOL = {"COGNITO_USER_POOL_ID": "us-east-1_Vestibule", "COGNITO_CLIENT_ID": "vestibulelocal"}

EACH_COMMAND = """
import sys
from vestibule.cli import app
for words in sys.argv[1:]:
    app(words.split(), standalone_mode=False)
"""
"""A script that runs several commands in one process, whose start takes longer than the commands."""


@pytest.fixture(autouse=True)
def _away_from_the_developers_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


class TestHelp:
    @pytest.mark.parametrize("words", [*commands()], ids=" ".join)
    def test_every_command_explains_itself(self, words: tuple[str, ...]) -> None:
        text = shown(words)

        assert f"Usage: {' '.join(['vestibule', *words])}" in text
        assert "[/" not in text
        assert text == documented_help()[" ".join(words)], "if that is meant: python -m tests.api.command_help"

    @pytest.mark.parametrize("words", [(), ("pool",), ("users",), ("revoke",), ("token",)], ids=" ".join)
    def test_group_without_a_command_lists_its_commands(self, words: tuple[str, ...]) -> None:
        result = RUNNER.invoke(app, [*words])

        assert result.exit_code == 2
        assert "Commands" in result.output or "Run" in result.output

    def test_exit_statuses_are_explained(self) -> None:
        explained = [
            words
            for words in (("serve",), ("dev",), ("check",), ("pool",), ("revoke",), ("token", "inspect"), ())
            if "Exit status" in RUNNER.invoke(app, [*words, "--help"]).output
        ]

        assert len(explained) == 7

    def test_version_is_printed(self) -> None:
        assert RUNNER.invoke(app, ["--version"]).output.strip() == version("vestibule")


class TestOutput:
    def test_no_colour_without_a_terminal(self, cognito_url: str) -> None:
        environment = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "NO_COLOR")}
        settings = POOL | {"COGNITO_ENDPOINT_URL": cognito_url, "STORE_URL": "memory://", "TERM": "xterm-256color"}
        done = subprocess.run(
            [sys.executable, "-c", EACH_COMMAND, "pool doctor", "check", "--help"],
            env=environment | settings,
            capture_output=True,
            check=True,
            timeout=60,
        )

        assert b"Usage:" in done.stdout
        assert b"\x1b" not in done.stdout + done.stderr

    @pytest.mark.parametrize(
        ("words", "status"),
        [
            (["no-such-command"], 2),
            (["check", "--no-such-option"], 2),
            (["token", "inspect", "no-such-file"], 2),
            (["revoke", "user"], 2),
            (["users", "import", "."], 2),
            (["users", "import", "no-such-file"], 2),
            (["users", "convert", ".", "--from", "auth0", "--output", "users.jsonl"], 2),
            (["users", "convert", "no-such-file", "--from", "auth0", "--output", "users.jsonl"], 2),
        ],
    )
    def test_wrong_usage_has_exit_status_2_and_a_reason(self, words: list[str], status: int) -> None:
        result = RUNNER.invoke(app, words)

        assert (result.exit_code, "Traceback" in result.output) == (status, False)
        assert result.stderr

    @pytest.mark.parametrize(
        "words", [["pool", "schema"], ["pool", "embedded"], ["pool", "export", "--cloudformation"]], ids=" ".join
    )
    def test_json_is_indented_and_keeps_accents(self, words: list[str]) -> None:
        Path("pool.toml").write_text('name = "p"\n[clients.web]\n[groups.admins]\ndescription = "Gère les comptes"\n')

        written = RUNNER.invoke(app, words).stdout

        assert written == json.dumps(json.loads(written), indent=2, ensure_ascii=False) + "\n"

    def test_terraform_has_no_empty_line_at_its_end(self) -> None:
        Path("pool.toml").write_text('name = "p"\n[clients.web]\n')

        assert RUNNER.invoke(app, ["pool", "export", "--terraform"]).stdout.endswith("\n}\n")

    @pytest.mark.parametrize("content", ["[1]", "[[]]", "{", '"text"'])
    def test_export_without_json_objects_has_exit_status_2(self, tmp_path: Path, content: str) -> None:
        (tmp_path / "export.json").write_text(content)
        words = ["users", "convert", "export.json", "--from", "supabase", "--output", "users.jsonl"]

        result = RUNNER.invoke(app, words)

        assert (result.exit_code, "is not JSON" in result.stderr) == (2, True), result.output

    @pytest.mark.parametrize(
        "words", [["check"], ["pool", "doctor"], ["revoke", "user", "ann"], ["token", "inspect", "a"]]
    )
    def test_invalid_settings_have_exit_status_1_and_name_the_setting(self, words: list[str]) -> None:
        Path("a").write_text("a token")

        result = RUNNER.invoke(app, words, env=POOL | {"API_PORT": "many"})

        assert isinstance(result.exception, SystemExit)  # Python prints its message, and exits with 1
        assert "API_PORT" in str(result.exception.code)


class TestCheck:
    @pytest.fixture(scope="class")
    @staticmethod
    def mail() -> Iterator[MailServer]:
        with mail_server() as server:
            yield server

    def check(self, cognito_url: str, **settings: str) -> dict[str, bool]:
        result = RUNNER.invoke(
            app,
            ["check", "--json"],
            env=POOL | {"COGNITO_ENDPOINT_URL": cognito_url, "STORE_URL": "memory://"} | settings,
        )
        found = json.loads(result.stdout)
        assert result.stdout == json.dumps(found, indent=2) + "\n"
        return {each["name"]: each["ok"] for each in found}

    def test_domain_and_identity_pool_are_reached_if_they_are_set(self, cognito_url: str) -> None:
        identity_pool = "us-east-1:00000000-0000-4000-8000-000000000001"

        found = self.check(cognito_url, COGNITO_DOMAIN=cognito_url, COGNITO_IDENTITY_POOL_ID=identity_pool)

        assert (found["domain"], found["identity"]) == (True, True)

    def test_unreachable_domain_fails(self, cognito_url: str) -> None:
        # An address that is not local Cognito's own: the API calls a domain on this machine at Cognito's endpoint.
        found = self.check("http://127.0.0.1:9", COGNITO_DOMAIN="http://127.0.0.1:9", COGNITO_JWKS_URL=cognito_url)

        assert found["domain"] is False

    def test_mail_server_is_signed_in_to(self, cognito_url: str, mail: MailServer) -> None:
        assert self.check(cognito_url, MAIL_URL=mail.url)["mail"]
        assert not self.check(cognito_url, MAIL_URL="smtp://127.0.0.1:9")["mail"]
        assert mail.envelopes.empty()
