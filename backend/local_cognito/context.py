"""What every operation is handed beside its request."""

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
    """The parts that operations work with. `clock` gives seconds since 1970."""

    storage: Storage
    clock: Clock
    keyring: Keyring
    passwords: Passwords
    outbox: Outbox
    secret: bytes

    @property
    def now(self) -> float:
        """The moment of asking, in seconds since 1970."""
        return self.clock()
