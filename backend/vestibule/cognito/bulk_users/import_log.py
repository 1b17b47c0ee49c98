"""ImportLog: what an import has done, line by line, so that it can be continued and old subs be mapped to new ones."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from vestibule.cognito.bulk_users.record import InvalidUserFile

PRIVATE = 0o600
CHUNK_BYTES = 1 << 20


class Outcome(StrEnum):
    """What became of a user. `STARTED` is followed by another one unless the import was interrupted there."""

    STARTED = "started"
    IMPORTED = "imported"
    EXISTS = "exists"
    FEDERATED = "federated"
    UNCONFIRMED = "unconfirmed"
    UNFIT = "unfit"
    FAILED = "failed"


# Nothing remains to be done for these; failures are tried again.
DONE = (Outcome.IMPORTED, Outcome.EXISTS, Outcome.FEDERATED, Outcome.UNCONFIRMED, Outcome.UNFIT)


@dataclass(frozen=True)
class Entry:
    """The last outcome of a line. `started_at` is when the import first came to it, in seconds since 1970."""

    outcome: Outcome
    started_at: float


class ImportLog:
    """A file of JSON Lines beside the users' file: the first line names the import, the others its progress."""

    def __init__(self, path: Path, users: Path, pool_id: str) -> None:
        """Open or create the log. Raises InvalidUserFile if it is of another file or pool."""
        self.path = path
        self.entries: dict[int, Entry] = {}
        self.jobs: dict[str, dict[str, Any]] = {}
        own = {"pool_id": pool_id, "sha256": _digest(users)}
        for number, document in enumerate(self._read()):
            if number == 0 and document != own:
                raise InvalidUserFile(0, f"{path} is the log of another import: give --log, or delete it")
            self._apply(document)
        if not path.exists() or path.stat().st_size == 0:
            self._append(own)

    def record(self, line: int, outcome: Outcome, at: float, **details: str) -> None:
        """Record what became of the user in a line."""
        self._note(line, outcome, at)
        self._append({"line": line, "outcome": outcome.value, "at": at, **details})

    def record_job(self, name: str, **details: object) -> None:
        """Record the state of an import job."""
        self.jobs.setdefault(name, {}).update(details)
        self._append({"job": name, **details})

    def is_done(self, line: int) -> bool:
        """Whether nothing remains to be done for the user in a line."""
        entry = self.entries.get(line)
        return entry is not None and entry.outcome in DONE

    def count(self, outcome: Outcome) -> int:
        """How many users have an outcome."""
        return sum(entry.outcome is outcome for entry in self.entries.values())

    def _apply(self, document: dict[str, Any]) -> None:
        if "line" in document:
            self._note(document["line"], Outcome(document["outcome"]), document["at"])
        elif "job" in document:
            details = {name: value for name, value in document.items() if name != "job"}
            self.jobs.setdefault(document["job"], {}).update(details)

    def _note(self, line: int, outcome: Outcome, at: float) -> None:
        earlier = self.entries.get(line)
        self.entries[line] = Entry(outcome, earlier.started_at if earlier else at)

    def _read(self) -> Iterator[dict[str, Any]]:
        """The lines. The last one may be incomplete, if the machine stopped: it is removed."""
        if not self.path.exists():
            return
        content = self.path.read_bytes()
        complete = content[: content.rfind(b"\n") + 1]
        if len(complete) < len(content):
            os.truncate(self.path, len(complete))
        try:
            yield from map(json.loads, complete.splitlines())
        except ValueError:
            raise InvalidUserFile(0, f"{self.path} is not the log of an import: give --log, or delete it") from None

    def _append(self, document: Mapping[str, object]) -> None:
        with os.fdopen(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE), "ab") as file:
            file.write(json.dumps(document, ensure_ascii=False).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()
