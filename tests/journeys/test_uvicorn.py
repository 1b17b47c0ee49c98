"""The application started by uvicorn's own command, whose defaults trust and log too much."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from tests.processes import PROCESS_TIMEOUT_SECONDS, SERVE, WEBSOCKET, api_process

UVICORN = ("uvicorn", "--factory", "vestibule.main:create_app", "--port", "{port}")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def url(cognito_url: str, log: Path) -> Iterator[str]:
    with api_process(cognito_url, module=UVICORN, log=log) as (_, port):
        yield f"http://127.0.0.1:{port}"


@pytest.mark.parametrize("module", [UVICORN, SERVE], ids=["uvicorn", "vestibule serve"])
def test_a_body_is_never_parsed_as_the_next_request(cognito_url: str, module: tuple[str, ...]) -> None:
    smuggled = b"GET /api/auth_test HTTP/1.1\r\nHost: x\r\n\r\n"
    head = (
        b"GET /api/health/live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: %d\r\n\r\n"
    )
    with (
        api_process(cognito_url, module=module) as (_, port),
        socket.create_connection(("127.0.0.1", port), timeout=PROCESS_TIMEOUT_SECONDS) as connection,
        connection.makefile("rb") as answers,
    ):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(head % len(smuggled))
        first = answers.readline()
        rest = b""
        with suppress(ConnectionError):
            connection.sendall(smuggled)
            rest = answers.read()

    assert b" 400 " in first
    assert b"HTTP/1.1" not in rest


@pytest.mark.parametrize(
    "made_up", ["192.0.2.{0}:4{0:03}", "unknown-{0}", "192.0.2.{0}%eth0", "2001:0db8:00{0:02}::1", "_{0}, 127.0.0.1"]
)
def test_forged_client_ips_do_not_bypass_the_limits(url: str, made_up: str) -> None:
    statuses = [
        httpx.post(
            f"{url}/api/auth/sign-in",
            json={"email": f"nobody-{number}@example.com", "password": "a-wrong-Guess-1"},
            headers={"X-Forwarded-For": made_up.format(number)},
        ).status_code
        for number in range(11)
    ]

    assert statuses == [401] * 10 + [429]


def test_query_strings_are_not_logged(url: str, log: Path) -> None:
    with httpx.Client(base_url=url) as client:
        client.get("/api/auth_test", params={"access_token": "a-secret-in-the-wrong-place"})
        client.get("/api/health/live")  # on the same connection, so the requests before it are finished and logged

    assert "/api/auth_test" in log.read_text()
    assert "a-secret" not in log.read_text()


def test_websocket_requests_are_not_logged(url: str, log: Path) -> None:
    httpx.get(f"{url}/api/auth_test", params={"password": "a-secret"}, headers=WEBSOCKET)
    for _ in range(2):  # the second request starts after the first was logged
        httpx.get(f"{url}/api/auth/config")

    assert "auth/config" in log.read_text()
    assert "a-secret" not in log.read_text()
