"""The doctor's report, for people and for scripts."""

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from vestibule.cli.texts import counted, printable
from vestibule.cognito.doctor.fault import Severity
from vestibule.cognito.doctor.report import ORDER, Finding, Report
from vestibule.settings import Settings

STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
INDENT = 4


def print_report(report: Report, settings: Settings, console: Console) -> None:
    """Print every finding with its command. Only prose is wrapped: commands are copied."""
    for finding in report.findings:
        _print_finding(finding, console)
    if report.not_checked:
        console.print(Text("Not checked", style="bold"))
        reasons = dict.fromkeys(each.reason for each in report.not_checked)
        for reason in reasons:
            checks = ", ".join(each.check.id for each in report.not_checked if each.reason == reason)
            _print_indented(f"{checks}: {reason}", console)
        console.print()
    errors, warnings, remarks = (report.count(severity) for severity in ORDER)
    counts = f"{counted(errors, 'error')}, {counted(warnings, 'warning')}, {remarks} info"
    console.print(
        f"Pool {settings.cognito_user_pool_id}: {counts}; {len(report.passed)} passed, "
        f"{len(report.not_checked)} not checked",
        markup=False,
    )


def _print_finding(finding: Finding, console: Console) -> None:
    heading = Text.assemble(
        (f"{finding.severity.upper():<8}", STYLES[finding.severity]),
        (finding.check.id, "bold"),
        f"  {printable(finding.what)}",
    )
    console.print(heading)
    _print_indented(finding.check.title, console)
    _print_indented(f"Effect: {finding.check.effect}", console)
    _print_indented("Fix:", console)
    # Text from the pool is never markup.
    console.print(Text(f"{'':{INDENT}}{printable(finding.fix)}"))
    console.print()


def _print_indented(line: str, console: Console) -> None:
    line = printable(line)
    if console.is_terminal:
        console.print(Padding(Text(line), (0, 0, 0, INDENT), expand=False), soft_wrap=False)
    else:  # one line, for grep
        console.print(Text(f"{'':{INDENT}}{line}"))


def to_json(report: Report, settings: Settings) -> dict[str, object]:
    """The report as JSON; docs/doctor.md describes it."""
    return {
        "pool": settings.cognito_user_pool_id,
        "client": settings.client_id,
        "region": settings.cognito_region,
        "counts": {str(severity): report.count(severity) for severity in ORDER},
        "findings": [
            {
                "id": finding.check.id,
                "number": finding.check.number,
                "severity": str(finding.severity),
                "title": finding.check.title,
                "what": finding.what,
                "effect": finding.check.effect,
                "fix": finding.fix,
            }
            for finding in report.findings
        ],
        "passed": [check.id for check in report.passed],
        "not_checked": [{"id": each.check.id, "reason": each.reason} for each in report.not_checked],
    }
