"""Settings of a pool, or of one of its app clients, that have operations of their own."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from local_cognito.model import clients, pools
from local_cognito.model.clients import Client
from local_cognito.model.pools import Pool

Kind = Literal["ui_customization", "risk", "log_delivery", "sessions"]


@dataclass(frozen=True)
class Configuration:
    """One configuration. `document` has what was set; times are seconds since 1970."""

    document: Mapping[str, object]
    created: float
    modified: float


def scope(db: sqlite3.Connection, pool_id: str, client_id: str | None) -> tuple[Pool, Client | None]:
    """The pool, and its client if one is named; raises ResourceNotFoundException."""
    pool = pools.find(db, pool_id)
    return pool, clients.find(db, client_id, pool.id) if client_id else None


def find(db: sqlite3.Connection, kind: Kind, pool_id: str, client_id: str | None = None) -> Configuration | None:
    """What was set for the client, or for the whole pool if no client is given."""
    row = db.execute(
        "SELECT * FROM configurations WHERE pool_id = ? AND kind = ? AND client_id IS ?", (pool_id, kind, client_id)
    ).fetchone()
    return Configuration(json.loads(row["document"]), row["created"], row["modified"]) if row else None


def replace(
    db: sqlite3.Connection,
    kind: Kind,
    pool_id: str,
    client_id: str | None,
    document: Mapping[str, object],
    now: float,
) -> Configuration | None:
    """Replace the whole configuration. An empty document removes it."""
    old = find(db, kind, pool_id, client_id)
    delete = "DELETE FROM configurations WHERE pool_id = ? AND kind = ? AND client_id IS ?"
    db.execute(delete, (pool_id, kind, client_id))
    if not document:
        return None
    new = Configuration(document, old.created if old else now, now)
    db.execute(
        "INSERT INTO configurations (pool_id, client_id, kind, document, created, modified) VALUES (?, ?, ?, ?, ?, ?)",
        (pool_id, client_id, kind, json.dumps(document), new.created, new.modified),
    )
    return new
