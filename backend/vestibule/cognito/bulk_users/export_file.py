"""ExportFile: a file of users that is written page by page, and continued after an interruption."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from vestibule.cognito.bulk_users.files import FileFormat, RecordWriter, writer
from vestibule.cognito.bulk_users.source import Page

PRIVATE = 0o600  # personal data


@dataclass(frozen=True)
class Checkpoint:
    """What was written so far: `offset` bytes with `users` users of `pool_id`, up to the page `token`."""

    pool_id: str
    token: str
    offset: int
    users: int
    attributes: list[str] = field(default_factory=list)


class ExportFile:
    """Writes to `<name>.part`, with a checkpoint beside it, and renames the file when it is complete."""

    def __init__(self, path: Path, pool_id: str) -> None:
        self._path = path
        self._pool_id = pool_id
        self._part = path.with_name(f"{path.name}.part")
        self._state = path.with_name(f"{path.name}.part.json")
        self._format = FileFormat.of(path)

    def checkpoint(self) -> Checkpoint | None:
        """How far an interrupted export of this pool to this file came."""
        try:
            found = Checkpoint(**json.loads(self._state.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        is_usable = self._part.exists() and self._part.stat().st_size >= found.offset
        return found if is_usable and found.pool_id == self._pool_id else None

    def begin(self, attributes: Sequence[str]) -> Checkpoint:
        """Start an empty file."""
        self._state.unlink(missing_ok=True)
        header = self._writer(attributes).header().encode()
        self._part.unlink(missing_ok=True)
        self._write(header, offset=0)
        return Checkpoint(self._pool_id, "", len(header), 0, [*attributes])

    def append(self, at: Checkpoint, page: Page) -> Checkpoint:
        """Write a page after what was written. An interruption leaves the file with whole pages."""
        lines = self._writer(at.attributes)
        text = "".join(map(lines.line, page.users)).encode()
        self._write(text, offset=at.offset)
        users = at.users + len(page.users)
        done = Checkpoint(self._pool_id, page.next_token or "", at.offset + len(text), users, at.attributes)
        if page.next_token:
            _replace(self._state, json.dumps(asdict(done)).encode())
        return done

    def finish(self) -> None:
        """Give the complete file its name."""
        self._part.replace(self._path)
        self._state.unlink(missing_ok=True)

    def _writer(self, attributes: Sequence[str]) -> RecordWriter:
        return writer(self._format, attributes)

    def _write(self, content: bytes, *, offset: int) -> None:
        with os.fdopen(os.open(self._part, os.O_RDWR | os.O_CREAT, PRIVATE), "r+b") as file:
            file.truncate(offset)  # what an interrupted write left
            file.seek(offset)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())


def _replace(path: Path, content: bytes) -> None:
    """Write a file at once: a reader sees the old or the new content."""
    temporary = path.with_name(f"{path.name}.new")
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE), "wb") as file:
        file.write(content)
    temporary.replace(path)
