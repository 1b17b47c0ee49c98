"""One log line when the store becomes unavailable, one when it is available again."""

import time
from collections.abc import Callable
from threading import Lock

import structlog

log = structlog.get_logger(__name__)


class Outage:
    """Whether the store is unavailable. Every caller reports failures; only the revocation list reports the end.

    The revocation list tries the store at least once a second. If every success counted as the end, a disk that can be
    read but not written would begin and end an outage with each request.
    """

    def __init__(self, *, timer: Callable[[], float] = time.monotonic) -> None:
        self._timer = timer
        self._lock = Lock()
        self._began_at: float | None = None

    @property
    def active(self) -> bool:
        """Whether there is an outage."""
        return self._began_at is not None

    def began(self, error: BaseException) -> None:
        """A call failed. Logs the error's type and text: drivers put no password into them."""
        with self._lock:
            if self._began_at is not None:
                return
            self._began_at = self._timer()
        log.error("store.unavailable", reason=type(error).__name__, error=str(error))

    def ended(self) -> None:
        """The store can be read and written. Cheap when there was no outage."""
        if self._began_at is None:
            return
        with self._lock:
            began_at, self._began_at = self._began_at, None
        if began_at is not None:
            log.warning("store.available", after_seconds=round(self._timer() - began_at, 1))
