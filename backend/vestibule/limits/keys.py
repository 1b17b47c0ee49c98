"""Under which names limits are counted: digests, so that no address and no account is stored in clear."""

import hmac
import unicodedata

from vestibule.limits.address import network_of

STRANGERS = "strangers"  # in place of an address: all those that are not familiar to the account


class Keys:
    """Digests under a secret key, which replicas share. Without it, a guess at an e-mail address cannot be checked."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def address(self, address: str) -> str:
        """The client's address, or its network."""
        return self._digest(network_of(address))

    def account(self, account: str, address: str) -> str:
        """The account, as seen from there."""
        return self._digest(one_spelling(account), network_of(address))

    def _digest(self, *parts: str) -> str:
        text = "\0".join(parts).encode(errors="backslashreplace")
        return hmac.digest(self._secret, text, "sha256").hex()[:32]


def one_spelling(account: str) -> str:
    """One spelling for what Cognito takes as one: it does not tell upper from lower case."""
    return unicodedata.normalize("NFKC", account).strip().casefold()
