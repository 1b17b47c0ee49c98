"""Which calls to Cognito are made again: those that cannot have had an effect (docs/decisions/0007-upstream.md)."""

import random
import time
from collections.abc import Callable
from typing import Any

import structlog
from botocore.exceptions import ConnectionClosedError, ConnectTimeoutError, EndpointConnectionError, ReadTimeoutError
from botocore.model import OperationModel

log = structlog.get_logger(__name__)

TRIES = 3
LONGEST_PAUSE = 0.1  # seconds before the second try; twice as long before the third
SHARE = 0.7  # of the time for the whole, after which no other try is begun

TIMED_OUT = (ConnectTimeoutError, ReadTimeoutError)
NEVER_RECEIVED = (EndpointConnectionError, ConnectTimeoutError)
THROTTLED = {
    *("TooManyRequestsException", "ThrottlingException", "Throttling", "RequestLimitExceeded"),
    *("RequestThrottled", "RequestThrottledException", "ThrottledException", "SlowDown"),
}
READS = {"GetUser", "DescribeUserPool", "GetUserPoolMfaConfig"}

BEGAN = "vestibule_began"


class Retries:
    """Handlers of botocore's events `before-call` and `needs-retry`; `seconds` is what all tries may take together."""

    def __init__(self, seconds: float, *, timer: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._timer = timer

    def begin(self, context: dict[str, Any], **_: object) -> None:
        """Note when the first try began."""
        context[BEGAN] = self._timer()

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
        """How many seconds to wait for the next try; None for no other."""
        if attempts < TRIES and _may_be_repeated(operation.name, response, caught_exception):
            pause = self._pause(attempts, began=request_dict["context"][BEGAN])
            if pause is not None:
                return pause
        if isinstance(caught_exception, TIMED_OUT):
            log.warning("cognito.timeout", operation=operation.name, tries=attempts)
        return None

    def _pause(self, attempts: int, *, began: float) -> float | None:
        pause = LONGEST_PAUSE * attempts * random.uniform(0.5, 1)  # noqa: S311  no secret: it spreads clients out
        elapsed = self._timer() - began
        return pause if elapsed + pause < SHARE * self._seconds else None


def _may_be_repeated(
    operation: str, response: tuple[object, dict[str, Any]] | None, exception: Exception | None
) -> bool:
    if response is not None:
        return response[1].get("Error", {}).get("Code") in THROTTLED
    return isinstance(exception, NEVER_RECEIVED) or (
        operation in READS and isinstance(exception, ConnectionClosedError)
    )
