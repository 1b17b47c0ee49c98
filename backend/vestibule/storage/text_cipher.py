"""Encryption of texts that are stored: a copy of the database does not reveal them."""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from vestibule.storage.secret_keys import DerivedKeys, SecretKeys


class TextCipher:
    """Encrypts short texts with a key derived from SECRET_KEY; `purpose` separates the keys."""

    def __init__(self, secret_keys: SecretKeys, purpose: str) -> None:
        self._keys = DerivedKeys(secret_keys, purpose)

    def encrypt(self, text: str) -> str:
        """The encrypted text."""
        return self._fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted: str) -> str | None:
        """The text; None if another key encrypted it."""
        try:
            return self._fernet().decrypt(encrypted).decode()
        except InvalidToken:
            return None

    def _fernet(self) -> MultiFernet:
        return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in self._keys()])
