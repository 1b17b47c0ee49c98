"""Pools, users and their sessions."""

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

# Sessions that began while their pool tracked sessions, and their last activity.
TRACKED_SESSIONS = """
CREATE TABLE tracked_sessions (
  event_id TEXT PRIMARY KEY REFERENCES sessions ON DELETE CASCADE, active REAL NOT NULL, client_ip TEXT NOT NULL,
  user_agent TEXT NOT NULL
) WITHOUT ROWID;
"""

# The digest of the file that declared the embedded pool when it was created or changed.
PROVISIONED = "CREATE TABLE provisioned (name TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID"
