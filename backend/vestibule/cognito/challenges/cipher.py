"""Sealed sessions: what the server must remember of a challenge, carried by the client, who cannot read or alter it."""

import base64
import hashlib
import json
from collections.abc import Callable

from cryptography.fernet import Fernet, InvalidToken
from pydantic import SecretStr

from vestibule.errors import SessionInvalid

# Seconds that each kind of challenge may take. Cognito's own session of `new_password` lives 3 minutes by default.
LIFETIMES = {"confirm_sign_up": 3600, "password": 600, "new_password": 180, "password_reset_required": 3600}


class Seal:
    """Seals a challenge's state with a key made from the secret; any replica with the same secret opens it."""

    def __init__(self, secret: SecretStr, *, clock: Callable[[], float]) -> None:
        digest = hashlib.sha256(b"vestibule challenge session\0" + secret.get_secret_value().encode()).digest()
        self._fernet = Fernet(base64.urlsafe_b64encode(digest))
        self._clock = clock

    def close(self, kind: str, **state: str) -> str:
        """`state` as an opaque string that is good for `LIFETIMES[kind]` seconds."""
        payload = json.dumps({"kind": kind, **state}).encode()
        return self._fernet.encrypt_at_time(payload, int(self._clock())).decode()

    def open(self, session: str) -> dict[str, str]:
        """The state that was sealed, its `kind` among it; `SessionInvalid` when it is forged or too old."""
        now, sealed = int(self._clock()), session.encode()
        try:
            state: dict[str, str] = json.loads(self._fernet.decrypt_at_time(sealed, max(LIFETIMES.values()), now))
            self._fernet.decrypt_at_time(sealed, LIFETIMES[state["kind"]], now)
        except InvalidToken as exc:
            raise SessionInvalid(field="session") from exc
        return state
