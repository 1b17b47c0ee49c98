"""Files of users: JSON Lines, or CSV for spreadsheets. Both have the same content."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from vestibule.cognito.bulk_users.csv_cells import protect, restore
from vestibule.cognito.bulk_users.record import InvalidUserFile, UserRecord, is_unicode

MAX_CELL = 1_000_000
# Columns of a CSV file that are no attributes.
FIXED_COLUMNS = ("username", "status", "enabled", "created", "groups", "links", "password_hash")
BOOLEANS = {"true": True, "false": False}


class FileFormat(StrEnum):
    """The format of a file of users, which its name ends with."""

    JSONL = "jsonl"
    CSV = "csv"

    @classmethod
    def of(cls, path: Path) -> "FileFormat":
        """The format of a file by its name; raises InvalidUserFile."""
        try:
            return cls(path.suffix.removeprefix(".").lower())
        except ValueError:
            raise InvalidUserFile(0, f"{path.name} must end with .jsonl or .csv") from None


class RecordWriter(Protocol):
    """Formats users as text."""

    def header(self) -> str:
        """The text before the first user."""

    def line(self, record: UserRecord) -> str:
        """A user, with the end of the line."""


class JsonLinesWriter:
    """One JSON object a line. Members with their default value are left out."""

    def header(self) -> str:
        """Nothing."""
        return ""

    def line(self, record: UserRecord) -> str:
        """A JSON object. Characters are not escaped, so people can read and search the file, unless they have to be."""
        document = record.model_dump(mode="json", exclude_defaults=True, exclude_none=True)
        must_escape = not all(map(is_unicode, record.texts()))
        return json.dumps({"username": record.username, **document}, ensure_ascii=must_escape) + "\n"


class CsvWriter:
    """RFC 4180. Groups and links are JSON lists; cells cannot be formulas. Passwords hashes are not written."""

    def __init__(self, attributes: Sequence[str]) -> None:
        """`attributes` are the columns; a user with another attribute is refused."""
        self._columns = [*FIXED_COLUMNS[:-1], *attributes]

    def header(self) -> str:
        """The names of the columns."""
        return self._text(self._columns)

    def line(self, record: UserRecord) -> str:
        """A line of cells; raises InvalidUserFile for an attribute without a column."""
        if unknown := record.attributes.keys() - set(self._columns):
            raise InvalidUserFile(0, f"the attribute {min(unknown)} was added during the export: start it again")
        cells = {
            "username": record.username,
            "status": record.status,
            "enabled": str(record.enabled).lower(),
            "created": record.created or "",
            "groups": json.dumps(record.groups) if record.groups else "",
            "links": json.dumps([link.model_dump() for link in record.links]) if record.links else "",
            **record.attributes,
        }
        return self._text([cells.get(column, "") for column in self._columns])

    @staticmethod
    def _text(cells: Sequence[str]) -> str:
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerow(map(protect, cells))
        return out.getvalue()


def writer(file_format: FileFormat, attributes: Sequence[str]) -> RecordWriter:
    """The writer of a format, for users with these attributes."""
    return CsvWriter(attributes) if file_format is FileFormat.CSV else JsonLinesWriter()


def read_records(path: Path) -> Iterator[tuple[int, UserRecord]]:
    """The users in a file, each with the number of its line. Raises InvalidUserFile, or OSError."""
    read = _read_csv if FileFormat.of(path) is FileFormat.CSV else _read_json_lines
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            yield from read(file)
        except UnicodeDecodeError:
            raise InvalidUserFile(0, f"{path.name} is not UTF-8") from None


def _read_json_lines(file: io.TextIOBase) -> Iterator[tuple[int, UserRecord]]:
    for number, text in enumerate(file, start=1):
        if not text.strip():
            continue
        try:
            content = json.loads(text)
        except (ValueError, RecursionError):
            raise InvalidUserFile(number, "is not JSON") from None
        yield number, UserRecord.read(number, content)


def _read_csv(file: io.TextIOBase) -> Iterator[tuple[int, UserRecord]]:
    csv.field_size_limit(MAX_CELL)
    rows = csv.DictReader(file, restkey="", restval=None, strict=True)
    try:
        if len(set(rows.fieldnames or ())) < len(rows.fieldnames or ()):
            raise InvalidUserFile(1, "a column occurs twice")
        for row in rows:
            if "" in row or None in row.values():
                raise InvalidUserFile(rows.line_num, "has more or fewer cells than the first line")
            cells = {name: restore(cell) for name, cell in row.items() if cell}
            yield rows.line_num, UserRecord.read(rows.line_num, _content(rows.line_num, cells))
    except csv.Error as error:
        raise InvalidUserFile(rows.reader.line_num, str(error)) from None


def _content(line: int, cells: dict[str, str]) -> dict[str, Any]:
    content: dict[str, Any] = {name: cells[name] for name in FIXED_COLUMNS if name in cells}
    for name in ("groups", "links"):
        if name in content:
            content[name] = _list(line, name, content[name])
    if "enabled" in content:
        content["enabled"] = BOOLEANS.get(content["enabled"].lower(), content["enabled"])
    return content | {"attributes": {name: cell for name, cell in cells.items() if name not in FIXED_COLUMNS}}


def _list(line: int, name: str, cell: str) -> object:
    """A JSON list, or the name of a single group as people write it."""
    if name == "groups" and not cell.startswith("["):
        return [cell]
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        raise InvalidUserFile(line, f"{name} is not a JSON list") from None
