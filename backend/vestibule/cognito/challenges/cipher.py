"""SessionCipher: a state, encrypted so that the client can carry it but neither read nor change it."""

import base64
import hashlib
import json
from collections.abc import Callable

from cryptography.fernet import Fernet, InvalidToken
from pydantic import SecretStr

from vestibule.errors import SessionInvalid


class SessionCipher:
    """Encrypts states with a key derived from the secret. Every replica with the same secret can decrypt them.

    A state that was encrypted for one `purpose` is none of another.
    """

    def __init__(self, secret: SecretStr, *, purpose: str = "challenge session", clock: Callable[[], float]) -> None:
        digest = hashlib.sha256(f"vestibule {purpose}\0{secret.get_secret_value()}".encode()).digest()
        self._fernet = Fernet(base64.urlsafe_b64encode(digest))
        self._clock = clock

    def encrypt(self, state: dict[str, str], *, lifetime: int) -> str:
        """`state` as an opaque string that can be decrypted for `lifetime` seconds."""
        now = int(self._clock())
        payload = json.dumps({"state": state, "expires_at": now + lifetime}).encode()
        return self._fernet.encrypt_at_time(payload, now).decode()

    def decrypt(self, session: str) -> dict[str, str]:
        """The state; SessionInvalid if the session is forged, has expired, or is spelled in another way."""
        try:
            payload = json.loads(self._fernet.decrypt(_canonical(session)))
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
