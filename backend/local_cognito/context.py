"""What every operation gets besides its request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from local_cognito.crypto.keys import Keyring
from local_cognito.crypto.passwords import Passwords
from local_cognito.mail.outbox import Outbox
from local_cognito.storage import Storage

Clock = Callable[[], float]
Answer = Mapping[str, object]


@dataclass(frozen=True)
class Context:
    """The services of one running server. `clock` returns seconds since 1970; `secret` keys the digests of codes.

    `mfa_attempts` is how many wrong codes of a second factor start a lockout.
    """

    storage: Storage
    clock: Clock
    keyring: Keyring
    passwords: Passwords
    outbox: Outbox
    secret: bytes
    mfa_attempts: int = 5

    @property
    def now(self) -> float:
        """The current time, in seconds since 1970."""
        return self.clock()
