-- A data file as release 0.1.0 wrote it, before schema versions: the tables that the test reads, and one it replaces.
CREATE TABLE secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE pools (
  id TEXT PRIMARY KEY, settings TEXT NOT NULL, mfa TEXT NOT NULL, created REAL NOT NULL, modified REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE users (
  id INTEGER PRIMARY KEY, sub TEXT NOT NULL UNIQUE, pool_id TEXT NOT NULL REFERENCES pools ON DELETE CASCADE,
  username TEXT NOT NULL, username_key TEXT NOT NULL, status TEXT NOT NULL, enabled INTEGER NOT NULL, password TEXT,
  password_expires REAL, attributes TEXT NOT NULL, created REAL NOT NULL, modified REAL NOT NULL,
  UNIQUE (pool_id, username_key)
);
CREATE TABLE challenges (
  digest BLOB PRIMARY KEY, sub TEXT NOT NULL REFERENCES users (sub) ON DELETE CASCADE, client_id TEXT NOT NULL,
  name TEXT NOT NULL, expires REAL NOT NULL
) WITHOUT ROWID;
INSERT INTO pools VALUES ('us-east-1_Older', '{"PoolName": "older"}', '{}', 1, 1);
INSERT INTO users VALUES (1, 'sub-of-ada', 'us-east-1_Older', 'ada', 'ada', 'CONFIRMED', 1,
  '$argon2id$v=19$m=16384,t=2,p=1$c2FsdHNhbHRzYWx0$Z2FyYmFnZQ', NULL, '{"email": "ada@example.com"}', 1, 1);
INSERT INTO challenges VALUES (x'00', 'sub-of-ada', 'client', 'NEW_PASSWORD_REQUIRED', 1);
