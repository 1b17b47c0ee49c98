"""What every operation gets besides its request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from local_cognito.crypto.keys import Keyring
from local_cognito.crypto.passwords import Passwords
from local_cognito.hooks import Hooks
from local_cognito.mail.outbox import Outbox
from local_cognito.settings import ISSUER_URL
from local_cognito.storage import Storage

Clock = Callable[[], float]
Answer = Mapping[str, object]


@dataclass(frozen=True)
class Context:
    """The services and settings of one running server.

    `clock` returns seconds since 1970. `secret` is the key of the digests of codes. `mfa_attempts` is how many wrong
    codes of a second factor start a lockout. `issuer_url` does not depend on where the server listens: like AWS's, it
    stays the same wherever tokens are requested. `hooks` are the Lambda triggers.
    """

    storage: Storage
    clock: Clock
    keyring: Keyring
    passwords: Passwords
    outbox: Outbox
    secret: bytes
    mfa_attempts: int = 5
    issuer_url: str = ISSUER_URL
    hooks: Hooks = field(default_factory=Hooks)

    @property
    def now(self) -> float:
        """The current time, in seconds since 1970."""
        return self.clock()

    def issuer(self, pool_id: str) -> str:
        """The `iss` of a pool's tokens."""
        return f"{self.issuer_url}/{pool_id}"
