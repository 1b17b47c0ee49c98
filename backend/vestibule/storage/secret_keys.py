"""SECRET_KEY and the keys that are valid beside it, which can be replaced while the API runs."""

import hashlib
from collections.abc import Iterable

from pydantic import SecretStr


class SecretKeys:
    """Every key that is valid: what is new is made with the first, what exists may be of any.

    Replicas take over a new key at different moments, so a key is valid everywhere before it becomes the first.
    """

    def __init__(self, current: SecretStr, *others: SecretStr) -> None:
        self.all = _distinct([current, *others])

    def replace(self, current: SecretStr, *others: SecretStr) -> None:
        """Take over other keys, from the next use on."""
        self.all = _distinct([current, *others])


class DerivedKeys:
    """32 bytes for one purpose from each secret key; the key of one purpose reveals nothing about another's."""

    def __init__(self, secret_keys: SecretKeys, purpose: str) -> None:
        self._secret_keys = secret_keys
        self._purpose = purpose
        self._source: tuple[SecretStr, ...] = ()
        self._derived: tuple[bytes, ...] = ()

    def __call__(self) -> tuple[bytes, ...]:
        """The keys, the first for what is new."""
        source = self._secret_keys.all
        if source is not self._source:
            # In this order: another thread that sees the source uses the keys at once.
            self._derived = tuple(map(self._derive, source))
            self._source = source
        return self._derived

    def _derive(self, secret: SecretStr) -> bytes:
        return hashlib.sha256(f"vestibule {self._purpose}\0{secret.get_secret_value()}".encode()).digest()


def _distinct(keys: Iterable[SecretStr]) -> tuple[SecretStr, ...]:
    return tuple(dict.fromkeys(keys))
