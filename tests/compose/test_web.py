"""What Caddy answers: pages, assets, headers, and the way to the API."""

import json
import re
from collections.abc import Iterator

import httpx
import pytest

from tests.compose.stack import ROOT, Stack, docker

CSP = "content-security-policy"


@pytest.fixture
def asset(visitor: httpx.Client) -> str:
    """A script of the page that is long enough to be compressed."""
    found = re.search(r'"(/assets/frame-[^"]+\.js)"', visitor.get("/").text)
    assert found
    return found[1]


@pytest.fixture(scope="module")
def policy() -> dict[str, str]:
    """The headers of every page, as the frontend defines them."""
    script = "import('./security-headers.ts').then((m) => console.log(JSON.stringify(m.securityHeaders)))"
    there = ("-v", f"{ROOT}/frontend:/app:ro", "-w", "/app", "node:24-slim")
    headers: dict[str, str] = json.loads(docker("run", "--rm", "--network=none", *there, "node", "-e", script))
    return headers


@pytest.mark.parametrize("path", ["/", "/auth/login", "/profile", "/no/such/page"])
def test_every_page_is_the_app_with_the_policy_of_the_frontend_and_never_kept(
    visitor: httpx.Client, policy: dict[str, str], path: str
) -> None:
    page = visitor.get(path)

    assert page.status_code == 200
    assert "<div id=" in page.text
    assert page.headers["cache-control"] == "no-cache"
    assert {name: page.headers[name] for name in policy} == policy
    assert "script-src 'self';" in page.headers[CSP]
    assert "server" not in page.headers


@pytest.mark.parametrize("encoding", ["zstd", "br", "gzip"])
def test_assets_are_kept_for_a_year_and_come_compressed(visitor: httpx.Client, asset: str, encoding: str) -> None:
    with visitor.stream("GET", asset, headers={"Accept-Encoding": encoding}) as answer:
        assert answer.headers["content-encoding"] == encoding
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["vary"] == "Accept-Encoding"


def test_asset_that_is_gone_is_not_found_and_not_kept(visitor: httpx.Client) -> None:
    answer = visitor.get("/assets/gone-0.js")

    assert answer.status_code == 404
    assert "immutable" not in answer.headers.get("cache-control", "")


@pytest.mark.parametrize("path", ["/metrics", "/.well-known/resource-that-should-not-exist"])
def test_what_is_not_for_outside_is_not_found(visitor: httpx.Client, path: str) -> None:
    assert visitor.get(path).status_code == 404


def test_metrics_are_there_for_those_inside(stack: Stack) -> None:
    assert stack.ask("api", "GET", "http://api:8000/metrics") == [200]


def test_password_managers_find_where_to_change_one(visitor: httpx.Client) -> None:
    answer = visitor.get("/.well-known/change-password")

    assert (answer.status_code, answer.headers["location"]) == (302, "/profile")


def test_api_answers_with_its_own_headers_once(visitor: httpx.Client) -> None:
    answer = visitor.get("/api/health/ready")

    assert answer.json() == {"status": "ok", "keys": True, "store": True}
    assert answer.headers.get_list(CSP) == [answer.headers[CSP]]
    assert answer.headers["cache-control"] == "no-store"
    assert "server" not in answer.headers


def test_large_body_is_refused_whether_it_says_its_size_or_not(visitor: httpx.Client) -> None:
    def in_pieces() -> Iterator[bytes]:
        for _ in range(300):
            yield b" " * 1024

    headers = {"Content-Type": "application/json"}
    told = visitor.post("/api/auth/sign-in", content=b" " * 300_000, headers=headers)
    chunked = visitor.post("/api/auth/sign-in", content=in_pieces(), headers=headers)

    assert (told.status_code, told.json()["code"]) == (413, "body-too-large")
    assert (chunked.status_code, chunked.json()["code"]) == (413, "body-too-large")
