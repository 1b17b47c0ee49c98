"""How long Cognito locks a user out: it does not say, but its rule is 2^(n-5) seconds after n wrong passwords."""

from collections.abc import Callable
from threading import Lock

from cachetools import TTLCache

from vestibule.errors import InvalidCredentials, TooManyAttempts

FREE_ATTEMPTS = 5
LONGEST = 900  # seconds


class Lockouts:
    """Counts wrong passwords a user, as Cognito does, to tell the wait that Cognito keeps to itself.

    An estimate: another replica may have seen other attempts. It is only ever told to the client, never acted upon.
    """

    def __init__(self, *, clock: Callable[[], float]) -> None:
        self._failures: TTLCache[str, int] = TTLCache(maxsize=10_000, ttl=LONGEST, timer=clock)
        self._lock = Lock()

    def failed(self, username: str, error: InvalidCredentials | TooManyAttempts) -> None:
        """Note a wrong password; give `error` the wait, where Cognito locked the user out."""
        with self._lock:
            failures = max(self._failures.get(username, 0) + 1, FREE_ATTEMPTS if _locked(error) else 0)
            self._failures[username] = failures
        if _locked(error):
            error.retry_after = min(LONGEST, 2 ** (failures - FREE_ATTEMPTS))

    def succeeded(self, username: str) -> None:
        """Forget the wrong passwords, as Cognito does when the right one comes."""
        with self._lock:
            self._failures.pop(username, None)


def _locked(error: InvalidCredentials | TooManyAttempts) -> bool:
    return isinstance(error, TooManyAttempts)
