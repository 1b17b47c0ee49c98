"""Which pool commands work with, what they say about failures, and how they write numbers and names."""

from pathlib import Path
from typing import Any

import pytest
import typer

from vestibule.cli.environment import environment
from vestibule.cli.pool.target import NoRegion, target
from vestibule.cli.texts import counted, printable
from vestibule.cli.users.target import errors_shown, open_pool
from vestibule.cognito.bulk_users.record import InvalidUserFile
from vestibule.cognito.transport.aws import CallFailed

VARIABLES = (
    *("COGNITO_USER_POOL_ID", "COGNITO_CLIENT_ID", "COGNITO_IDENTITY_POOL_ID", "COGNITO_ENDPOINT_URL"),
    *("COGNITO_REGION", "AWS_REGION", "AWS_DEFAULT_REGION"),
)
FILE = 'name = "p"\n[clients.web]\n[local]\nname = "local"\n'


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


class TestEnvironment:
    def test_variables_override_those_of_the_file_unless_they_are_empty(self, monkeypatch: pytest.MonkeyPatch) -> None:
        Path(".env").write_text("COGNITO_REGION=a\nAWS_REGION=b\n", "utf-8")
        monkeypatch.setenv("COGNITO_REGION", "")
        monkeypatch.setenv("AWS_REGION", "c")

        found = environment()

        assert (found["COGNITO_REGION"], found["AWS_REGION"]) == ("a", "c")


class TestPoolTarget:
    @pytest.mark.parametrize(
        ("region", "variables", "expected"),
        [
            ("option", {"COGNITO_USER_POOL_ID": "pool_1", "COGNITO_REGION": "a"}, "option"),
            ("", {"COGNITO_USER_POOL_ID": "pool_1", "COGNITO_REGION": "a"}, "pool"),
            ("", {"COGNITO_REGION": "a", "AWS_REGION": "b", "AWS_DEFAULT_REGION": "c"}, "a"),
            ("", {"AWS_REGION": "b", "AWS_DEFAULT_REGION": "c"}, "b"),
            ("", {"AWS_DEFAULT_REGION": "c"}, "c"),
            ("", {}, ""),
        ],
    )
    def test_region_is_the_options_the_pools_or_that_of_the_environment(
        self, monkeypatch: pytest.MonkeyPatch, region: str, variables: dict[str, str], expected: str
    ) -> None:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

        assert target(Path("pool.toml"), region, "").region == expected

    @pytest.mark.parametrize(
        ("endpoint", "variable", "expected", "name"),
        [
            ("", "", None, "p"),
            ("http://localhost:9229", "http://127.0.0.1:1", "http://localhost:9229", "local"),
            ("", "http://127.0.0.1:1", "http://127.0.0.1:1", "local"),
            ("", "https://vpce.example", "https://vpce.example", "p"),
        ],
    )
    def test_planner_is_for_the_pool_of_the_settings(
        self,
        monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path,
        endpoint: str,
        variable: str,
        expected: str | None,
        name: str,
    ) -> None:
        for key, value in {
            "COGNITO_USER_POOL_ID": "eu-west-1_A",
            "COGNITO_CLIENT_ID": "first,second",
            "COGNITO_IDENTITY_POOL_ID": "eu-west-1:1",
            "COGNITO_ENDPOINT_URL": variable,
        }.items():
            monkeypatch.setenv(key, value)
        (tmp_path / "pool.toml").write_text(FILE, "utf-8")

        planner = target(tmp_path / "pool.toml", "", endpoint).planner()

        assert planner.file.name == name
        assert (planner.pool_id, planner.client_id, planner.identity_pool_id) == ("eu-west-1_A", "first", "eu-west-1:1")
        assert (planner.aws.region, planner.aws.endpoint_url) == ("eu-west-1", expected)

    def test_region_is_needed(self, tmp_path: Path) -> None:
        (tmp_path / "pool.toml").write_text(FILE, "utf-8")

        with pytest.raises(NoRegion, match="Which AWS region"):
            target(tmp_path / "pool.toml", "", "").planner()


class TestUsersTarget:
    @pytest.mark.parametrize(
        ("option", "variable", "expected"),
        [("eu-west-1_A", "us-east-1_B", "eu-west-1_A"), ("", "us-east-1_B", "us-east-1_B")],
    )
    def test_pool_is_that_of_the_option_or_of_the_settings(
        self, monkeypatch: pytest.MonkeyPatch, option: str, variable: str, expected: str
    ) -> None:
        monkeypatch.setenv("COGNITO_USER_POOL_ID", variable)

        assert open_pool(option, "http://localhost:1", 20).pool_id == expected

    @pytest.mark.parametrize("option", ["", "pool"])
    def test_pool_must_be_named(self, option: str) -> None:
        with pytest.raises(typer.BadParameter, match="Which user pool"):
            open_pool(option, "", 20)


AGAIN = "Again."


class TestErrors:
    @pytest.mark.parametrize(
        ("error", "status", "shown"),
        [
            (InvalidUserFile(2, "x\x1b"), 2, ["line 2: x\N{REPLACEMENT CHARACTER}"]),
            (FileNotFoundError(2, "No such file", "users.jsonl"), 1, ["users.jsonl: No such file", AGAIN]),
            (OSError("broken"), 1, ["broken", AGAIN]),
            (CallFailed("ListUsers", "InternalErrorException", "[red]x"), 1, ["{error}", AGAIN]),
            (
                CallFailed("ListUsers", "AccessDeniedException", "x"),
                1,
                ["{error}", "The credentials need permission for ListUsers."],
            ),
            (
                CallFailed("ListUsers", "NoCredentialsError", "x"),
                1,
                ["{error}", "No AWS credentials were found: `aws configure`, AWS_PROFILE, or a role of this machine."],
            ),
            (
                CallFailed("ListUsers", "ResourceNotFoundException", "x"),
                1,
                [
                    "{error}",
                    "Is it the right region, and the right AWS account? `.env` and the environment name the pool.",
                ],
            ),
            (KeyboardInterrupt(), 130, ["Interrupted.", AGAIN]),
        ],
    )
    def test_failure_is_shown_with_what_to_do(
        self, capsys: pytest.CaptureFixture[str], error: Any, status: int, shown: list[str]
    ) -> None:
        with pytest.raises(typer.Exit) as caught, errors_shown(AGAIN):
            raise error

        captured = capsys.readouterr()
        assert caught.value.exit_code == status
        assert captured.err == "".join(f"{line.replace('{error}', str(error))}\n" for line in shown)
        assert captured.out == ""

    def test_long_text_is_cut(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(typer.Exit), errors_shown(""):
            raise OSError("x" * 501)

        assert capsys.readouterr().err == "x" * 500 + "\n"


@pytest.mark.parametrize(
    ("number", "noun", "text"),
    [(0, "user", "0 users"), (1, "user", "1 user"), (2, "error", "2 errors"), (1200, "user", "1,200 users")],
)
def test_number_is_written_with_its_noun(number: int, noun: str, text: str) -> None:
    assert counted(number, noun) == text


def test_text_does_not_control_the_terminal() -> None:
    assert printable("a\x1b\n\u202eé b") == "a\ufffd\ufffd\ufffdé b"
    assert (printable("abc", 2), printable("abc", 3)) == ("ab", "abc")
