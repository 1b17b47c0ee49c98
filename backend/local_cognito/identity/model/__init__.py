"""Identity pools, identities, logins and roles."""
