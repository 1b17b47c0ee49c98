"""What was provisioned at the start: the digest of the file that declared it."""

import sqlite3


def digest(db: sqlite3.Connection, name: str) -> str | None:
    """The digest of the file that was provisioned last; None if there was none."""
    row = db.execute("SELECT digest FROM provisioned WHERE name = ?", (name,)).fetchone()
    return None if row is None else str(row["digest"])


def save(db: sqlite3.Connection, name: str, digest: str) -> None:
    """Store the digest of the file that was provisioned."""
    db.execute("INSERT OR REPLACE INTO provisioned VALUES (?, ?)", (name, digest))
