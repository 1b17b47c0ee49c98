"""The database schema as a list of migrations; `PRAGMA user_version` counts the ones that a file has had.

Append to `MIGRATIONS`, never change an entry: data files that have had it are not migrated again.
"""

import sqlite3

# Version 1 uses IF NOT EXISTS because files written before versions were counted have these tables already.
INITIAL = """
CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pools (
  id TEXT PRIMARY KEY, settings TEXT NOT NULL, mfa TEXT NOT NULL, created REAL NOT NULL, modified REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS keys (
  pool_id TEXT NOT NULL REFERENCES pools ON DELETE CASCADE, purpose TEXT NOT NULL, kid TEXT NOT NULL, pem BLOB NOT NULL,
  PRIMARY KEY (pool_id, purpose)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS clients (
  id TEXT PRIMARY KEY, pool_id TEXT NOT NULL REFERENCES pools ON DELETE CASCADE, secret TEXT, settings TEXT NOT NULL,
  created REAL NOT NULL, modified REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS clients_of_pool ON clients (pool_id);
CREATE TABLE IF NOT EXISTS users (
  id INTEGER PRIMARY KEY, sub TEXT NOT NULL UNIQUE, pool_id TEXT NOT NULL REFERENCES pools ON DELETE CASCADE,
  username TEXT NOT NULL, username_key TEXT NOT NULL, status TEXT NOT NULL, enabled INTEGER NOT NULL, password TEXT,
  password_expires REAL, attributes TEXT NOT NULL, created REAL NOT NULL, modified REAL NOT NULL,
  UNIQUE (pool_id, username_key)
);
CREATE INDEX IF NOT EXISTS users_of_pool ON users (pool_id, id);
CREATE INDEX IF NOT EXISTS users_by_email ON users (pool_id, attributes ->> '$.email');
CREATE TABLE IF NOT EXISTS aliases (
  pool_id TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
  sub TEXT NOT NULL REFERENCES users (sub) ON DELETE CASCADE, PRIMARY KEY (pool_id, value, name)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS aliases_of_user ON aliases (sub);
CREATE TABLE IF NOT EXISTS groups (
  pool_id TEXT NOT NULL REFERENCES pools ON DELETE CASCADE, name TEXT NOT NULL, description TEXT, role TEXT,
  precedence INTEGER, created REAL NOT NULL, modified REAL NOT NULL, PRIMARY KEY (pool_id, name)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS memberships (
  sub TEXT NOT NULL REFERENCES users (sub) ON DELETE CASCADE, pool_id TEXT NOT NULL, name TEXT NOT NULL,
  PRIMARY KEY (sub, name), FOREIGN KEY (pool_id, name) REFERENCES groups ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS memberships_of_group ON memberships (pool_id, name);
CREATE TABLE IF NOT EXISTS codes (
  sub TEXT NOT NULL REFERENCES users (sub) ON DELETE CASCADE, purpose TEXT NOT NULL, digest BLOB NOT NULL,
  target TEXT NOT NULL, expires REAL NOT NULL, PRIMARY KEY (sub, purpose)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS attempts (subject TEXT NOT NULL, kind TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS attempts_of_subject ON attempts (subject, kind, at);
CREATE INDEX IF NOT EXISTS attempts_by_time ON attempts (at);
CREATE TABLE IF NOT EXISTS lockouts (
  subject TEXT PRIMARY KEY, failures INTEGER NOT NULL, until REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS lockouts_by_time ON lockouts (until);
CREATE TABLE IF NOT EXISTS sessions (
  event_id TEXT PRIMARY KEY, origin_jti TEXT NOT NULL, sub TEXT NOT NULL REFERENCES users (sub) ON DELETE CASCADE,
  client_id TEXT NOT NULL REFERENCES clients ON DELETE CASCADE, auth_time REAL NOT NULL, expires REAL NOT NULL,
  revoked REAL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sessions_of_user ON sessions (sub);
CREATE INDEX IF NOT EXISTS sessions_by_expiry ON sessions (expires);
CREATE TABLE IF NOT EXISTS refresh_tokens (
  digest BLOB PRIMARY KEY, event_id TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE, rotated REAL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS refresh_tokens_of_session ON refresh_tokens (event_id);
CREATE TABLE IF NOT EXISTS messages (
  id INTEGER PRIMARY KEY AUTOINCREMENT, recipient TEXT NOT NULL, medium TEXT NOT NULL, purpose TEXT NOT NULL,
  subject TEXT NOT NULL, code TEXT NOT NULL, sent REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS messages_to ON messages (recipient COLLATE NOCASE, id);
"""

# `sub` is null for a challenge that simulates a user who does not exist. `state` is JSON of the challenge itself.
# Challenges that are open during the upgrade are dropped: they last minutes.
CHALLENGE_SESSIONS = """
DROP TABLE IF EXISTS challenges;
CREATE TABLE challenge_sessions (
  digest BLOB PRIMARY KEY, name TEXT NOT NULL, client_id TEXT NOT NULL REFERENCES clients ON DELETE CASCADE,
  username TEXT NOT NULL, sub TEXT REFERENCES users (sub) ON DELETE CASCADE, state TEXT NOT NULL,
  expires REAL NOT NULL, used INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX challenge_sessions_of_user ON challenge_sessions (sub);
CREATE INDEX challenge_sessions_of_client ON challenge_sessions (client_id);
CREATE INDEX challenge_sessions_by_expiry ON challenge_sessions (expires);
"""

# `secret` is in use; `pending_secret` replaces it once a code proves that the app has it. `last_step` is the time step
# of the last accepted code.
SECOND_FACTORS = """
CREATE TABLE software_tokens (
  sub TEXT PRIMARY KEY REFERENCES users (sub) ON DELETE CASCADE, secret TEXT, pending_secret TEXT, device_name TEXT,
  last_step INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE mfa_settings (
  sub TEXT PRIMARY KEY REFERENCES users (sub) ON DELETE CASCADE, enabled TEXT NOT NULL, preferred TEXT,
  webauthn INTEGER NOT NULL
) WITHOUT ROWID;
"""

# `public_key` is COSE, `transports` a JSON list.
PASSKEYS = """
CREATE TABLE passkeys (
  pool_id TEXT NOT NULL REFERENCES pools ON DELETE CASCADE, id TEXT NOT NULL,
  sub TEXT NOT NULL REFERENCES users (sub) ON DELETE CASCADE, rp_id TEXT NOT NULL, public_key BLOB NOT NULL,
  sign_count INTEGER NOT NULL, transports TEXT NOT NULL, attachment TEXT, name TEXT NOT NULL, created REAL NOT NULL,
  PRIMARY KEY (pool_id, id)
) WITHOUT ROWID;
CREATE INDEX passkeys_of_user ON passkeys (sub);
CREATE TABLE passkey_registrations (
  sub TEXT PRIMARY KEY REFERENCES users (sub) ON DELETE CASCADE,
  client_id TEXT NOT NULL REFERENCES clients ON DELETE CASCADE, challenge BLOB NOT NULL, expires REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX passkey_registrations_of_client ON passkey_registrations (client_id);
"""

# `verifier` is the SRP verifier of the device's own password; null before ConfirmDevice.
DEVICES = """
CREATE TABLE devices (
  device_key TEXT PRIMARY KEY, group_key TEXT NOT NULL, sub TEXT NOT NULL REFERENCES users (sub) ON DELETE CASCADE,
  name TEXT, verifier TEXT, status TEXT NOT NULL, created REAL NOT NULL, modified REAL NOT NULL,
  authenticated REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX devices_of_user ON devices (sub);
ALTER TABLE sessions ADD COLUMN device_key TEXT;
"""

# A trigger, because many operations set passwords. 24 is the highest PasswordHistorySize. No line inside the trigger
# ends with a semicolon: scripts are split there.
HISTORY_OF_PASSWORDS = """
CREATE TABLE password_history (
  id INTEGER PRIMARY KEY, sub TEXT NOT NULL REFERENCES users (sub) ON DELETE CASCADE, hash TEXT NOT NULL
);
CREATE INDEX password_history_of_user ON password_history (sub, id);
CREATE TRIGGER remember_password AFTER UPDATE OF password ON users
WHEN old.password IS NOT NULL AND old.password IS NOT new.password BEGIN
  INSERT INTO password_history (sub, hash) VALUES (old.sub, old.password); DELETE FROM password_history
  WHERE sub = old.sub
  AND id NOT IN (SELECT id FROM password_history WHERE sub = old.sub ORDER BY id DESC LIMIT 24); END;
"""

# `text` is what the trigger CustomMessage wrote.
MESSAGE_TEXTS = "ALTER TABLE messages ADD COLUMN text TEXT NOT NULL DEFAULT ''"

# Of the pool's domain. `settings` and `details` are JSON.
DOMAINS = """
CREATE TABLE domains (
  domain TEXT PRIMARY KEY, pool_id TEXT NOT NULL REFERENCES pools ON DELETE CASCADE, settings TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX domains_of_pool ON domains (pool_id);
CREATE TABLE identity_providers (
  pool_id TEXT NOT NULL REFERENCES pools ON DELETE CASCADE, name TEXT NOT NULL, type TEXT NOT NULL,
  settings TEXT NOT NULL, created REAL NOT NULL, modified REAL NOT NULL, PRIMARY KEY (pool_id, name)
) WITHOUT ROWID;
CREATE TABLE resource_servers (
  pool_id TEXT NOT NULL REFERENCES pools ON DELETE CASCADE, identifier TEXT NOT NULL, name TEXT NOT NULL,
  scopes TEXT NOT NULL, PRIMARY KEY (pool_id, identifier)
) WITHOUT ROWID;
"""

# `secrets` is a JSON list, oldest first.
CLIENT_SECRETS = """
ALTER TABLE clients ADD COLUMN secrets TEXT NOT NULL DEFAULT '[]';
UPDATE clients SET secrets = json_array(
  json_object('id', id || '--' || cast(created * 1000 AS INTEGER), 'value', secret, 'created', created))
WHERE secret IS NOT NULL;
ALTER TABLE clients DROP COLUMN secret;
"""

# Settings of a pool, or of one of its clients, that have operations of their own. `document` is JSON.
CONFIGURATIONS = """
CREATE TABLE configurations (
  pool_id TEXT NOT NULL REFERENCES pools ON DELETE CASCADE, client_id TEXT REFERENCES clients ON DELETE CASCADE,
  kind TEXT NOT NULL, document TEXT NOT NULL, created REAL NOT NULL, modified REAL NOT NULL
);
CREATE UNIQUE INDEX configurations_of_pool ON configurations (pool_id, kind, coalesce(client_id, ''));
CREATE INDEX configurations_of_client ON configurations (client_id);
"""

# What a client shows on managed login: its branding (`kind` is `branding`), and its terms by name.
CLIENT_DOCUMENTS = """
CREATE TABLE client_documents (
  id TEXT PRIMARY KEY, pool_id TEXT NOT NULL REFERENCES pools ON DELETE CASCADE,
  client_id TEXT NOT NULL REFERENCES clients ON DELETE CASCADE, kind TEXT NOT NULL, document TEXT NOT NULL,
  created REAL NOT NULL, modified REAL NOT NULL, UNIQUE (client_id, kind)
) WITHOUT ROWID;
CREATE INDEX client_documents_of_pool ON client_documents (pool_id);
"""

# `roles` has the members of SetIdentityPoolRoles, `principal_tags` those of SetPrincipalTagAttributeMap by provider.
# `authenticated` stays set when the last login is removed: such an identity is nobody's, and no guest's. `merged_into`
# is the identity that took over the logins.
IDENTITY_POOLS = """
CREATE TABLE identity_pools (
  id TEXT PRIMARY KEY, settings TEXT NOT NULL, roles TEXT NOT NULL, principal_tags TEXT NOT NULL, created REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE identities (
  id TEXT PRIMARY KEY, pool_id TEXT NOT NULL REFERENCES identity_pools ON DELETE CASCADE,
  authenticated INTEGER NOT NULL, merged_into TEXT, created REAL NOT NULL, modified REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX identities_of_pool ON identities (pool_id, created);
CREATE TABLE identity_logins (
  pool_id TEXT NOT NULL, provider TEXT NOT NULL, subject TEXT NOT NULL,
  identity_id TEXT NOT NULL REFERENCES identities ON DELETE CASCADE, PRIMARY KEY (pool_id, provider, subject)
) WITHOUT ROWID;
CREATE INDEX identity_logins_of_identity ON identity_logins (identity_id);
"""

# A file is kept until its job has ended.
IMPORT_JOBS = """
CREATE TABLE import_jobs (
  id TEXT PRIMARY KEY, pool_id TEXT NOT NULL REFERENCES pools ON DELETE CASCADE, name TEXT NOT NULL,
  role TEXT NOT NULL, algorithm TEXT, status TEXT NOT NULL, created REAL NOT NULL, started REAL, completed REAL,
  message TEXT, imported INTEGER NOT NULL DEFAULT 0, skipped INTEGER NOT NULL DEFAULT 0,
  failed INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE import_files (job_id TEXT PRIMARY KEY REFERENCES import_jobs ON DELETE CASCADE, csv BLOB NOT NULL);
CREATE INDEX import_jobs_of_pool ON import_jobs (pool_id, created);
"""

# Sessions that began while their pool tracked sessions, and their last activity.
TRACKED_SESSIONS = """
CREATE TABLE tracked_sessions (
  event_id TEXT PRIMARY KEY REFERENCES sessions ON DELETE CASCADE, active REAL NOT NULL, client_ip TEXT NOT NULL,
  user_agent TEXT NOT NULL
) WITHOUT ROWID;
"""

# `attribute` is Cognito_Subject, or the provider's claim by which an identity was linked.
PROVIDER_IDENTITIES = """
CREATE TABLE provider_identities (
  pool_id TEXT NOT NULL REFERENCES pools ON DELETE CASCADE, provider TEXT NOT NULL, attribute TEXT NOT NULL,
  value TEXT NOT NULL, sub TEXT NOT NULL REFERENCES users (sub) ON DELETE CASCADE, is_primary INTEGER NOT NULL,
  created REAL NOT NULL, PRIMARY KEY (pool_id, provider, attribute, value)
) WITHOUT ROWID;
CREATE INDEX provider_identities_of_user ON provider_identities (sub);
"""

# The state of the OAuth endpoints. `request` and `grant_json` are JSON. `browser` is the digest of the cookie of the
# browser that was sent to the provider. `event_id` is the session that a code started: if the code comes again, that
# session is revoked. Sessions of InitiateAuth have no scope.
AUTHORIZATIONS = """
CREATE TABLE provider_requests (
  digest BLOB PRIMARY KEY, client_id TEXT NOT NULL REFERENCES clients ON DELETE CASCADE, provider TEXT NOT NULL,
  request TEXT NOT NULL, browser BLOB NOT NULL, nonce TEXT NOT NULL, expires REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX provider_requests_of_client ON provider_requests (client_id);
CREATE TABLE browser_sessions (
  digest BLOB PRIMARY KEY, sub TEXT NOT NULL REFERENCES users (sub) ON DELETE CASCADE, auth_time REAL NOT NULL,
  expires REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX browser_sessions_of_user ON browser_sessions (sub);
CREATE TABLE authorization_codes (
  digest BLOB PRIMARY KEY, client_id TEXT NOT NULL REFERENCES clients ON DELETE CASCADE,
  sub TEXT NOT NULL REFERENCES users (sub) ON DELETE CASCADE, grant_json TEXT NOT NULL, expires REAL NOT NULL,
  used INTEGER NOT NULL DEFAULT 0, event_id TEXT
) WITHOUT ROWID;
CREATE INDEX authorization_codes_of_user ON authorization_codes (sub);
CREATE INDEX authorization_codes_of_client ON authorization_codes (client_id);
ALTER TABLE sessions ADD COLUMN scope TEXT;
ALTER TABLE sessions ADD COLUMN resource TEXT;
"""

# The digest of the file that declared the embedded pool when it was created or changed.
PROVISIONED = "CREATE TABLE provisioned (name TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID"

# Sessions of earlier versions end: it is not known how they began.
BROWSER_SESSION_PROVIDERS = """
DELETE FROM browser_sessions;
ALTER TABLE browser_sessions ADD COLUMN provider TEXT NOT NULL DEFAULT 'COGNITO';
"""

MIGRATIONS = (
    INITIAL,
    CHALLENGE_SESSIONS,
    SECOND_FACTORS,
    PASSKEYS,
    DEVICES,
    HISTORY_OF_PASSWORDS,
    MESSAGE_TEXTS,
    DOMAINS,
    CLIENT_SECRETS,
    CONFIGURATIONS,
    CLIENT_DOCUMENTS,
    IDENTITY_POOLS,
    IMPORT_JOBS,
    TRACKED_SESSIONS,
    PROVIDER_IDENTITIES,
    AUTHORIZATIONS,
    PROVISIONED,
    BROWSER_SESSION_PROVIDERS,
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
