"""User pools, app clients, users, groups, sessions and codes: their rows and their rules."""
