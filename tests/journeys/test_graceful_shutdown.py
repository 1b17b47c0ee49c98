"""SIGTERM and Ctrl-C: requests in flight are answered, by a real `vestibule serve`, with one worker and with two."""

import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection

import pytest

from tests.processes import PROCESS_TIMEOUT_SECONDS, api_process
from tests.shared_store import store_server


@pytest.fixture(params=["1", "2"], ids=["one worker", "two workers"])
def server(request: pytest.FixtureRequest, cognito_url: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The process, and the port on which it listens."""
    with store_server() as store, api_process(cognito_url, API_WORKERS=request.param, STORE_URL=store.url) as started:
        yield started


def last_response(connection: HTTPConnection) -> tuple[int, str | None]:
    """Send requests on an open connection until one is answered as the last; its status and Connection header."""
    deadline = time.monotonic() + PROCESS_TIMEOUT_SECONDS
    while time.monotonic() < deadline:
        connection.request("GET", "/api/health/live")
        response = connection.getresponse()
        response.read()
        if response.status != 200 or response.getheader("connection"):
            return response.status, response.getheader("connection")
    raise AssertionError("The connection is kept.")


def test_requests_in_progress_and_on_open_connections_are_answered(
    server: tuple[subprocess.Popen[bytes], int],
) -> None:
    process, port = server
    idle, under_way = (HTTPConnection("127.0.0.1", port, timeout=PROCESS_TIMEOUT_SECONDS) for _ in range(2))
    with closing(idle), closing(under_way):
        under_way.putrequest("POST", "/api/auth/sign-in")
        under_way.putheader("Content-Type", "application/json")
        under_way.putheader("Content-Length", "2")
        under_way.endheaders(b"{")
        idle.request("GET", "/api/health/live")  # when this is answered, the request before it was read too
        idle.getresponse().read()

        process.send_signal(signal.SIGTERM)
        last = last_response(idle)
        under_way.send(b"}")
        finished = under_way.getresponse()

    assert last == (200, "close")
    assert finished.status == 422
    assert process.wait(PROCESS_TIMEOUT_SECONDS) == 0


@pytest.fixture
def one_worker(cognito_url: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A process with a single worker, which can be paused, and its port."""
    with api_process(cognito_url) as started:
        yield started


def test_connections_in_the_backlog_are_answered(
    one_worker: tuple[subprocess.Popen[bytes], int],
) -> None:
    process, port = one_worker
    process.send_signal(signal.SIGSTOP)  # connections now wait in the kernel, as they do for a busy process
    waiting = [HTTPConnection("127.0.0.1", port, timeout=PROCESS_TIMEOUT_SECONDS) for _ in range(20)]
    for connection in waiting:
        connection.request("GET", "/api/health/live")

    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGCONT)
    statuses = []
    for connection in waiting:
        with closing(connection):
            statuses.append(connection.getresponse().status)

    assert statuses == [200] * len(waiting)
    assert process.wait(PROCESS_TIMEOUT_SECONDS) == 0
