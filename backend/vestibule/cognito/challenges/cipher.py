"""SessionCipher: a state, encrypted so that the client can carry it but neither read nor change it."""

import base64
import json
from collections.abc import Callable

from cryptography.fernet import InvalidToken

from vestibule.errors import SessionInvalid
from vestibule.storage.fernet_keys import FernetKeys
from vestibule.storage.secret_keys import SecretKeys


class SessionCipher:
    """Encrypts states with a key derived from SECRET_KEY. Every replica to which that key is valid can decrypt them.

    A state that was encrypted for one `purpose` is none of another.
    """

    def __init__(
        self, secret_keys: SecretKeys, *, purpose: str = "challenge session", clock: Callable[[], float]
    ) -> None:
        self._fernet = FernetKeys(secret_keys, purpose)
        self._clock = clock

    def encrypt(self, state: dict[str, str], *, lifetime: int) -> str:
        """`state` as an opaque string that can be decrypted for `lifetime` seconds."""
        now = int(self._clock())
        payload = json.dumps({"state": state, "expires_at": now + lifetime}).encode()
        return self._fernet().encrypt_at_time(payload, now).decode()

    def decrypt(self, session: str) -> dict[str, str]:
        """The state; SessionInvalid if the session is forged, has expired, or is spelled in another way."""
        try:
            payload = json.loads(self._fernet().decrypt(_canonical(session)))
        except InvalidToken as exc:
            raise SessionInvalid(field="session") from exc
        if self._clock() > payload["expires_at"]:
            raise SessionInvalid(field="session")
        state: dict[str, str] = payload["state"]
        return state


def _canonical(session: str) -> bytes:
    """InvalidToken unless this is the one base64url spelling that `encrypt` produces; Fernet accepts others too."""
    try:
        sent = session.encode("ascii")
        decoded = base64.urlsafe_b64decode(sent)
    except ValueError as exc:
        raise InvalidToken from exc
    if base64.urlsafe_b64encode(decoded) != sent:
        raise InvalidToken
    return sent
