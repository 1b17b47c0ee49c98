"""The database schema as a list of migrations; `PRAGMA user_version` counts the ones that a file has had.

Each module of this package has the migrations of one topic. Append to `MIGRATIONS`, never change an entry: data files
that have had it are not migrated again.
"""

import sqlite3

from local_cognito.migrations import accounts, domain, factors, identity_pools, settings

MIGRATIONS = (
    accounts.INITIAL,
    factors.CHALLENGE_SESSIONS,
    factors.SECOND_FACTORS,
    factors.PASSKEYS,
    factors.DEVICES,
    accounts.HISTORY_OF_PASSWORDS,
    accounts.MESSAGE_TEXTS,
    domain.DOMAINS,
    settings.CLIENT_SECRETS,
    settings.CONFIGURATIONS,
    settings.CLIENT_DOCUMENTS,
    identity_pools.IDENTITY_POOLS,
    settings.IMPORT_JOBS,
    accounts.TRACKED_SESSIONS,
    domain.PROVIDER_IDENTITIES,
    domain.AUTHORIZATIONS,
    accounts.PROVISIONED,
    domain.BROWSER_SESSION_PROVIDERS,
)


class DataFileTooNewError(Exception):
    """The data file was written by a later release, whose schema this one does not know."""


def migrate(db: sqlite3.Connection) -> None:
    """Bring a data file to the current schema, each migration in its own transaction.

    Raises DataFileTooNewError. Two processes may start on one file, so each migration reads the version again.
    """
    (current,) = db.execute("PRAGMA user_version").fetchone()
    if current > len(MIGRATIONS):
        raise DataFileTooNewError(f"The data file has schema version {current}; this release knows {len(MIGRATIONS)}.")
    for version, script in enumerate(MIGRATIONS, start=1):
        db.execute("BEGIN IMMEDIATE")
        try:
            _apply(db, version, script)
        except BaseException:
            db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")


def _apply(db: sqlite3.Connection, version: int, script: str) -> None:
    (current,) = db.execute("PRAGMA user_version").fetchone()
    if current < version:
        for statement in script.split(";\n"):
            db.execute(statement)
        db.execute(f"PRAGMA user_version = {version}")
