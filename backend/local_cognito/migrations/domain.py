"""The pool's domain: providers, resource servers and the state of the OAuth endpoints."""

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

# Sessions of earlier versions end: it is not known how they began.
BROWSER_SESSION_PROVIDERS = """
DELETE FROM browser_sessions;
ALTER TABLE browser_sessions ADD COLUMN provider TEXT NOT NULL DEFAULT 'COGNITO';
"""
