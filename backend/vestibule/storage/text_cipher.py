"""Encryption of texts that are stored: a copy of the database does not reveal them."""

from cryptography.fernet import InvalidToken

from vestibule.storage.fernet_keys import FernetKeys
from vestibule.storage.secret_keys import SecretKeys


class TextCipher:
    """Encrypts short texts with a key derived from SECRET_KEY; `purpose` separates the keys."""

    def __init__(self, secret_keys: SecretKeys, purpose: str) -> None:
        self._fernet = FernetKeys(secret_keys, purpose)

    def encrypt(self, text: str) -> str:
        """The encrypted text."""
        return self._fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted: str) -> str | None:
        """The text; None if another key encrypted it."""
        try:
            return self._fernet().decrypt(encrypted).decode()
        except InvalidToken:
            return None
