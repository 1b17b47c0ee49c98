"""Digests of random secrets."""

import hashlib


def digest(secret: str) -> bytes:
    """SHA-256 of a token. No salt or key is needed: the token itself is random."""
    return hashlib.sha256(secret.encode()).digest()
