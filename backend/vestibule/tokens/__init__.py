"""Token verification: keys, signatures, claims."""
