"""Tries at a secret: how many were wrong, and how many are under way."""

from limits import RateLimitItem
from limits.storage import Storage

UNDER_WAY_SECONDS = 60  # longer than any call; what a killed process left behind is forgotten then


class Tries:
    """The tries of one key in one window, `limit.amount` of which may be wrong.

    A try takes a place before its outcome is known, so a burst of parallel guesses gets no more than the places that
    are left. Whoever finds all places taken by tries under way may wait: only wrong ones use a place up.
    The order of the calls to the storage is what makes this safe: a wrong try is counted before it leaves its place,
    and a new one takes its place before it looks at the count.
    """

    def __init__(self, storage: Storage, limit: RateLimitItem, *identity: str) -> None:
        self._storage = storage
        self._limit = limit
        self._wrong = limit.key_for(*identity)
        self._under_way = limit.key_for(*identity, "under-way")

    @property
    def used_up(self) -> bool:
        """Whether as many were wrong as may be."""
        return self._storage.get(self._wrong) >= self._limit.amount

    @property
    def resets_at(self) -> float:
        """When the window is over (seconds since the epoch)."""
        return self._storage.get_expiry(self._wrong)

    def enter(self) -> bool:
        """Take a place, if there is one."""
        under_way = self._storage.incr(self._under_way, UNDER_WAY_SECONDS)
        if under_way + self._storage.get(self._wrong) <= self._limit.amount:
            return True
        self.leave()
        return False

    def leave(self) -> None:
        """Give the place back."""
        if self._storage.incr(self._under_way, UNDER_WAY_SECONDS, -1) < 0:
            self._storage.incr(self._under_way, UNDER_WAY_SECONDS)

    def count_wrong(self) -> None:
        """Use a place up for the rest of the window; the first wrong try begins it."""
        self._storage.incr(self._wrong, self._limit.get_expiry())
