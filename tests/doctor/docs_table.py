"""The table of docs/doctor.md. After a change of a check: `python -m tests.doctor.docs_table`."""

from pathlib import Path

from vestibule.cognito.doctor.check import Check
from vestibule.cognito.doctor.registry import CHECKS

PAGE = Path(__file__).parents[2] / "docs" / "doctor.md"
HEADER = "| # | check | severity | finds | effect on users |\n|---|---|---|---|---|\n"


def table() -> str:
    """Every check; those that also run in the API are marked."""
    return HEADER + "".join(map(_row, CHECKS))


def _row(check: Check) -> str:
    name = f"`{check.id}`{' ●' if check.cheap else ''}"
    return f"| {check.number} | {name} | {check.severity} | {check.title} | {check.effect} |\n"


def with_table(page: str) -> str:
    """The page with the present table."""
    before, _, rest = page.partition(HEADER)
    after = rest[rest.index("\n\n") + 1 :]
    return f"{before}{table()}{after}"


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text("utf-8")), "utf-8")
