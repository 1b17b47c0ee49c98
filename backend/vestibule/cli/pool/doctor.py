"""`vestibule pool doctor`: find faults of the user pool, and the commands that fix them."""

import json
from enum import IntEnum
from typing import Annotated

import typer

from vestibule import logs
from vestibule.cli.console import console
from vestibule.cli.pool.doctor_report import print_report, to_json
from vestibule.cognito.doctor.build import build_facts
from vestibule.cognito.doctor.check import Check
from vestibule.cognito.doctor.fault import Severity
from vestibule.cognito.doctor.registry import CHECKS
from vestibule.cognito.doctor.report import ORDER, Report, examine
from vestibule.settings import Settings, load_settings

CHECK_IDS = frozenset(check.id for check in CHECKS)


class ExitStatus(IntEnum):
    """What scripts learn from the command."""

    HEALTHY = 0
    FAILED = 1
    FINDINGS = 2


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document, for scripts.")] = False,
    fail_on: Annotated[
        Severity, typer.Option(help="The lowest severity that makes the exit status 2.", case_sensitive=False)
    ] = Severity.ERROR,
    only: Annotated[list[str] | None, typer.Option(metavar="CHECK", help="Run only this check; repeatable.")] = None,
    ignore: Annotated[list[str] | None, typer.Option(metavar="CHECK", help="Skip this check; repeatable.")] = None,
) -> None:
    """Examine the user pool, and print each fault with its effect and the command that fixes it.

    It only reads. Without AWS credentials it checks what Cognito's public endpoints report; with credentials,
    everything that they may read. docs/doctor.md lists the checks.

    Exit status: 0 no finding at or above --fail-on; 2 findings; 1 wrong usage or settings, or Cognito does not respond.

    In CI: `vestibule pool doctor --fail-on warning --ignore firewall`
    """
    checks = _selected(only or [], ignore or [])
    settings = load_settings()
    report = _examine(settings, checks)
    if as_json:
        typer.echo(json.dumps(to_json(report, settings), indent=2))
    else:
        print_report(report, settings, console())
    raise typer.Exit(_status(report, fail_on))


def _selected(only: list[str], ignore: list[str]) -> tuple[Check, ...]:
    for name in (*only, *ignore):
        if name not in CHECK_IDS:
            raise typer.BadParameter(f"{name} is not a check; docs/doctor.md lists them")
    return tuple(check for check in CHECKS if (not only or check.id in only) and check.id not in ignore)


def _examine(settings: Settings, checks: tuple[Check, ...]) -> Report:
    logs.silence()  # the output says what the log lines would
    facts = build_facts(settings)
    with console(stderr=True).status("Reading the pool …") as status:  # shown in a terminal only
        return examine(facts, checks, on_check=lambda check: status.update(f"Checking {check.id} …"))


def _status(report: Report, fail_on: Severity) -> ExitStatus:
    if any(report.count(severity) for severity in ORDER[: ORDER.index(fail_on) + 1]):
        return ExitStatus.FINDINGS
    return ExitStatus.HEALTHY if report.is_reachable else ExitStatus.FAILED
