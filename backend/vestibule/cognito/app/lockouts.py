"""How long Cognito locks a user out: its answer does not say, but the rule is known."""

import math
from collections.abc import Callable
from threading import Lock
from typing import NamedTuple

from cachetools import TTLCache

from vestibule.errors import CodeMismatch, InvalidCredentials, TooManyAttempts
from vestibule.storage.keyed_digest import normalize_username

FREE_ATTEMPTS = 5
MAX_LOCKOUT_SECONDS = 900


class _Failures(NamedTuple):
    """The number of wrong passwords, and when the lockout ends that the last of them started."""

    number: int = 0
    locked_until: float = 0


class Lockouts:
    """Counts wrong passwords per user as Cognito does, to estimate the time that a client has to wait.

    The rule: the n-th wrong password, from the fifth on, locks the user out for 2^(n-5) seconds. Attempts in that time
    are refused and do not count. Another replica may have seen other attempts, so this only fills in `retry_after`.
    """

    def __init__(self, *, clock: Callable[[], float]) -> None:
        self._failures: TTLCache[str, _Failures] = TTLCache(maxsize=10_000, ttl=MAX_LOCKOUT_SECONDS, timer=clock)
        self._clock = clock
        self._lock = Lock()

    def failed(self, username: str, error: InvalidCredentials | CodeMismatch | TooManyAttempts) -> None:
        """Count a wrong password or code; if Cognito did not check it (TooManyAttempts), set `retry_after` instead."""
        name = normalize_username(username)
        with self._lock:
            now, known = self._clock(), self._failures.get(name, _Failures())
            if isinstance(error, TooManyAttempts):
                error.retry_after = max(1, math.ceil(known.locked_until - now))
            else:
                self._failures[name] = _Failures(known.number + 1, now + _lockout(known.number + 1))

    def simulated(self, username: str) -> CodeMismatch | TooManyAttempts:
        """The error after another wrong code, for a user whose codes Cognito does not check."""
        error = TooManyAttempts() if self.is_locked(username) else CodeMismatch(field="code")
        self.failed(username, error)
        return error

    def is_locked(self, username: str) -> bool:
        """Whether the wrong passwords or codes that were counted here have locked the user out."""
        with self._lock:
            return self._failures.get(normalize_username(username), _Failures()).locked_until > self._clock()

    def succeeded(self, username: str) -> None:
        """Reset the count, as Cognito does after the right password."""
        with self._lock:
            self._failures.pop(normalize_username(username), None)


def _lockout(failures: int) -> int:
    """Seconds."""
    return min(MAX_LOCKOUT_SECONDS, 2 ** (failures - FREE_ATTEMPTS)) if failures >= FREE_ATTEMPTS else 0
