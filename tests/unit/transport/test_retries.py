"""Which calls are repeated, when, and what is reported of them."""

from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import (
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
)
from structlog.testing import capture_logs

from tests.servers import Clock
from vestibule.cognito.transport.call_observer import CallObserver
from vestibule.cognito.transport.retries import Retries

URL = "http://cognito"
NOT_CONNECTED = [EndpointConnectionError(endpoint_url=URL), ConnectTimeoutError(endpoint_url=URL)]
CLOSED, NO_ANSWER = ConnectionClosedError(endpoint_url=URL), ReadTimeoutError(endpoint_url=URL)
READS = [
    *("GetUser", "DescribeUserPool", "GetUserPoolMfaConfig", "DescribeUserPoolClient"),
    *("GetCredentialsForIdentity", "GetIdentityPoolRoles"),
]
THROTTLED = [
    *("TooManyRequestsException", "ThrottlingException", "Throttling", "RequestLimitExceeded"),
    *("RequestThrottled", "RequestThrottledException", "ThrottledException", "SlowDown"),
]


def pause(
    operation: str = "SignUp",
    *,
    attempts: int = 1,
    error: str = "",
    exception: Exception | None = None,
    elapsed: float = 0,
) -> float | None:
    """What the retries decide after an attempt of a call that may take ten seconds."""
    clock = Clock(100.0)
    retries, context = Retries(10, timer=clock), dict[str, Any]()
    retries.begin(context)
    clock.advance(elapsed)
    return retries.pause(
        attempts=attempts,
        operation=SimpleNamespace(name=operation),
        response=None if exception else (None, {"Error": {"Code": error}} if error else {}),
        caught_exception=exception,
        request_dict={"context": context},
    )


@pytest.mark.parametrize("exception", NOT_CONNECTED)
def test_call_that_was_never_received_is_repeated(exception: Exception) -> None:
    assert pause(exception=exception) is not None


@pytest.mark.parametrize("operation", READS)
def test_closed_connection_repeats_only_what_reads(operation: str) -> None:
    assert pause(operation, exception=CLOSED) is not None
    assert pause("SignUp", exception=CLOSED) is None
    assert pause(operation, exception=NO_ANSWER) is None


@pytest.mark.parametrize("error", THROTTLED)
def test_throttled_call_is_repeated(error: str) -> None:
    assert pause(error=error) is not None


@pytest.mark.parametrize("error", ["", "LimitExceededException", "InternalErrorException"])
def test_other_answers_are_final(error: str) -> None:
    assert pause("GetUser", error=error) is None


def test_there_are_three_attempts_with_longer_and_longer_pauses() -> None:
    pauses = [[pause(attempts=attempts, exception=NOT_CONNECTED[0]) for _ in range(30)] for attempts in (1, 2, 3)]

    assert all(0.05 <= (each or 0) <= 0.1 for each in pauses[0])
    assert all(0.1 <= (each or 0) <= 0.2 for each in pauses[1])
    assert pauses[2] == [None] * 30
    assert len(set(pauses[0])) > 20  # not all at once


@pytest.mark.parametrize(("elapsed", "repeats"), [(6.89, True), (6.96, False), (7.0, False)])
def test_no_attempt_starts_in_the_last_third_of_the_time(elapsed: float, repeats: bool) -> None:
    assert (pause(exception=NOT_CONNECTED[0], elapsed=elapsed) is not None) is repeats


@pytest.mark.parametrize(
    ("attempts", "exception", "logged"),
    [(3, NOT_CONNECTED[1], True), (1, NO_ANSWER, True), (1, NOT_CONNECTED[1], False), (3, NOT_CONNECTED[0], False)],
)
def test_timeout_that_is_final_is_logged(attempts: int, exception: Exception, logged: bool) -> None:
    with capture_logs() as lines:
        pause(attempts=attempts, exception=exception)

    expected = {"event": "cognito.timeout", "operation": "SignUp", "attempts": attempts, "log_level": "warning"}
    assert lines == ([expected] if logged else [])


def test_outcome_of_a_call_is_reported_with_its_duration() -> None:
    calls = list[tuple[str, str, float]]()
    observer, context = CallObserver(lambda *call: calls.append(call)), dict[str, Any]()
    Retries(10).begin(context)
    model: Any = SimpleNamespace(name="SignUp")

    observer.finished(parsed={}, model=model, context=context)
    observer.finished(parsed={"Error": {"Code": "X"}}, model=model, context=context)
    observer.failed(exception=NO_ANSWER, event_name="after-call-error.cognito-idp.GetUser", context=context)

    assert [call[:2] for call in calls] == [("SignUp", "ok"), ("SignUp", "X"), ("GetUser", "ReadTimeoutError")]
    assert all(0 <= seconds < 60 for _, _, seconds in calls)
