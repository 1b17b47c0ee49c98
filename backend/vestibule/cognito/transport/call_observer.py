"""Reports the outcome and the duration of each call to Cognito."""

import time
from collections.abc import Callable
from typing import Any

from botocore.model import OperationModel

from vestibule.cognito.transport.retries import STARTED_AT

OnCall = Callable[[str, str, float], None]
"""Called with the operation, the outcome (`ok`, or the name of the error) and the seconds, retries included."""


class CallObserver:
    """Handlers of botocore's events `after-call` and `after-call-error`."""

    def __init__(self, on_call: OnCall) -> None:
        self._on_call = on_call

    def finished(self, *, parsed: dict[str, Any], model: OperationModel, context: dict[str, Any], **_: object) -> None:
        """Cognito responded, perhaps with an error."""
        self._on_call(model.name, str(parsed.get("Error", {}).get("Code", "ok")), _seconds(context))

    def failed(self, *, exception: Exception, event_name: str, context: dict[str, Any], **_: object) -> None:
        """There was no usable response."""
        self._on_call(event_name.rpartition(".")[2], type(exception).__name__, _seconds(context))


def _seconds(context: dict[str, Any]) -> float:
    return float(time.monotonic() - context[STARTED_AT])
