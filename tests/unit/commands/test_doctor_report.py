"""The doctor's report for people: every line of it, in a terminal and in a file."""

from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from tests.apps import settings_for
from vestibule.cli.pool.doctor_report import print_report
from vestibule.cognito.doctor.check import Check
from vestibule.cognito.doctor.fault import Severity
from vestibule.cognito.doctor.report import Finding, NotChecked, Report

SETTINGS = settings_for("http://127.0.0.1:9")
EFFECT = "Users notice this one, " + "and it is long, " * 5 + "too."


def check(number: int, name: str) -> Check:
    nothing: Any = lambda _: iter(())  # noqa: E731
    return Check(number, name, Severity.ERROR, f"Title of {name}.", EFFECT, nothing)


FOUND = Report(
    findings=(
        Finding(check(1, "first"), Severity.ERROR, "[red]what\x1b[2J", "aws fix\n    --all " + "x" * 90),
        Finding(check(2, "second"), Severity.WARNING, "what", "fix"),
        Finding(check(3, "third"), Severity.WARNING, "what", "fix"),
    ),
    passed=(check(4, "fourth"),),
    not_checked=(
        NotChecked(check(5, "fifth"), "no credentials", False),
        NotChecked(check(6, "sixth"), "denied", False),
        NotChecked(check(7, "seventh"), "no credentials", False),
    ),
)
IN_A_FILE = f"""\
ERROR   first  [red]what\N{REPLACEMENT CHARACTER}[2J
    Title of first.
    Effect: {EFFECT}
    Fix:
    aws fix\N{REPLACEMENT CHARACTER}    --all {"x" * 90}

WARNING second  what
    Title of second.
    Effect: {EFFECT}
    Fix:
    fix

WARNING third  what
    Title of third.
    Effect: {EFFECT}
    Fix:
    fix

Not checked
    fifth, seventh: no credentials
    sixth: denied

Pool us-east-1_Vestibule: 1 error, 2 warnings, 0 info; 1 passed, 3 not checked
"""


def printed(report: Report, **options: Any) -> str:
    file = StringIO()
    print_report(report, SETTINGS, Console(file=file, highlight=False, soft_wrap=True, **options))
    return file.getvalue()


def test_report_in_a_file_has_whole_lines() -> None:
    assert printed(FOUND) == IN_A_FILE


def test_report_in_a_terminal_wraps_prose_and_no_command() -> None:
    lines = printed(FOUND, force_terminal=True, color_system=None, width=60, no_color=True).splitlines()

    prose = [line for line in lines if "long" in line]
    assert max(map(len, prose)) <= 60
    assert all(line.startswith("    ") for line in prose)
    assert any(line.rstrip().endswith("x" * 90) for line in lines)


@pytest.mark.parametrize(("severity", "style"), [("ERROR", "1;31"), ("WARNING", "33"), ("INFO", "36")])
def test_severity_has_a_colour(severity: str, style: str) -> None:
    report = Report((Finding(check(1, "one"), Severity[severity], "what", "fix"),), (), ())

    first = printed(report, force_terminal=True, color_system="standard", width=80).splitlines()[0]

    assert first == f"\x1b[{style}m{severity:<8}\x1b[0m\x1b[1mone\x1b[0m  what"


def test_healthy_pool_has_one_line() -> None:
    report = Report((), (check(1, "one"), check(2, "two")), ())

    assert printed(report) == ("Pool us-east-1_Vestibule: 0 errors, 0 warnings, 0 info; 2 passed, 0 not checked\n")
