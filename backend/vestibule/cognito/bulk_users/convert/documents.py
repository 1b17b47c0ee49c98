"""Reading exports: JSON documents, and JSON Lines (NDJSON)."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

from vestibule.cognito.bulk_users.record import InvalidUserFile

Row = Mapping[str, Any]


def rows(paths: list[Path], member: str | None = None) -> Iterator[Row]:
    """The objects in the files: of a list, of the list `member` of an object, or one on each line.

    Raises InvalidUserFile, or OSError.
    """
    for path in paths:
        yield from _rows(path, member)


def _rows(path: Path, member: str | None) -> Iterator[Row]:
    try:
        with path.open(encoding="utf-8-sig", newline="\n") as file:
            first = _parse(file.readline())
            file.seek(0)
            is_lines = isinstance(first, dict) and (member is None or member not in first)
            yield from _lines(path, file) if is_lines else _document(path, file.read(), member)
    except UnicodeDecodeError:
        raise InvalidUserFile(0, f"{path.name} is not UTF-8") from None


def _lines(path: Path, file: TextIO) -> Iterator[Row]:
    """One object on each line: such files may be too long for the memory."""
    for number, line in enumerate(file, start=1):
        if line.strip():
            yield _object(path, number, _parse(line))


def _document(path: Path, text: str, member: str | None) -> Iterator[Row]:
    document = _parse(text)
    if member is not None and isinstance(document, dict) and member in document:
        document = document[member]
    for number, row in enumerate(document if isinstance(document, list) else [document], start=1):
        yield _object(path, number, row)


def _parse(text: str) -> object:
    """A JSON document; None for anything else."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _object(path: Path, number: int, row: object) -> Row:
    if not isinstance(row, dict):
        raise InvalidUserFile(number, f"{path.name} is not JSON, or has something else than objects")
    return row
