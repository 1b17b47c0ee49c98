"""Retries of calls that cannot have had an effect (docs/decisions/0007-upstream.md)."""

import random
import time
from collections.abc import Callable
from typing import Any

import structlog
from botocore.exceptions import ConnectionClosedError, ConnectTimeoutError, EndpointConnectionError, ReadTimeoutError
from botocore.model import OperationModel

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 3
MAX_PAUSE_SECONDS = 0.1  # before the second attempt; twice as long before the third
RETRY_SHARE = 0.7  # of the total time; no attempt starts later

TIMED_OUT = (ConnectTimeoutError, ReadTimeoutError)
NEVER_RECEIVED = (EndpointConnectionError, ConnectTimeoutError)
THROTTLED = {
    *("TooManyRequestsException", "ThrottlingException", "Throttling", "RequestLimitExceeded"),
    *("RequestThrottled", "RequestThrottledException", "ThrottledException", "SlowDown"),
}
READS = {
    *("GetUser", "DescribeUserPool", "GetUserPoolMfaConfig", "DescribeUserPoolClient"),
    *("GetCredentialsForIdentity", "GetIdentityPoolRoles"),
}

STARTED_AT = "vestibule_started_at"


class Retries:
    """Handlers of botocore's events `before-call` and `needs-retry`; `seconds` limits all attempts together."""

    def __init__(self, seconds: float, *, timer: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._timer = timer

    def begin(self, context: dict[str, Any], **_: object) -> None:
        """Remember when the first attempt started."""
        context[STARTED_AT] = self._timer()

    def pause(
        self,
        *,
        attempts: int,
        operation: OperationModel,
        response: tuple[object, dict[str, Any]] | None,
        caught_exception: Exception | None,
        request_dict: dict[str, Any],
        **_: object,
    ) -> float | None:
        """Seconds to wait before the next attempt; None for no further attempt."""
        if attempts < MAX_ATTEMPTS and _may_be_repeated(operation.name, response, caught_exception):
            pause = self._pause(attempts, started_at=request_dict["context"][STARTED_AT])
            if pause is not None:
                return pause
        if isinstance(caught_exception, TIMED_OUT):
            log.warning("cognito.timeout", operation=operation.name, attempts=attempts)
        return None

    def _pause(self, attempts: int, *, started_at: float) -> float | None:
        pause = MAX_PAUSE_SECONDS * attempts * random.uniform(0.5, 1)  # noqa: S311  not a secret: jitter
        elapsed = self._timer() - started_at
        return pause if elapsed + pause < RETRY_SHARE * self._seconds else None


def _may_be_repeated(
    operation: str, response: tuple[object, dict[str, Any]] | None, exception: Exception | None
) -> bool:
    if response is not None:
        return response[1].get("Error", {}).get("Code") in THROTTLED
    return isinstance(exception, NEVER_RECEIVED) or (
        operation in READS and isinstance(exception, ConnectionClosedError)
    )
