"""SIGTERM: what is under way is answered, by a real `vestibule serve`, with one worker and with two."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection

import httpx
import pytest

from tests.shared_store import store_server

PATIENCE = 20


@pytest.fixture(params=["1", "2"], ids=["one worker", "two workers"])
def server(request: pytest.FixtureRequest, cognito_url: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The process, and the port on which it listens."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    environment = os.environ | {
        "COGNITO_USER_POOL_ID": "us-east-1_Vestibule",
        "COGNITO_CLIENT_ID": "vestibulelocal",
        "COGNITO_ENDPOINT_URL": cognito_url,
        "API_PORT": str(port),
        "API_WORKERS": request.param,
    }
    with (
        store_server() as store,
        subprocess.Popen(
            [sys.executable, "-m", "vestibule", "serve"], env=environment | {"STORE_URL": store.url}
        ) as process,
    ):
        try:
            transport = httpx.HTTPTransport(retries=6)  # connection refused, until it listens
            with httpx.Client(transport=transport, timeout=PATIENCE) as client:
                client.get(f"http://127.0.0.1:{port}/api/health/live").raise_for_status()
            yield process, port
        finally:
            process.kill()


def stop_listening(process: subprocess.Popen[bytes], port: int) -> None:
    """Send SIGTERM, and wait until new connections are refused."""
    process.send_signal(signal.SIGTERM)
    patience = time.monotonic() + PATIENCE
    while time.monotonic() < patience:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return
    raise AssertionError("It still listens.")


def test_request_under_way_and_request_on_an_open_connection_are_answered(
    server: tuple[subprocess.Popen[bytes], int],
) -> None:
    process, port = server
    idle, under_way = (HTTPConnection("127.0.0.1", port, timeout=PATIENCE) for _ in range(2))
    with closing(idle), closing(under_way):
        under_way.putrequest("POST", "/api/auth/sign-in")
        under_way.putheader("Content-Type", "application/json")
        under_way.putheader("Content-Length", "2")
        under_way.endheaders(b"{")
        idle.request("GET", "/api/health/live")  # once it is answered, what was sent before it is read, too
        idle.getresponse().read()

        stop_listening(process, port)
        idle.request("GET", "/api/health/live")
        late = idle.getresponse()
        under_way.send(b"}")
        finished = under_way.getresponse()

    assert (late.status, late.getheader("connection")) == (200, "close")
    assert finished.status == 422
    assert process.wait(PATIENCE) in (0, -signal.SIGTERM)
