"""Pace: a bound on how many calls are made in a second."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from vestibule.cognito.provisioning.aws import Aws, Document


@dataclass
class Pace:
    """Waits before each call, so that calls have equal distances. Cognito's quotas are for the whole account."""

    per_second: float
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _next_at: float = field(default=0.0, init=False)

    def wait(self) -> None:
        """Wait until the next call may be made."""
        now = self.clock()
        if self._next_at > now:
            self.sleep(self._next_at - now)
        self._next_at = max(now, self._next_at) + 1 / self.per_second


@dataclass(frozen=True)
class PacedCalls:
    """Signed calls about one pool, at a steady pace."""

    aws: Aws
    pool_id: str
    pace: Pace

    def call(self, operation: str, **request: Any) -> Document:  # noqa: ANN401  AWS's own documents
        """Call an operation on the pool; raises CallFailed."""
        self.pace.wait()
        return self.aws.call(operation, UserPoolId=self.pool_id, **request)
