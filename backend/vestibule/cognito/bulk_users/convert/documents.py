"""Reading exports: JSON documents, and JSON Lines (NDJSON)."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

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
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidUserFile(0, f"{path.name} is not UTF-8") from None
    try:
        document = json.loads(text)
    except RecursionError:
        raise InvalidUserFile(0, f"{path.name} is not JSON") from None
    except ValueError:
        yield from _lines(path, text)
        return
    if member is not None and isinstance(document, dict) and member in document:
        document = document[member]
    for number, row in enumerate(document if isinstance(document, list) else [document], start=1):
        yield _object(path, number, row)


def _lines(path: Path, text: str) -> Iterator[Row]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                raise InvalidUserFile(number, f"{path.name} is not JSON") from None
            yield _object(path, number, row)


def _object(path: Path, number: int, row: object) -> Row:
    if not isinstance(row, dict):
        raise InvalidUserFile(number, f"{path.name} has something else than an object")
    return row
