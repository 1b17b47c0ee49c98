"""Where a request comes from: its page, its token, its browser, and the origin of the app."""

import asyncio
from typing import Any

import pytest
from fastapi import Request

from tests.apps import settings_for
from vestibule.api.security.app_url import app_origin
from vestibule.api.security.bearer import bearer_token
from vestibule.api.security.client_ip import PEER_IS_GENUINE, get_client_ip, is_trusted_proxy
from vestibule.api.security.same_origin import same_origin
from vestibule.api.security.user_agent import describe_browser
from vestibule.api.services import STATE_KEY
from vestibule.errors import OriginRefused, TokenInvalid, TokenMissing
from vestibule.settings import Settings

ALLOWED = "http://localhost:5173"
SERVER = ("127.0.0.1", 8000)


class WithSettings:
    """What these dependencies use of the services."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings


@pytest.fixture(scope="module")
def settings() -> Settings:
    return settings_for("http://127.0.0.1:9", trusted_proxies="10.0.0.0/8")


def request_with(
    settings: Settings,
    *headers: tuple[str, str],
    server: tuple[str, int | None] | None = SERVER,
    peer: str | None = "192.0.2.1",
    scheme: str = "http",
    **scope: Any,
) -> Request:
    return Request(
        {
            "type": "http",
            "method": "POST",
            "scheme": scheme,
            "path": "/",
            "query_string": b"",
            "server": server,
            "client": None if peer is None else (peer, 4711),
            "headers": [(name.encode(), value.encode()) for name, value in headers],
            "state": {STATE_KEY: WithSettings(settings)},
            **scope,
        }
    )


def origin(value: str) -> tuple[str, str]:
    return "origin", value


def site(value: str) -> tuple[str, str]:
    return "sec-fetch-site", value


def host(value: str) -> tuple[str, str]:
    return "host", value


class TestSameOrigin:
    @pytest.mark.parametrize(
        ("headers", "scope"),
        [
            ([], {}),
            ([site("none")], {}),
            ([site("same-origin")], {}),
            ([origin("https://evil.example"), site("same-origin")], {}),
            ([origin(ALLOWED)], {}),
            ([origin(ALLOWED), site("cross-site")], {}),
            ([origin("http://127.0.0.1:8000")], {}),
            ([origin("http://localhost:8000")], {}),
            ([origin("http://localhost:8000")], {"server": ("::1", 8000)}),
            ([origin("https://localhost")], {"server": ("127.0.0.1", 443), "scheme": "https"}),
            ([origin("http://localhost")], {"server": ("127.0.0.1", 80)}),
            ([origin("https://localhost:80")], {"server": ("127.0.0.1", 80), "scheme": "https"}),
            ([origin("http://api.example.com:8000")], {"server": ("api.example.com", 8000)}),
            ([origin("http://unix")], {"server": ("unix", None)}),
            ([origin("http://localhost:8000"), ("x-forwarded-proto", "https")], {"scheme": "https"}),
            (
                [origin("https://app.example"), host("app.example"), ("x-forwarded-proto", "https")],
                {"peer": "10.1.2.3"},
            ),
            ([origin("http://app.example"), host("app.example")], {"peer": "10.1.2.3"}),
        ],
    )
    def test_own_pages_and_programs_are_accepted(
        self, settings: Settings, headers: list[tuple[str, str]], scope: dict[str, Any]
    ) -> None:
        asyncio.run(same_origin(request_with(settings, *headers, **scope)))

    @pytest.mark.parametrize(
        ("headers", "scope"),
        [
            ([origin("https://evil.example")], {}),
            ([origin("null")], {}),
            ([origin("")], {}),
            ([site("cross-site")], {}),
            ([site("same-site")], {}),
            ([origin("https://evil.example"), site("none")], {}),
            ([origin(ALLOWED), origin(ALLOWED)], {}),
            ([site("same-origin"), site("same-origin")], {}),
            ([origin("http://localhost")], {}),
            ([origin("https://localhost:8000")], {}),
            ([origin("http://localhost:8000")], {"server": ("192.0.2.9", 8000)}),
            ([origin("http://192.0.2.9:443")], {"server": ("192.0.2.9", 443), "scheme": "https"}),
            ([origin("http://app.example"), host("app.example")], {}),
            ([origin("https://localhost:8000"), ("x-forwarded-proto", "https")], {"scheme": "https"}),
            ([origin("http://app.example"), host("app.example"), ("x-forwarded-proto", "https")], {"peer": "10.1.2.3"}),
            ([origin("http://localhost:8000"), host("app.example")], {"peer": "10.1.2.3"}),
            ([origin("http://localhost:8000")], {"server": None}),
        ],
    )
    def test_pages_of_others_are_refused(
        self, settings: Settings, headers: list[tuple[str, str]], scope: dict[str, Any]
    ) -> None:
        with pytest.raises(OriginRefused):
            asyncio.run(same_origin(request_with(settings, *headers, **scope)))


class TestAppOrigin:
    @pytest.mark.parametrize(
        ("changes", "headers", "peer", "expected"),
        [
            ({"app_url": "https://set.example"}, [host("app.example")], "10.1.2.3", "https://set.example"),
            ({}, [host("app.example"), ("x-forwarded-proto", "https")], "10.1.2.3", "https://app.example"),
            ({}, [host("app.example")], "10.1.2.3", "http://app.example"),
            ({}, [host("app.example")], "192.0.2.1", ALLOWED),
            ({"cors_origins": "https://one.example,https://two.example"}, [], "192.0.2.1", "https://one.example"),
            ({"cors_origins": ""}, [host("app.example")], "192.0.2.1", None),
        ],
    )
    def test_origin_of_the_app_is_known_from_settings_or_a_proxy(
        self, changes: dict[str, str], headers: list[tuple[str, str]], peer: str, expected: str | None
    ) -> None:
        settings = settings_for("http://127.0.0.1:9", trusted_proxies="10.0.0.0/8", **changes)

        assert app_origin(request_with(settings, *headers, peer=peer), settings) == expected


class TestClientIp:
    @pytest.mark.parametrize(
        ("peer", "forwarded", "genuine", "expected"),
        [
            ("10.0.0.1", ["203.0.113.1"], True, "203.0.113.1"),
            ("10.0.0.1", ["1.1.1.1", "203.0.113.1"], True, "203.0.113.1"),
            ("192.0.2.1", ["203.0.113.1"], True, "192.0.2.1"),
            ("203.0.113.1", ["203.0.113.1"], True, "203.0.113.1"),
            ("203.0.113.1", ["203.0.113.1"], False, "127.0.0.1"),
            (None, [], True, ""),
        ],
    )
    def test_address_is_that_of_the_connection_or_from_a_trusted_proxy(
        self, settings: Settings, peer: str | None, forwarded: list[str], genuine: bool, expected: str
    ) -> None:
        headers = [("x-forwarded-for", value) for value in forwarded]
        scope = {PEER_IS_GENUINE: True} if genuine else {}
        request = request_with(settings, *headers, peer=peer, **scope)

        assert get_client_ip(request) == expected
        assert is_trusted_proxy(request, settings) is (peer == "10.0.0.1")


class TestBearerToken:
    @pytest.mark.parametrize(
        "header", ["Bearer a.b.c", "bearer a.b.c", "BEARER  a.b.c", " \tBearer a.b.c\t ", "Bearer    a.b.c"]
    )
    def test_token_follows_the_scheme(self, settings: Settings, header: str) -> None:
        assert bearer_token(request_with(settings, ("authorization", header))) == b"a.b.c"

    @pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic a.b.c", "a.b.c", "Bearer\ta", "Bearers a"])
    def test_anything_else_is_no_token(self, settings: Settings, header: str) -> None:
        with pytest.raises(TokenMissing):
            bearer_token(request_with(settings, ("authorization", header)))

    def test_exactly_one_header_counts(self, settings: Settings) -> None:
        with pytest.raises(TokenMissing):
            bearer_token(request_with(settings, ("cookie", "authorization=Bearer a")))
        with pytest.raises(TokenInvalid):
            bearer_token(request_with(settings, ("authorization", "Bearer a"), ("authorization", "Bearer a")))


WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 (KHTML, like Gecko)"
ANDROID = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "description"),
    [
        (WINDOWS, "Chrome (Windows)"),
        (f"{WINDOWS} Edg/140.0", "Edge (Windows)"),
        (f"{WINDOWS} OPR/120.0", "Opera (Windows)"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox (Linux)"),
        (f"{IPHONE} Version/18.0 Mobile/15E148 Safari/604.1", "Safari (iPhone)"),
        (f"{IPHONE} CriOS/140.0 Mobile/15E148 Safari/604.1", "Chrome (iPhone)"),
        (f"{IPHONE} FxiOS/140.0 Mobile/15E148 Safari/604.1", "Firefox (iPhone)"),
        (IPHONE.replace("iPhone", "iPad") + " Version/18.0 Safari/604.1", "Safari (iPad)"),
        (f"{ANDROID} SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36", "Samsung Internet (Android)"),
        (f"{ANDROID} Chrome/140.0 Mobile Safari/537.36", "Chrome (Android)"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) Version/18.0 Safari/605.1", "Safari (macOS)"),
        ("Mozilla/5.0 (X11; CrOS x86_64 16000) Chrome/140.0 Safari/537.36", "Chrome (ChromeOS)"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chromium", "Chromium (Linux)"),
        ("curl/8.5.0", "curl"),
        ("python-httpx/0.28", "Python"),
        ("Something (Windows)", "Windows"),
        ("<script>", ""),
        ("", ""),
        ("x" * 996 + "curl", "curl"),
        ("x" * 997 + "curl", ""),
    ],
)
def test_browser_is_described_by_known_names_only(user_agent: str, description: str) -> None:
    assert describe_browser(user_agent) == description
