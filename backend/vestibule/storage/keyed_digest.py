"""Digests in place of names: stored and logged data reveals no e-mail address, user name or client IP."""

import hashlib
import hmac
import unicodedata

from pydantic import SecretStr

DIGEST_CHARACTERS = 32


class KeyedDigest:
    """HMAC-SHA256 under a key derived from SECRET_KEY, as 32 hexadecimal digits.

    Without the key, a guess at an address cannot be checked. `purpose` separates the keys, so that digests of two
    purposes cannot be linked.
    """

    def __init__(self, secret_key: SecretStr, purpose: str) -> None:
        self._key = hashlib.sha256(f"vestibule {purpose}\0{secret_key.get_secret_value()}".encode()).digest()

    def __call__(self, *parts: str) -> str:
        """The digest of the parts together."""
        text = "\0".join(parts).encode(errors="backslashreplace")
        return hmac.digest(self._key, text, "sha256").hex()[:DIGEST_CHARACTERS]


def normalize_username(username: str) -> str:
    """The normal form of a user name; Cognito ignores case."""
    return unicodedata.normalize("NFKC", username).strip().casefold()
