"""docs/limits.md has every limit that no setting changes, as it is."""

import re
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "backend/vestibule"
PAGE = (ROOT / "docs/limits.md").read_text("utf-8")
ROWS = re.findall(
    r"^\| (.+) \| ([\d., adnot]+?)(?: (s|minutes|hours|days|kB|MB))? \| `([\w.]+)` \|$", PAGE, re.MULTILINE
)
UNITS = {"": 1, "s": 1, "minutes": 60, "hours": 3600, "days": 86_400, "kB": 1024, "MB": 1_000_000}
LIMIT = re.compile(
    r"^(?:[A-Z_]+, )?(_?MAX_[A-Z_]+|(?:[A-Z_]+_)?SECONDS|CAPACITY|REMEMBERED)(?:, [A-Z_]+)? = [\d(]", re.MULTILINE
)


def documented(value: str, unit: str) -> tuple[float, ...]:
    numbers = re.findall(r"\d+(?:\.\d+)?", re.sub(r"(?<=\d),(?=\d{3})", "", value))
    return tuple(float(number) * UNITS[unit] for number in numbers)


def actual(constant: str) -> tuple[float, ...]:
    module, _, name = constant.rpartition(".")
    value = getattr(import_module(f"vestibule.{module}"), name)
    if isinstance(value, range):
        return value.start, value.stop - 1
    return value if isinstance(value, tuple) else (value,)


def test_limits_are_as_documented() -> None:
    assert {constant: actual(constant) for *_, constant in ROWS} == {
        constant: documented(value, unit) for _, value, unit, constant in ROWS
    }


def test_every_limit_is_documented() -> None:
    limits = {
        f"{'.'.join(path.relative_to(PACKAGE).with_suffix('').parts)}.{name}"
        for path in PACKAGE.rglob("*.py")
        for name in LIMIT.findall(path.read_text("utf-8"))
    }

    assert len(ROWS) == PAGE.count("` |\n")
    assert limits - {row[3] for row in ROWS} == set()
