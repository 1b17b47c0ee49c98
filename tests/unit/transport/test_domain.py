"""Forms that are posted to the pool's domain: what arrives there, and what is counted."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError, HTTPClientError

from tests.processes import free_port
from vestibule.cognito.transport.domain import DomainClient, DomainResponse


class Domain(HTTPServer):
    """Answers each request with the next status."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.statuses: list[int] = []
        self.received: list[tuple[str, dict[str, str], bytes]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server: Any = self.server
        headers = {name.lower(): text for name, text in self.headers.items()}
        server.received.append((self.path, headers, self.rfile.read(int(headers["content-length"]))))
        self.send_response(server.statuses.pop(0))
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"body")

    def log_message(self, *_: object) -> None:
        """Write nothing."""


@pytest.fixture(scope="module")
def domain() -> Iterator[Domain]:
    with Domain() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


Calls = list[tuple[str, str, float]]


def client(url: str, calls: Calls, proxy: str | None = None) -> DomainClient:
    def count(*call: Any) -> None:
        calls.append(call)

    return DomainClient(url, connections=1, timeout=5, on_call=count, proxy=proxy, ca_bundle=None)


@pytest.mark.parametrize(
    ("status", "outcome"), [(200, "ok"), (201, "201"), (302, "302"), (400, "400"), (429, "429"), (500, "500")]
)
def test_answer_is_returned_as_it_is_and_counted(domain: Domain, status: int, outcome: str) -> None:
    domain.statuses, domain.received = [status], []
    calls: Calls = []
    sender = client(domain.url, calls)

    answer = sender.post("OAuth2Token", "/oauth2/token", {"a": "b c", "d": "é&="}, {"Authorization": "Basic x"})
    sender.close()

    assert answer == DomainResponse(status, b"body")
    ((operation, counted, seconds),) = calls
    assert (operation, counted) == ("OAuth2Token", outcome)
    assert 0 < seconds < 5
    ((path, headers, body),) = domain.received
    assert (path, body) == ("/oauth2/token", b"a=b+c&d=%C3%A9%26%3D")
    expected = {
        "content-type": "application/x-www-form-urlencoded",
        "accept": "application/json",
        "accept-encoding": "identity",
        "authorization": "Basic x",
    }
    assert {name: headers.get(name) for name in expected} == expected


def test_request_goes_through_the_proxy(domain: Domain) -> None:
    domain.statuses, domain.received = [200], []

    client("http://auth.example.com", [], proxy=domain.url).post("OAuth2Token", "/oauth2/token", {}, {})

    assert domain.received[0][0] == "http://auth.example.com/oauth2/token"


def test_failure_is_counted_by_its_name() -> None:
    calls: Calls = []

    with pytest.raises((EndpointConnectionError, HTTPClientError)) as caught:
        client(f"http://127.0.0.1:{free_port()}", calls).post("OAuth2Token", "/", {}, {})

    assert [call[:2] for call in calls] == [("OAuth2Token", type(caught.value).__name__)]
