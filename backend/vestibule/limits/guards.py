"""The counters that guard one attempt at a password or a code."""

from dataclasses import dataclass

from vestibule.limits.attempt_slots import AttemptSlots


@dataclass(frozen=True)
class Guards:
    """Slots of the client address, of the account, and of the address's reserve: see `table.Guesses`.

    From an address that is known to the account, the account's slots are that address's own, and suffice.
    """

    address: AttemptSlots
    account: AttemptSlots | None = None
    reserve: tuple[AttemptSlots, ...] = ()
    known_address: bool = False

    @property
    def limiting(self) -> list[AttemptSlots]:
        """The counters that a wrong attempt may exceed."""
        return [self.address, self.account] if self.account else [self.address]

    @property
    def all(self) -> list[AttemptSlots]:
        """The counters that count a wrong attempt."""
        return [*self.limiting, *self.reserve]

    @property
    def blocking(self) -> list[AttemptSlots]:
        """The counters that would refuse the next attempt."""
        stops = [slots for slots in (self.account, *self.reserve) if slots and slots.used_up]
        return stops if self.reserve or self.known_address else [*stops, self.address]
