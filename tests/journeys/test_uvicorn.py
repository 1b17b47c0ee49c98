"""The application started by uvicorn's own command, whose defaults trust and log too much."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.journeys.smuggling import smuggle
from tests.processes import WEBSOCKET, api_process
from tests.servers import TLS

UVICORN = ("uvicorn", "--factory", "vestibule.main:create_app", "--port", "{port}")


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("log") / "log"


@pytest.fixture(scope="module")
def port(cognito_url: str, log: Path) -> Iterator[int]:
    with api_process(cognito_url, module=UVICORN, log=log) as (_, port):
        yield port


@pytest.fixture
def url(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def test_a_body_is_never_parsed_as_the_next_request(port: int) -> None:
    first, rest = smuggle(port)

    assert b" 400 " in first
    assert b"HTTP/1.1" not in rest


@pytest.mark.parametrize(
    ("client_ip", "made_up"),
    [
        ("127.0.0.2", "192.0.2.{0}:4{0:03}"),
        ("127.0.0.3", "unknown-{0}"),
        ("127.0.0.4", "192.0.2.{0}%eth0"),
        ("127.0.0.5", "2001:0db8:00{0:02}::1"),
        ("127.0.0.6", "_{0}, 127.0.0.1"),
    ],
)
def test_forged_client_ips_do_not_bypass_the_limits(url: str, client_ip: str, made_up: str) -> None:
    with httpx.Client(base_url=url, transport=httpx.HTTPTransport(local_address=client_ip, verify=TLS)) as client:
        statuses = [
            client.post(
                "/api/auth/sign-in",
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
