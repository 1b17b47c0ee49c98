"""Warns that the clock of this machine is behind Cognito's."""

import math
from collections.abc import Callable

import structlog

log = structlog.get_logger(__name__)

INTERVAL_SECONDS = 60


class ClockSkewWarning:
    """Logs correctly signed tokens from the future, at most once a minute."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._next_at = -math.inf

    def warn(self, seconds_ahead: float) -> None:
        """Log that a token starts `seconds_ahead` from now."""
        now = self._clock()
        if now < self._next_at:
            return
        self._next_at = now + INTERVAL_SECONDS
        log.warning(
            "token.not_valid_yet",
            clock_behind_seconds=round(seconds_ahead, 1),
            advice="The clocks of this machine and of Cognito differ: synchronize this one (NTP).",
        )
