"""Plans and errors as a terminal shows them: colours say what it takes."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import typer
from rich.console import Console

from vestibule.cli.advice import advice
from vestibule.cli.pool.rendering import errors_shown, show_plan
from vestibule.cli.pool.target import NoRegion, target
from vestibule.cli.texts import counted, printable
from vestibule.cognito.provisioning.differences import Difference
from vestibule.cognito.provisioning.plan import Effect, Obstacle, Plan, Step
from vestibule.cognito.provisioning.planner import PoolNotFound
from vestibule.cognito.transport.aws import CallFailed
from vestibule.pool_file import PoolFileError
from vestibule.settings import SettingsError

BOLD, DIM, RED, GREEN, YELLOW = 1, 2, 31, 32, 33


def styled(text: str, *codes: int) -> str:
    """The text as a terminal gets it."""
    return f"\x1b[{';'.join(map(str, codes))}m{text}\x1b[0m"


def shown(plan: Plan) -> list[str]:
    out = StringIO()
    show_plan(Console(file=out, force_terminal=True, color_system="standard", soft_wrap=True, highlight=False), plan)
    return out.getvalue().splitlines()


def step(effect: Effect, **more: Any) -> Step:
    return Step("it", effect, "Operation", lambda _: {}, **more)


class TestPlan:
    def test_signs_and_colours_say_what_each_difference_takes(self) -> None:
        plan = Plan(
            steps=(
                step(Effect.ADDED),
                step(Effect.IN_PLACE, differences=(Difference(("a", "b"), 1, None),), losses=("something",)),
                step(Effect.OTHER_CALL),
                step(Effect.NEW_CLIENT),
            ),
            obstacles=(Obstacle("that", "a → b", "a new pool"),),
            not_compared=("groups (denied)",),
            not_in_file=("group x",),
        )

        assert shown(plan) == [
            styled("+ it", BOLD, GREEN) + "  added",
            styled("~ it", BOLD, YELLOW) + "  changed in place",
            "    a.b: 1 → (none)",
            styled("    lost: something", RED),
            styled("~ it", BOLD, YELLOW) + "  changed by another call: Operation",
            styled("! it", BOLD, RED) + "  needs a new app client",
            styled("✗ that", BOLD, RED) + "  cannot be changed",
            "    a → b",
            styled("    a new pool", DIM),
            styled("Not in the file, left alone:", DIM),
            styled("    group x", DIM),
            styled("Could not be read:", DIM),
            styled("    groups (denied)", DIM),
            styled("5 differences", BOLD)
            + ": 1 added, 1 changed in place, 1 changed by another call, 1 needs a new app client,"
            + " 1 cannot be changed.",
        ]

    def test_pool_without_differences_is_green(self) -> None:
        assert shown(Plan((), (), (), ())) == [styled("The pool is as the file declares it.", GREEN)]

    @pytest.mark.parametrize(
        ("actual", "wanted", "lines"),
        [
            (None, "x", ["a: (none) → x"]),
            ("", 0, ["a: (none) → 0"]),
            (False, True, ["a: False → True"]),
            ([1, "b"], [], ["a: 1, b → (none)"]),
            ("a\n  b\x1b", "c", ["a: a b\N{REPLACEMENT CHARACTER} → c"]),
            ("x" * 160, "y" * 161, [f"a: {'x' * 160} → {'y' * 160}…"]),
            ([{"Name": "n", "x": 1}], [{"x": 1}], ["a: n → {'x': 1}"]),
            ([{"ScopeName": "s"}], [{"ScopeName": "s", "ScopeDescription": "d"}], ["a: s () → s (d)"]),
            ({"x": 1, "y": 2}, {"y": 2, "z": 3}, ["a.x: 1 → (none)", "a.z: (none) → 3"]),
            (None, {"x": 1}, ["a.x: (none) → 1"]),
            ({}, None, ["a: (none) → (none)"]),
            ("x", {"y": 1}, ["a: x → {'y': 1}"]),
        ],
    )
    def test_values_are_short_and_maps_are_taken_apart(self, actual: Any, wanted: Any, lines: list[str]) -> None:
        plan = Plan((step(Effect.IN_PLACE, differences=(Difference(("a",), actual, wanted),)),), (), (), ())

        assert shown(plan)[1:-1] == [f"    {line}" for line in lines]


class TestErrors:
    @pytest.mark.parametrize(
        ("error", "output"),
        [
            (PoolFileError("one\ntwo\x1b[2J"), "one\ntwo\N{REPLACEMENT CHARACTER}[2J\n"),
            (PoolNotFound("gone"), "gone\n"),
            (SettingsError("bad"), "bad\n"),
            (NoRegion(), "Which AWS region? Give --region, or set COGNITO_REGION or AWS_REGION.\n"),
            (OSError(2, "No such file", ".env"), "[Errno 2] No such file: '.env'\n"),
            (CallFailed("GetUser", "Other", "why"), "GetUser: Other: why\nRun it again.\n"),
            (
                CallFailed("GetUser", "AccessDeniedException", ""),
                "GetUser: AccessDeniedException\nThe credentials need permission for GetUser.\n",
            ),
        ],
    )
    def test_error_is_shown_without_a_traceback(
        self, error: Exception, output: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(typer.Exit) as ended, errors_shown("Run it again."):
            raise error

        captured = capsys.readouterr()
        assert (ended.value.exit_code, captured.out, captured.err) == (1, "", output)

    def test_without_advice_nothing_is_added(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(typer.Exit), errors_shown():
            raise CallFailed("GetUser", "Other", "")

        assert capsys.readouterr().err == "GetUser: Other\n"

    @pytest.mark.parametrize(
        ("code", "start"),
        [
            *(
                (f"{name}Error", "No AWS credentials")
                for name in ("NoCredentials", "PartialCredentials", "CredentialRetrieval")
            ),
            *(
                (f"{name}Exception", "The credentials need permission for X.")
                for name in ("AccessDenied", "Unauthorized")
            ),
            ("ResourceNotFoundException", "Is it the right region"),
            ("Other", ""),
        ],
    )
    def test_advice_is_that_of_the_error(self, code: str, start: str) -> None:
        said = advice(CallFailed("X", code, ""))

        assert said.startswith(start)
        assert bool(said) == bool(start)

    def test_numbers_and_names_are_written_for_people(self) -> None:
        assert [counted(0), counted(1), counted(1200), counted(1, "file"), counted(2, "file")] == [
            *("0 users", "1 user", "1,200 users", "1 file", "2 files"),
        ]
        assert printable("a\x1bb\u2028é") == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}é"
        assert printable("abc", 2) == "ab"


class TestTarget:
    NAMES = ("COGNITO_USER_POOL_ID", "COGNITO_REGION", "AWS_REGION", "AWS_DEFAULT_REGION", "COGNITO_ENDPOINT_URL")

    @pytest.mark.parametrize(
        ("option", "variables", "region"),
        [
            ("", {}, ""),
            ("", {"AWS_DEFAULT_REGION": "a"}, "a"),
            ("", {"AWS_DEFAULT_REGION": "a", "AWS_REGION": "b"}, "b"),
            ("", {"AWS_REGION": "b", "COGNITO_REGION": "c"}, "c"),
            ("", {"COGNITO_REGION": "c", "COGNITO_USER_POOL_ID": "d_1"}, "d"),
            ("e", {"COGNITO_USER_POOL_ID": "d_1"}, "e"),
        ],
    )
    def test_region_is_that_of_the_option_the_pool_or_the_environment(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str, variables: dict[str, str], region: str
    ) -> None:
        monkeypatch.chdir(tmp_path)
        for name in self.NAMES:
            monkeypatch.setenv(name, variables.get(name, ""))

        assert target(Path("pool.toml"), option, "").region == region

    def test_settings_of_the_env_file_name_the_pool_and_the_endpoint(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        for name in (*self.NAMES, "COGNITO_CLIENT_ID", "COGNITO_IDENTITY_POOL_ID"):
            monkeypatch.delenv(name, raising=False)
        Path("pool.toml").write_text('name = "p"\n[clients.web]\n[local]\ntier = "PLUS"\n')
        Path(".env").write_text(
            "COGNITO_USER_POOL_ID=eu-west-1_A\nCOGNITO_CLIENT_ID=one,two\nCOGNITO_IDENTITY_POOL_ID=eu-west-1:1\n"
            "COGNITO_ENDPOINT_URL=http://localhost:9229\n"
        )

        local, aws = (target(Path("pool.toml"), "", url) for url in ("", "https://cognito.example"))

        assert (local.endpoint_url, aws.endpoint_url) == ("http://localhost:9229", "https://cognito.example")
        assert not aws.planner().aws.is_local
        planner = local.planner()
        assert (planner.pool_id, planner.client_id, planner.identity_pool_id) == ("eu-west-1_A", "one", "eu-west-1:1")
        assert (planner.aws.region, planner.aws.is_local, planner.file.tier) == ("eu-west-1", True, "PLUS")
        assert "eu-west-1:1" not in repr(local)
