"""What an app client shows on managed login: its branding, and links to its terms."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from local_cognito.errors import ResourceNotFoundException

BRANDING = "branding"
TERMS = ("terms-of-use", "privacy-policy")


@dataclass(frozen=True)
class ClientDocument:
    """A client has at most one document of each kind. `content` is what was set, without ids."""

    id: str
    pool_id: str
    client_id: str
    kind: str
    content: Mapping[str, object]
    created: float
    modified: float


def new(pool_id: str, client_id: str, kind: str, content: Mapping[str, object], now: float) -> ClientDocument:
    """A document that is not stored yet."""
    return ClientDocument(str(uuid.uuid4()), pool_id, client_id, kind, content, now, now)


def of_pool(db: sqlite3.Connection, pool_id: str) -> list[ClientDocument]:
    """All documents of a pool, oldest first."""
    rows = db.execute("SELECT * FROM client_documents WHERE pool_id = ? ORDER BY created, id", (pool_id,))
    return [_from_row(row) for row in rows]


def of_client(db: sqlite3.Connection, client_id: str, kind: str) -> ClientDocument | None:
    """The client's document of this kind."""
    row = db.execute("SELECT * FROM client_documents WHERE client_id = ? AND kind = ?", (client_id, kind)).fetchone()
    return _from_row(row) if row else None


def get(db: sqlite3.Connection, pool_id: str, document_id: str, kinds: tuple[str, ...]) -> ClientDocument:
    """The document with this id; raises ResourceNotFoundException if the pool has none of these kinds."""
    row = db.execute(
        "SELECT * FROM client_documents WHERE id = ? AND pool_id = ?", (document_id.lower(), pool_id)
    ).fetchone()
    if row is None or row["kind"] not in kinds:
        raise ResourceNotFoundException(f"{document_id} does not exist in user pool {pool_id}.")
    return _from_row(row)


def save(db: sqlite3.Connection, document: ClientDocument) -> None:
    """Insert or update a document."""
    db.execute(
        "INSERT INTO client_documents (id, pool_id, client_id, kind, document, created, modified)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET kind = excluded.kind,"
        " document = excluded.document, modified = excluded.modified",
        (
            document.id, document.pool_id, document.client_id, document.kind, json.dumps(document.content),
            document.created, document.modified,
        ),
    )  # fmt: skip


def delete(db: sqlite3.Connection, document: ClientDocument) -> None:
    """Delete a document."""
    db.execute("DELETE FROM client_documents WHERE id = ?", (document.id,))


def _from_row(row: sqlite3.Row) -> ClientDocument:
    content = json.loads(row["document"])
    return ClientDocument(
        row["id"], row["pool_id"], row["client_id"], row["kind"], content, row["created"], row["modified"]
    )
