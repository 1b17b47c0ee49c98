"""What Caddy serves: pages, assets, headers, errors, and the way to the API."""

import json
import re
import socket
from collections import Counter
from collections.abc import Iterator

import httpx
import pytest

from tests.compose.stack import ROOT, Stack, docker

CSP = "content-security-policy"
JSON = {"Content-Type": "application/json"}
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TRIES = 20
MALFORMED_CHUNKS = [
    b"zz\r\nhello\r\n",
    b"5\r\nhelloXX0\r\n\r\n",
    b"5\r\nhello\r\n-1\r\n",
    b"f" * 20 + b"\r\n",
    b"0\r\nno trailer\r\n\r\n",
]
STALLED_BODIES = [b"Content-Length: 100\r\n\r\n{", b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"]


@pytest.fixture
def asset(visitor: httpx.Client) -> str:
    """The path of a script that is long enough to be compressed."""
    found = re.search(r'src="(/assets/index-[^"]+\.js)"', visitor.get("/").text)
    assert found
    return found[1]


@pytest.fixture(scope="module")
def policy() -> dict[str, str]:
    """The headers of every page, as the frontend defines them."""
    script = "import('./security-headers.ts').then((m) => console.log(JSON.stringify(m.securityHeaders)))"
    mount = ("-v", f"{ROOT}/frontend:/app:ro", "-w", "/app", "node:24-slim")
    headers: dict[str, str] = json.loads(docker("run", "--rm", "--network=none", *mount, "node", "-e", script))
    return headers


def send(stack: Stack, *parts: bytes) -> tuple[int, dict[str, object]]:
    """Send a POST request to the API, as it is, and return the status and the problem."""
    head = b"POST /api/auth/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    with socket.create_connection(("127.0.0.1", stack.http_port), timeout=30) as connection:
        connection.sendall(head)
        for part in parts:
            connection.sendall(part)
        received = b""
        while not received.partition(b"\r\n\r\n")[2].endswith(b"}"):
            data = connection.recv(65_536)
            assert data, received
            received += data
    return int(received.split()[1]), json.loads(received.partition(b"\r\n\r\n")[2])


class TestPages:
    @pytest.mark.parametrize("path", ["/", "/auth/login", "/profile", "/no/such/page"])
    def test_every_page_is_the_app_with_the_headers_of_the_frontend_and_is_not_cached(
        self, visitor: httpx.Client, policy: dict[str, str], path: str
    ) -> None:
        page = visitor.get(path)

        assert page.status_code == 200
        assert "<div id=" in page.text
        assert page.headers["cache-control"] == "no-cache"
        assert {name: page.headers[name] for name in policy} == policy
        assert "script-src 'self';" in page.headers[CSP]
        assert "server" not in page.headers

    @pytest.mark.parametrize("encoding", ["zstd", "br", "gzip"])
    def test_assets_are_cached_for_a_year_and_compressed(
        self, visitor: httpx.Client, asset: str, encoding: str
    ) -> None:
        with visitor.stream("GET", asset, headers={"Accept-Encoding": encoding}) as answer:
            assert answer.headers["content-encoding"] == encoding
            assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
            assert answer.headers["vary"] == "Accept-Encoding"

    @pytest.mark.parametrize(
        "path",
        [
            *(
                "/.git/config",
                "/%2egit/config",
                "/.env",
                "/a/.htaccess",
                "/wp-login.php",
                "/favicon.ico",
                "/assets/gone-0.js",
            ),
            *(
                "/metrics",
                "/metrics/",
                "/api/../metrics",
                "/.well-known/resource-that-should-not-exist",
                "/api",
                "/api/",
            ),
        ],
    )
    def test_what_is_not_a_page_is_not_found_and_not_cached(self, stack: Stack, path: str) -> None:
        """Urllib sends the path as it is; httpx would resolve the dots."""
        with httpx.Client(trust_env=False) as client:
            request = client.build_request("GET", stack.url)
            request.url = httpx.URL(stack.url, raw_path=path.encode())
            answer = client.send(request)

        assert answer.status_code == 404
        assert answer.headers["cache-control"] == "no-store"

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "TRACE", "PRI", "PROPFIND"])
    def test_pages_can_only_be_read(self, visitor: httpx.Client, method: str) -> None:
        answer = visitor.request(method, "/profile")

        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")

    def test_robots_txt_lists_what_not_to_visit(self, visitor: httpx.Client) -> None:
        answer = visitor.get("/robots.txt")

        assert (answer.status_code, answer.text.splitlines()[0]) == (200, "User-agent: *")

    def test_password_managers_find_the_change_password_page(self, visitor: httpx.Client) -> None:
        answer = visitor.get("/.well-known/change-password")

        assert (answer.status_code, answer.headers["location"]) == (302, "/profile")


class TestHeaders:
    @pytest.mark.parametrize(
        "path", ["/", "/metrics", "/.git/config", "/robots.txt", "/.well-known/x", "/api/me", "/api/health/live"]
    )
    def test_every_response_has_nosniff_and_one_request_id_of_ours(self, visitor: httpx.Client, path: str) -> None:
        answer = visitor.get(path, headers={"X-Request-Id": "forged-by-the-client"})

        assert answer.headers.get_list("x-content-type-options") == ["nosniff"]
        assert len(answer.headers.get_list("x-request-id")) == 1
        assert UUID.fullmatch(answer.headers["x-request-id"])

    def test_request_id_in_the_log_is_the_one_in_the_response(self, stack: Stack, visitor: httpx.Client) -> None:
        answer = visitor.get("/api/me", headers={"X-Request-Id": "forged-by-the-client"})

        log = stack.compose("logs", "api").stdout
        assert answer.headers["x-request-id"] in log
        assert "forged-by-the-client" not in log

    def test_api_responses_keep_their_own_headers(self, visitor: httpx.Client) -> None:
        answer = visitor.get("/api/health/ready")

        assert answer.json() == {"status": "ok", "keys": True, "store": True}
        assert answer.headers.get_list(CSP) == [answer.headers[CSP]]
        assert answer.headers["cache-control"] == "no-store"
        assert "server" not in answer.headers

    def test_caddy_logs_no_requests(self, stack: Stack, visitor: httpx.Client) -> None:
        visitor.get("/api/health/live")
        visitor.get("/auth/callback", params={"code": "a-secret-code"})

        log = stack.compose("logs", "web").stdout
        assert "/api/health" not in log
        assert "a-secret-code" not in log


class TestBodies:
    @pytest.mark.parametrize("size", [65_537, 100_000, 131_073, 200_000, 1_000_000, 5_000_000])
    def test_large_body_is_413_with_and_without_a_length(self, stack: Stack, size: int) -> None:
        def chunks() -> Iterator[bytes]:
            for start in range(0, size + 65_536, 1024):  # more than the limit, in whole chunks
                yield b" " * 1024 if start else b"{"

        def post(content: bytes | Iterator[bytes]) -> object:
            with stack.client() as client:
                return client.post("/api/auth/sign-in", content=content, headers=JSON).json()["code"]

        with_length = Counter(post(b" " * size) for _ in range(TRIES))
        chunked = Counter(post(chunks()) for _ in range(TRIES))

        assert with_length == chunked == {"body-too-large": TRIES}

    @pytest.mark.parametrize("chunks", MALFORMED_CHUNKS)
    def test_malformed_chunk_is_400(self, stack: Stack, chunks: bytes) -> None:
        status, problem = send(stack, b"Transfer-Encoding: chunked\r\n\r\n", chunks)

        assert (status, problem["code"]) == (400, "unreadable-request")

    @pytest.mark.parametrize("part", STALLED_BODIES)
    def test_body_that_stalls_is_408(self, stack: Stack, part: bytes) -> None:
        status, problem = send(stack, part)

        assert (status, problem["code"]) == (408, "body-timeout")


class TestApi:
    def test_metrics_are_available_only_inside(self, stack: Stack) -> None:
        assert stack.ask("api", "GET", "http://127.0.0.1:8000/metrics") == [200]

    @pytest.mark.parametrize("method", ["TRACE", "PRI", "PROPFIND"])
    def test_unknown_methods_get_a_problem(self, visitor: httpx.Client, method: str) -> None:
        answer = visitor.request(method, "/api/me")

        assert (answer.status_code, answer.json()["code"]) == (405, "method-not-allowed")

    def test_unavailable_api_is_a_problem_with_retry_after(self, stack: Stack, visitor: httpx.Client) -> None:
        stack.compose("stop", "api")
        try:
            answer = visitor.get("/api/me")
        finally:
            stack.up("--no-recreate")

        assert answer.status_code in (502, 503)
        assert answer.json()["code"] == "unavailable"
        assert answer.headers["retry-after"] == "2"
        assert UUID.fullmatch(answer.headers["x-request-id"])
