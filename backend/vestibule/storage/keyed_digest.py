"""Digests in place of names: stored and logged data reveals no e-mail address, user name or client IP."""

import hmac
import unicodedata
from functools import lru_cache

from vestibule.storage.secret_keys import DerivedKeys, SecretKeys

DIGEST_CHARACTERS = 32


class KeyedDigest:
    """HMAC-SHA256 under a key derived from SECRET_KEY, as 32 hexadecimal digits.

    Without the key, a guess at an address cannot be checked. `purpose` separates the keys, so that digests of two
    purposes cannot be linked.
    """

    def __init__(self, secret_keys: SecretKeys, purpose: str) -> None:
        self._keys = DerivedKeys(secret_keys, purpose)

    def __call__(self, *parts: str) -> str:
        """The digest of the parts together, under the current key."""
        return _digest(self._keys()[0], parts)

    def all(self, *parts: str) -> list[str]:
        """The digests under every valid key, the current one first: what is stored may be older."""
        return [_digest(key, parts) for key in self._keys()]


def _digest(key: bytes, parts: tuple[str, ...]) -> str:
    mac = _keyed(key).copy()
    mac.update("\0".join(parts).encode(errors="backslashreplace"))
    return mac.hexdigest()[:DIGEST_CHARACTERS]


@lru_cache(64)
def _keyed(key: bytes) -> hmac.HMAC:
    """Of the time of an HMAC, half is taking its key; a sign-in makes a dozen with few keys."""
    return hmac.new(key, digestmod="sha256")


def normalize_username(username: str) -> str:
    """The normal form of a user name; Cognito ignores case."""
    return unicodedata.normalize("NFKC", username).strip().casefold()
