"""UserLocks: one change at a time of what a user can sign in with, over all workers and replicas.

Cognito deletes a passkey or unlinks an identity without looking at what remains. Two requests at once would each see
what the other is about to delete.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from vestibule.errors import StoreUnavailable, TooManyRequests
from vestibule.records.records import Kind, Mark, Records

HELD_SECONDS = 120  # longer than all calls of a request; a lock of a killed process ends after that
MAX_WAIT_SECONDS = 5.0  # leaves time for the calls before the deadline of the request
POLL_SECONDS = 0.05


HELD = Kind("user-lock", Mark, lifetime=HELD_SECONDS)
"""Users for whom a request is changing what they can sign in with."""


class UserLocks:
    """Locks by `sub`. Raises StoreUnavailable: such a change is refused rather than made without the lock."""

    def __init__(self, records: Records, *, max_wait: float = MAX_WAIT_SECONDS) -> None:
        self._records = records
        self._max_wait = max_wait

    @contextmanager
    def hold(self, sub: str) -> Iterator[None]:
        """Wait for the lock, and hold it during the block; TooManyRequests if others hold it for too long."""
        give_up_at = time.monotonic() + self._max_wait
        while not self._records.create(HELD, sub, Mark()):
            if time.monotonic() > give_up_at:
                raise TooManyRequests(retry_after=1)
            time.sleep(POLL_SECONDS)
        try:
            yield
        finally:
            with suppress(StoreUnavailable):  # the change is made; the lock expires
                self._records.delete(HELD, sub)
