"""Encryption of texts that are stored: a copy of the database does not reveal them."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from pydantic import SecretStr


class TextCipher:
    """Encrypts short texts with a key derived from SECRET_KEY; `purpose` separates the keys."""

    def __init__(self, secret_key: SecretStr, purpose: str) -> None:
        digest = hashlib.sha256(f"vestibule {purpose}\0{secret_key.get_secret_value()}".encode()).digest()
        self._fernet = Fernet(base64.urlsafe_b64encode(digest))

    def encrypt(self, text: str) -> str:
        """The encrypted text."""
        return self._fernet.encrypt(text.encode()).decode()

    def decrypt(self, encrypted: str) -> str | None:
        """The text; None if another key encrypted it."""
        try:
            return self._fernet.decrypt(encrypted).decode()
        except InvalidToken:
            return None
