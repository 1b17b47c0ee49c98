"""Identity pools (cognito-identity)."""

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
