"""The application as uvicorn's own command starts it, whose defaults believe and tell too much."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def url(cognito_url: str, log: Path) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    environment = os.environ | {
        "COGNITO_USER_POOL_ID": "us-east-1_Vestibule",
        "COGNITO_CLIENT_ID": "vestibulelocal",
        "COGNITO_ENDPOINT_URL": cognito_url,
    }
    command = [sys.executable, "-m", "uvicorn", "--factory", "vestibule.main:create_app", "--port", str(port)]
    with log.open("w") as output, subprocess.Popen(command, env=environment, stdout=output, stderr=output) as process:
        try:
            with httpx.Client(transport=httpx.HTTPTransport(retries=8)) as client:  # refused, until it listens
                client.get(f"http://127.0.0.1:{port}/api/health/live").raise_for_status()
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def test_made_up_addresses_do_not_dodge_the_limits(url: str) -> None:
    statuses = [
        httpx.post(
            f"{url}/api/auth/sign-in",
            json={"email": f"nobody-{number}@example.com", "password": "a-wrong-Guess-1"},
            headers={"X-Forwarded-For": f"192.0.2.{number}:{4000 + number}"},
        ).status_code
        for number in range(11)
    ]

    assert statuses == [401] * 10 + [429]


def test_query_strings_are_not_logged(url: str, log: Path) -> None:
    with httpx.Client(base_url=url) as client:
        client.get("/api/auth_test", params={"access_token": "a-secret-in-the-wrong-place"})
        client.get("/api/health/live")  # over the same connection: what was before is done, and logged

    assert "/api/auth_test" in log.read_text()
    assert "a-secret" not in log.read_text()
