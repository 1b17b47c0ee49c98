"""The key that signs OpenID tokens. It is one for all identity pools, as at AWS, and made when it is first needed."""

import sqlite3

from local_cognito.context import Context
from local_cognito.crypto import keys
from local_cognito.crypto.keys import Key

NAME = "identity key"
KEY_ID = "cognito-identity-1"


def service_key(context: Context) -> Key:
    """The key. Call it outside a transaction: making one takes up to half a second."""
    with context.storage.read() as db:
        found = existing(db)
    if found is not None:
        return found
    pem = context.keyring.generate()
    with context.storage.write() as db:
        db.execute("INSERT OR IGNORE INTO secrets (name, value) VALUES (?, ?)", (NAME, pem))
    return service_key(context)


def existing(db: sqlite3.Connection) -> Key | None:
    """The key, if it was made."""
    row = db.execute("SELECT value FROM secrets WHERE name = ?", (NAME,)).fetchone()
    return None if row is None else Key(KEY_ID, keys.parse(row["value"]))
