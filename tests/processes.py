"""The API as its own process, started like an operator starts it."""

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from tests.children import child_process
from tests.servers import TLS

PROCESS_TIMEOUT_SECONDS = 20
START_SECONDS = 60  # many tests share few cores
POLL_SECONDS = 0.05
SERVE = ("vestibule", "serve")
PORTS = range(20_000, 32_000)
"""Below the ports that the kernel gives to outgoing connections, of which one could take it before the server does."""

WEBSOCKET = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}
"""The headers that request a WebSocket (RFC 6455, section 4.1)."""


def free_port() -> int:
    """A port that is not in use."""
    while True:
        port = secrets.choice(PORTS)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


@contextmanager
def api_process(
    cognito_url: str,
    *,
    module: Sequence[str] = SERVE,
    log: Path | None = None,
    cwd: Path | None = None,
    **settings: str,
) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The process and its port; it is killed at the end. `log` receives its output."""
    port = free_port()
    environment = os.environ | {
        "COGNITO_USER_POOL_ID": "us-east-1_Vestibule",
        "COGNITO_CLIENT_ID": "vestibulelocal",
        "COGNITO_ENDPOINT_URL": cognito_url,
        "API_PORT": str(port),
        **settings,
    }
    command = [sys.executable, "-m", *(part.format(port=port) for part in module)]
    with (
        TemporaryDirectory() as elsewhere,  # a folder without the developer's .env
        (log or Path(os.devnull)).open("w") as output,
        child_process(command, env=environment, cwd=cwd or elsewhere, stdout=output, stderr=output) as process,
    ):
        _wait_until_it_answers(process, port)
        yield process, port


def _wait_until_it_answers(process: subprocess.Popen[bytes], port: int) -> None:
    """Wait until the API serves requests; ConnectError if it has exited, or takes too long."""
    give_up_at = time.monotonic() + START_SECONDS
    with httpx.Client(timeout=PROCESS_TIMEOUT_SECONDS, verify=TLS) as client:
        while True:
            try:
                client.get(f"http://127.0.0.1:{port}/api/health/live").raise_for_status()
            except httpx.ConnectError:
                if process.poll() is not None or time.monotonic() > give_up_at:
                    raise
                time.sleep(POLL_SECONDS)
            else:
                return
