"""Challenges, second factors, passkeys and devices."""

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
