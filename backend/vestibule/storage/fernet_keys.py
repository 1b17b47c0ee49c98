"""FernetKeys: authenticated encryption with keys derived from SECRET_KEY."""

import base64

from cryptography.fernet import Fernet, MultiFernet

from vestibule.storage.secret_keys import DerivedKeys, SecretKeys


class FernetKeys:
    """The keys of one purpose as a Fernet, which encrypts with the first key and decrypts with any."""

    def __init__(self, secret_keys: SecretKeys, purpose: str) -> None:
        self._keys = DerivedKeys(secret_keys, purpose)

    def __call__(self) -> MultiFernet:
        """The Fernet with the present keys."""
        return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in self._keys()])
