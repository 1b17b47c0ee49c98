"""A request that is hidden in the body of another."""

import socket
from contextlib import suppress

from tests.processes import PROCESS_TIMEOUT_SECONDS

HIDDEN = b"GET /api/auth_test HTTP/1.1\r\nHost: x\r\n\r\n"
HEAD = b"GET /api/health/live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: %d\r\n\r\n"


def smuggle(port: int) -> tuple[bytes, bytes]:
    """Send a request to upgrade, then a body that is a request: the first line of the response, and all after it."""
    with (
        socket.create_connection(("127.0.0.1", port), timeout=PROCESS_TIMEOUT_SECONDS) as connection,
        connection.makefile("rb") as answers,
    ):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(HEAD % len(HIDDEN))
        first = answers.readline()
        rest = b""
        with suppress(ConnectionError):
            connection.sendall(HIDDEN)
            rest = answers.read()
    return first, rest
