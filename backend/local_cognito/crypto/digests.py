"""Random secrets and their digests."""

import hashlib
import secrets

# Like Cognito's. A command line takes a value that begins with a hyphen for an option.
PREFIX = "AYAB"


def new_token(size: int) -> str:
    """A random token of `size` bytes, in base64url."""
    return f"{PREFIX}{secrets.token_urlsafe(size)}"


def digest(secret: str) -> bytes:
    """SHA-256 of a token. No salt or key is needed: the token itself is random."""
    return hashlib.sha256(secret.encode()).digest()
