"""How many attempts at one secret were wrong, or have sent a message, and how many are in progress."""

from limits import RateLimitItem
from limits.storage import Storage as Counters

IN_PROGRESS_SECONDS = 60  # longer than any call; slots of a killed process are free again after that


class AttemptSlots:
    """The attempts under one key in one window, of which `limit.amount` may be wrong.

    An attempt acquires a slot before its outcome is known, so a burst of parallel guesses gets no more than the slots
    that are left. When attempts in progress hold all slots, others may wait: only wrong ones use a slot up.
    The order of the calls makes this safe: a wrong attempt is counted before it releases its slot, and a new one
    acquires its slot before it reads the count.
    """

    def __init__(self, counters: Counters, limit: RateLimitItem, *identity: str) -> None:
        self._counters = counters
        self._limit = limit
        self._wrong = limit.key_for(*identity)
        self._in_progress = limit.key_for(*identity, "in-progress")

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
        in_progress = self._counters.incr(self._in_progress, IN_PROGRESS_SECONDS)
        if in_progress + self._counters.get(self._wrong) <= self._limit.amount:
            return True
        self.release()
        return False

    def release(self) -> None:
        """Give the slot back."""
        if self._counters.incr(self._in_progress, IN_PROGRESS_SECONDS, -1) < 0:
            self._counters.incr(self._in_progress, IN_PROGRESS_SECONDS)

    def use_up(self) -> None:
        """Use a slot up for the rest of the window, which the first wrong attempt starts."""
        self._counters.incr(self._wrong, self._limit.get_expiry())
