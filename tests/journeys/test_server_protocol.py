"""Malformed, ambiguous and pipelined requests, sent as bytes to a real `vestibule serve`."""

import json
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import httpx
import pytest

from tests.apps import Outbox, Person
from tests.cognito import create_cognito
from tests.journeys.smuggling import smuggle
from tests.processes import PROCESS_TIMEOUT_SECONDS, WEBSOCKET, api_process
from tests.servers import serve

MOST = 4_000_000


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("log") / "log"


@pytest.fixture(scope="module")
def cognito_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Local Cognito with the real clock, which the process uses too."""
    with serve(create_cognito(tmp_path_factory.mktemp("pool") / "pool.sqlite3")) as url:
        yield url


@pytest.fixture
def person(port: int, cognito_url: str) -> Iterator[Person]:
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PROCESS_TIMEOUT_SECONDS) as client:
        yield Person(client, Outbox(cognito_url)).sign_up().confirm().sign_in()


@pytest.fixture(scope="module")
def port(cognito_url: str, log: Path) -> Iterator[int]:
    with api_process(cognito_url, log=log, LOG_LEVEL="DEBUG") as (_, port):
        yield port


def exchange(port: int, *parts: bytes) -> tuple[int, dict[str, str], bytes]:
    """Send, and read until the connection is closed: status, headers, body."""
    with socket.create_connection(("127.0.0.1", port), timeout=PROCESS_TIMEOUT_SECONDS) as connection:
        with suppress(ConnectionError):  # the server closed the connection
            for part in parts:
                connection.sendall(part)
        answer = b""
        while chunk := connection.recv(65_536):
            answer += chunk
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return int(first.split(" ")[1]), headers, body


@pytest.mark.parametrize(
    "request_text",
    [
        b"GET /\x00 HTTP/1.1\r\n\r\n",
        b"NONSENSE\r\n\r\n",
        b"POST /api/auth/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /api/auth/sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
def test_malformed_http_gets_a_problem(port: int, request_text: bytes) -> None:
    status, headers, body = exchange(port, request_text)

    assert (status, json.loads(body)["code"]) == (400, "unreadable-request")
    assert headers["content-type"] == "application/problem+json"
    assert headers["x-content-type-options"] == "nosniff"
    assert "server" not in headers


LIVE = b"GET /api/health/live HTTP/1.1\r\n"
LIVE_1_0 = b"GET /api/health/live HTTP/1.0\r\n"
CLOSE = b"Connection: close\r\n\r\n"
MALFORMED_HOSTS = [
    *(b"", b"a b", b"a/b", b"user@x", b"x:", b"x:port", b"x:99999", b"x:-1", b"[::1", b"::1", b"[nonsense]", b"x,y"),
    *(b"x?y", b"x#y", b"x\\y", b"<x>", b"x:80:80", b"[::1]x", b"[]", b"\xc3\xa9.example", b'"x"', b"http://x"),
]


@pytest.mark.parametrize(
    "head",
    [
        LIVE,
        LIVE + b"Host: x\r\nHost: x\r\n",
        LIVE + b"Host: x\r\nhost: y\r\n",
        *(LIVE + b"Host: " + host + b"\r\n" for host in MALFORMED_HOSTS),
        LIVE_1_0 + b"Host: x\r\nTransfer-Encoding: chunked\r\n",
        LIVE_1_0 + b"Transfer-Encoding: identity\r\n",
        LIVE_1_0 + b"Host: x\r\nHost: y\r\n",
    ],
)
def test_an_ambiguous_head_is_refused(port: int, head: bytes) -> None:
    status, _, body = exchange(port, head + CLOSE)

    assert (status, json.loads(body)["code"]) == (400, "unreadable-request")


@pytest.mark.parametrize(
    "head",
    [
        *(
            LIVE + b"Host: " + host + b"\r\n"
            for host in (b"x", b"X.Example.", b"x:8000", b"127.0.0.1:80", b"[::1]:8000", b"my_service", b"a-b.example")
        ),
        LIVE_1_0,
        LIVE_1_0 + b"Host: x\r\n",
    ],
)
def test_a_valid_head_is_accepted(port: int, head: bytes) -> None:
    assert exchange(port, head + CLOSE)[0] == 200


@pytest.mark.parametrize("line", [b"X-Filler: " + b"y" * 10_000 + b"\r\n", b"y" * 10_000], ids=["lines", "one line"])
def test_headers_that_are_too_large_are_refused(port: int, line: bytes) -> None:
    begun = b"GET /api/health/live HTTP/1.1\r\nHost: x\r\nX-Begun: "

    status, _, body = exchange(port, begun, *[line] * (MOST // len(line)))

    assert (status, json.loads(body)["code"]) == (431, "headers-too-large")


SIGN_IN = b"POST /api/auth/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
FILLER = b"X-Filler: " + b"y" * 10_000 + b"\r\n"


def test_trailers_that_are_too_large_are_refused(port: int) -> None:
    begun = SIGN_IN + b"Transfer-Encoding: chunked\r\n\r\n0\r\n"

    status, _, body = exchange(port, begun, *[FILLER] * (MOST // len(FILLER)))

    assert (status, json.loads(body)["code"]) == (431, "headers-too-large")


def test_headers_that_are_too_large_are_refused_after_an_unread_body_too(port: int) -> None:
    begun = b"PATCH /api/nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhelloGET / HTTP/1.1\r\n"

    status, _, rest = exchange(port, begun, *[FILLER] * (MOST // len(FILLER)))

    assert status == 404
    assert b"HTTP/1.1 431" in rest


def test_each_request_is_answered_once(port: int) -> None:
    begun = b"GET /api/health/live HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=PROCESS_TIMEOUT_SECONDS) as connection:
        answers = connection.makefile("rb")
        connection.sendall(begun)
        assert read_answer(answers)[0] == 200

        connection.sendall(b"no length\r\n")

        assert answers.read() == b""


def test_error_responses_stay_in_order(port: int) -> None:
    body = b'{"email": "nobody@example.com", "password": "Wrong-horse-9"}'
    head = SIGN_IN + b"Content-Length: %d\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=PROCESS_TIMEOUT_SECONDS) as connection:
        connection.sendall((head % len(body) + body) * 2 + b"RUBBISH\r\n\r\n")
        answers = connection.makefile("rb")

        assert [read_answer(answers)[0] for _ in range(3)] == [401, 401, 400]
        assert answers.read() == b""


def test_error_responses_are_logged(port: int, log: Path) -> None:
    _, headers, _ = exchange(port, b"RUBBISH\r\n\r\n")
    httpx.get(f"http://127.0.0.1:{port}/api/auth/config")

    assert headers["x-request-id"] in log.read_text()


def test_a_trailer_is_not_a_header(port: int, person: Person) -> None:
    begun = b"POST /api/auth_test HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n"
    token = f"Authorization: Bearer {person.access_token}\r\n".encode()

    as_header = exchange(port, begun + token + b"\r\n0\r\n\r\n")
    as_trailer = exchange(port, begun + b"\r\n0\r\n" + token + b"\r\n")

    assert as_header[0] == 200
    assert (as_trailer[0], json.loads(as_trailer[2])["code"]) == (401, "token-missing")


def test_a_websocket_request_is_answered_like_any_other(port: int, log: Path) -> None:
    upgrade = WEBSOCKET | {"Cookie": "vestibule_refresh=a-secret"}

    answer = httpx.get(f"http://127.0.0.1:{port}/api/auth_test", params={"password": "a-secret"}, headers=upgrade)
    for _ in range(2):  # the second request starts after the first was logged
        httpx.get(f"http://127.0.0.1:{port}/api/auth/config")

    assert (answer.status_code, answer.json()["code"]) == (401, "token-missing")
    assert "auth/config" in log.read_text()
    assert "a-secret" not in log.read_text()


def test_responses_to_head_and_expect_stay_in_order(port: int) -> None:
    body = b'{"email": 1}'
    head = b"HEAD /api/auth_test HTTP/1.1\r\nHost: x\r\n\r\n"
    post = b"POST /api/auth/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n"
    get = b"GET /api/health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=PROCESS_TIMEOUT_SECONDS) as connection:
        answers = connection.makefile("rb")

        connection.sendall(head)
        assert read_answer(answers, bodyless=True)[0] == 405
        connection.sendall(post % len(body) + b"Expect: 100-continue\r\n\r\n")
        assert answers.readline() + answers.readline() == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(body + get)
        assert read_answer(answers)[0] == 422
        assert read_answer(answers)[0] == 200
        assert answers.read() == b""


def read_answer(answers: BinaryIO, *, bodyless: bool = False) -> tuple[int, bytes]:
    """The next response on a connection: its status and body."""
    status = int(answers.readline().split(b" ")[1])
    length = 0
    while (line := answers.readline()) != b"\r\n":
        if line.lower().startswith(b"content-length:"):
            length = int(line.partition(b":")[2])
    return status, b"" if bodyless else answers.read(length)


def test_an_upgrade_request_is_the_last_on_its_connection(port: int) -> None:
    upgrade = b"GET /api/health/live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"

    status, headers, body = exchange(port, upgrade + b"GET /api/auth_test HTTP/1.1\r\nHost: x\r\n\r\n")

    assert (status, headers["connection"]) == (200, "close")
    assert b"HTTP/1.1" not in body


def test_a_body_is_never_parsed_as_the_next_request(port: int) -> None:
    first, rest = smuggle(port)

    assert b" 400 " in first
    assert b"HTTP/1.1" not in rest


def test_a_client_cannot_claim_another_ip_with_forwarded_headers(port: int) -> None:
    def guess(number: int, **headers: str) -> int:
        body = {"email": f"nobody-{number}@example.com", "password": "Wrong-horse-9"}
        return client.post("/api/auth/sign-in", json=body, headers=headers).status_code

    transport = httpx.HTTPTransport(local_address="127.0.0.7")
    with httpx.Client(
        base_url=f"http://127.0.0.1:{port}", transport=transport, timeout=PROCESS_TIMEOUT_SECONDS
    ) as client:
        statuses = [guess(number) for number in range(11)]
        dodge = guess(11, **{"X-Forwarded-For": "127.0.0.7"})

    assert statuses == [401] * 10 + [429]
    assert dodge == 429
