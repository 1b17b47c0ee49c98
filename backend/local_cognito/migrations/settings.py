"""What infrastructure tools manage."""

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
