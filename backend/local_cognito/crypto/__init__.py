"""Signing keys, JSON Web Tokens and password hashes."""
