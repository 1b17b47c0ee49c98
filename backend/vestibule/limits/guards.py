"""The counters that guard one attempt at a password or a code."""

from dataclasses import dataclass

from vestibule.limits.attempt_slots import AttemptSlots


@dataclass(frozen=True)
class Guards:
    """Slots of the client IP, of the account, and of the client IP's reserve: see `table.Guesses`.

    From a client IP that is known to the account, the account's slots are that client IP's own, and suffice.
    """

    client_ip: AttemptSlots
    account: AttemptSlots | None = None
    reserve: tuple[AttemptSlots, ...] = ()
    known_address: bool = False

    @property
    def limiting(self) -> list[AttemptSlots]:
        """The counters that a wrong attempt may exceed."""
        return [self.client_ip, self.account] if self.account else [self.client_ip]

    @property
    def all(self) -> list[AttemptSlots]:
        """The counters that count a wrong attempt."""
        return [*self.limiting, *self.reserve]

    @property
    def blocking(self) -> list[AttemptSlots]:
        """The counters that would refuse the next attempt."""
        stops = [slots for slots in (self.account, *self.reserve) if slots and slots.used_up]
        return stops if self.reserve or self.known_address else [*stops, self.client_ip]
