"""How long Cognito locks a user out: it does not say, but its rule is known."""

import math
from collections.abc import Callable
from threading import Lock
from typing import NamedTuple

from cachetools import TTLCache

from vestibule.errors import InvalidCredentials, TooManyAttempts
from vestibule.storage.keyed_digest import normalize_username

FREE_ATTEMPTS = 5
LONGEST = 900  # seconds


class _Failures(NamedTuple):
    """How many passwords were wrong, and when the lockout ends that the last of them began."""

    number: int = 0
    locked_until: float = 0


class Lockouts:
    """Counts wrong passwords a user, as Cognito does, to tell the wait that Cognito keeps to itself.

    The rule: the n-th wrong password, from the fifth on, locks out for 2^(n-5) seconds; tries meanwhile are refused and
    do not count. It is an estimate, since another replica may have seen other tries, and is never acted upon alone.
    """

    def __init__(self, *, clock: Callable[[], float]) -> None:
        self._failures: TTLCache[str, _Failures] = TTLCache(maxsize=10_000, ttl=LONGEST, timer=clock)
        self._clock = clock
        self._lock = Lock()

    def failed(self, username: str, error: InvalidCredentials | TooManyAttempts) -> None:
        """Note a wrong password; or give `error` the wait, where Cognito refused to look at the password."""
        name = normalize_username(username)
        with self._lock:
            now, known = self._clock(), self._failures.get(name, _Failures())
            if isinstance(error, TooManyAttempts):
                error.retry_after = max(1, math.ceil(known.locked_until - now))
            else:
                self._failures[name] = _Failures(known.number + 1, now + _lockout(known.number + 1))

    def succeeded(self, username: str) -> None:
        """Forget the wrong passwords, as Cognito does when the right one comes."""
        with self._lock:
            self._failures.pop(normalize_username(username), None)


def _lockout(failures: int) -> int:
    """Seconds."""
    return min(LONGEST, 2 ** (failures - FREE_ATTEMPTS)) if failures >= FREE_ATTEMPTS else 0
