"""How many attempts at one secret were wrong, or have sent a message, and how many are in progress."""

from collections.abc import Callable

from limits import RateLimitItem
from limits.storage import Storage as Counters

PERIOD_SECONDS = 60  # longer than any attempt; slots of a killed process are free after two periods


class AttemptSlots:
    """The attempts under one key in one window, of which `limit.amount` may be wrong. Each attempt has its own object.

    An attempt acquires a slot before its outcome is known, so a burst of parallel guesses gets no more than the slots
    that are left. When attempts in progress hold all slots, others may wait: only wrong ones use a slot up.
    The order of the calls makes this safe: a wrong attempt is counted before it releases its slot, and a new one
    acquires its slot before it reads the count. Slots are counted by the period in which they were acquired, and those
    of the previous period count too: a counter that ran out would forget the attempts in progress.
    """

    def __init__(self, counters: Counters, limit: RateLimitItem, *identity: str, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._counters = counters
        self._limit = limit
        self._wrong = limit.key_for(*identity)
        self._identity = identity
        self._held = ""

    @property
    def used(self) -> int:
        """How many slots are used up."""
        return self._counters.get(self._wrong)

    @property
    def used_up(self) -> bool:
        """Whether the maximum of wrong attempts was reached."""
        return self.used >= self._limit.amount

    @property
    def resets_at(self) -> float:
        """When the window ends (seconds since the epoch)."""
        return self._counters.get_expiry(self._wrong)

    def acquire(self) -> bool:
        """Take a slot, if one is free."""
        period = int(self._clock() // PERIOD_SECONDS)
        self._held = self._in_progress(period)
        in_progress = self._counters.incr(self._held, 2 * PERIOD_SECONDS)
        in_progress += self._counters.get(self._in_progress(period - 1))
        if in_progress + self._counters.get(self._wrong) <= self._limit.amount:
            return True
        self.release()
        return False

    def release(self) -> None:
        """Give the slot back."""
        if self._counters.incr(self._held, 2 * PERIOD_SECONDS, -1) < 0:
            self._counters.incr(self._held, 2 * PERIOD_SECONDS)

    def use_up(self) -> None:
        """Use a slot up for the rest of the window, which the first wrong attempt starts."""
        self._counters.incr(self._wrong, self._limit.get_expiry())

    def _in_progress(self, period: int) -> str:
        return self._limit.key_for(*self._identity, "in-progress", str(period))
