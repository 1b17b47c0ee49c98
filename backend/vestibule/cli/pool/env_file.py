"""Writes the ids of a pool into `.env`, and leaves every other line as it is."""

import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

ASSIGNMENT = re.compile(r"^\s*(?:export\s+)?(?P<name>[A-Za-z_][A-Za-z0-9_]*)\s*=")


def write_env_file(path: Path, values: Mapping[str, str], *, without: str = "") -> list[str]:
    """Set the values, in place of earlier ones; returns the names of those that changed.

    An assignment of `without` becomes a comment. The file is replaced in one step, so that an interruption leaves the
    old or the new one.
    """
    before = path.read_text("utf-8-sig") if path.exists() else ""
    lines, missing, changed = before.splitlines(), dict(values), []
    for number, line in enumerate(lines):
        found = ASSIGNMENT.match(line)
        name = found["name"] if found else ""
        if name == without and found:
            lines[number] = f"# {name}: not needed"  # without its value, which is a secret
            changed.append(name)
        if name not in values:
            continue
        if missing.pop(name, None) is None:  # a second assignment would override the first
            lines[number] = f"# {line}"
        elif line.strip() != f"{name}={values[name]}":
            lines[number] = f"{name}={values[name]}"
            changed.append(name)
    lines += [f"{name}={value}" for name, value in missing.items()]
    changed += missing
    if changed:
        _replace(path, "\n".join(lines) + "\n")
    return changed


def _replace(path: Path, text: str) -> None:
    """Write next to the file, for its owner alone, and rename; a symbolic link stays one."""
    target = path.resolve()
    descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=".env.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
