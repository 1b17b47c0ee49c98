"""What the doctor says of each fault, and the fix that it gives: the folder `findings` has the texts."""

import re
from functools import cache
from pathlib import Path

from vestibule.cognito.doctor.report import Report

FOLDER = Path(__file__).with_name("findings")
RANDOM = {
    r"us-east-1_(?!Vestibule)[0-9A-Za-z]{9}(?![0-9A-Za-z])": "us-east-1_Pool",
    r"us-east-1:[0-9a-f-]{36}": "us-east-1:identity-pool",
    r"http://127\.0\.0\.1:\d+": "http://cognito",
    r"\b[0-9a-z]{26}\b": "client",
    r"\bd[0-9a-f]{12}\b": "domain",
}
"""Ids and ports differ in each run."""


def described(report: Report) -> str:
    """The findings with their fixes, as the folder has them."""
    text = "\n".join(f"{each.severity} {each.check.id}: {each.what}\n{each.fix}" for each in report.findings)
    for pattern, name in RANDOM.items():
        text = re.sub(pattern, name, text)
    return text


def documented(kind: str, fault: str) -> str:
    """The fault's section in the file of its kind. When a text changes, copy what the failing test shows."""
    return _sections(FOLDER / f"{kind}.txt")[fault]


@cache
def _sections(file: Path) -> dict[str, str]:
    _, *sections = re.split(r"^## ", file.read_text("utf-8"), flags=re.MULTILINE)
    return {name: text.strip() for name, _, text in (section.partition("\n") for section in sections)}
