"""Response headers, and how the API treats request headers."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.apps import ORIGIN, assert_problem, settings_for
from tests.servers import Clock
from vestibule.main import create_app

JSON = {"Content-Type": "application/json"}
ANSWERS = {
    "ok": ("GET", "/api/health/live", {}, 200),
    "docs": ("GET", "/api/docs", {}, 200),
    "openapi": ("GET", "/api/openapi.json", {}, 200),
    "metrics": ("GET", "/metrics", {}, 200),
    "malformed": ("POST", "/api/auth/sign-in", {"content": b"{", "headers": JSON}, 400),
    "unauthenticated": ("GET", "/api/auth_test", {}, 401),
    "foreign": ("POST", "/api/auth/refresh", {"headers": {"Origin": "null"}}, 403),
    "nowhere": ("GET", "/api/nowhere", {}, 404),
    "outside": ("GET", "/", {}, 404),
    "slash": ("GET", "/api/auth_test/", {}, 404),
    "method": ("PUT", "/api/auth_test", {}, 405),
    "options": ("OPTIONS", "/api/auth_test", {}, 405),
    "too-large": ("POST", "/api/auth/sign-in", {"content": b"x" * 70_000, "headers": JSON}, 413),
    "media-type": ("POST", "/api/auth/sign-in", {"content": b"{}"}, 415),
    "invalid": ("POST", "/api/auth/sign-in", {"content": b"{}", "headers": JSON}, 422),
    "headers": ("GET", "/api/health/live", {"headers": {"X-Long": "x" * 70_000}}, 431),
}
PATHS = ("/api/auth_test", "/api/me", "/api/auth/sign-in", "/api/health/live")


def ask(client: TestClient, name: str) -> Response:
    method, url, options, status = ANSWERS[name]
    answer = client.request(method, url, **options)
    assert answer.status_code == status, answer.text
    return answer


class TestEveryResponse:
    @pytest.mark.parametrize("name", ANSWERS)
    def test_every_response_has_the_security_headers(self, client: TestClient, name: str) -> None:
        headers = ask(client, name).headers

        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["cache-control"] == "no-store"
        assert "server" not in headers
        assert "x-powered-by" not in headers

    @pytest.mark.parametrize("name", ANSWERS)
    def test_every_response_has_a_request_id(self, client: TestClient, name: str) -> None:
        assert ask(client, name).headers["x-request-id"]

    @pytest.mark.parametrize("name", [name for name, answer in ANSWERS.items() if answer[3] >= 400])
    def test_every_error_is_a_problem(self, client: TestClient, name: str) -> None:
        answer = ask(client, name)

        assert_problem(answer, ANSWERS[name][3], answer.json()["code"], answer.json().get("field"))

    def test_unexpected_exceptions_are_problems_too(self, cognito_url: str, clock: Clock) -> None:
        app: FastAPI = create_app(settings_for(cognito_url, log_level="ERROR", cors_origins=ORIGIN), clock=clock)

        @app.get("/api/defect")
        async def defect() -> None:
            raise RuntimeError("arn:aws:secret")

        with TestClient(app, raise_server_exceptions=False) as client:
            answer = client.get("/api/defect", headers={"Origin": ORIGIN})

        assert_problem(answer, 500, "internal-error")
        assert "arn:" not in answer.text
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["access-control-allow-origin"] == ORIGIN
        assert answer.headers["x-request-id"]


class TestRequestId:
    def test_request_id_of_the_client_is_kept(self, client: TestClient) -> None:
        answer = client.get("/api/health/live", headers={"X-Request-ID": "abc-123.x"})

        assert answer.headers.get_list("x-request-id") == ["abc-123.x"]

    @pytest.mark.parametrize("value", ["", "x" * 65, "a b", "a\x1b[31m", "a;b", "é".encode()])
    def test_request_id_that_could_forge_a_log_line_is_replaced(self, client: TestClient, value: str | bytes) -> None:
        answer = client.get("/api/health/live", headers=[("X-Request-ID", value)])

        assert answer.headers["x-request-id"] != value
        assert len(answer.headers["x-request-id"]) == 16


class TestCors:
    @pytest.mark.parametrize("path", PATHS)
    def test_allowed_origin_can_read_responses_and_send_credentials(self, client: TestClient, path: str) -> None:
        headers = client.get(path, headers={"Origin": ORIGIN}).headers

        assert headers["access-control-allow-origin"] == ORIGIN
        assert headers["access-control-allow-credentials"] == "true"
        assert "origin" in headers["vary"].lower()

    @pytest.mark.parametrize(
        "origin",
        ["https://evil.example", "null", "*", f"{ORIGIN}.evil.example", "http://localhost", "https://localhost:5173"],
    )
    def test_other_origins_are_neither_allowed_nor_reflected(self, client: TestClient, origin: str) -> None:
        simple = client.get("/api/health/live", headers={"Origin": origin})
        asked = client.options("/api/auth/sign-in", headers={"Origin": origin, "Access-Control-Request-Method": "POST"})

        for answer in (simple, asked):
            assert "access-control-allow-origin" not in answer.headers
        assert_problem(asked, 403, "origin-refused")

    def test_preflight_of_an_allowed_origin_is_accepted(self, client: TestClient) -> None:
        answer = client.options(
            "/api/me",
            headers={
                "Origin": ORIGIN,
                "Access-Control-Request-Method": "PATCH",
                "Access-Control-Request-Headers": "authorization,content-type",
            },
        )

        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] == ORIGIN
        assert answer.headers["access-control-allow-credentials"] == "true"
        assert answer.headers["x-content-type-options"] == "nosniff"

    @pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
    def test_every_method_and_header_of_the_api_is_allowed_and_no_other(self, client: TestClient, method: str) -> None:
        asked = {"Origin": ORIGIN, "Access-Control-Request-Method": method}

        def answers(**more: str) -> int:
            return client.options(
                "/api/me", headers=asked | {k.replace("_", "-"): v for k, v in more.items()}
            ).status_code

        assert answers(Access_Control_Request_Headers="authorization,content-type,x-request-id") == 200
        assert answers(Access_Control_Request_Headers="x-other") == 403
        assert answers(Access_Control_Request_Method="TRACE") == 403

    def test_pages_can_read_the_headers_that_they_need(self, client: TestClient) -> None:
        exposed = client.get("/api/me", headers={"Origin": ORIGIN}).headers["access-control-expose-headers"]

        assert {name.strip() for name in exposed.split(",")} == {"X-Request-ID", "Retry-After", "WWW-Authenticate"}


class TestMethods:
    @pytest.mark.parametrize("path", ["/api/health/live", "/api/health/ready"])
    def test_health_accepts_head(self, client: TestClient, path: str) -> None:
        answer = client.head(path)

        assert (answer.status_code, answer.content) == (200, b"")

    @pytest.mark.parametrize(
        ("path", "allowed"),
        [
            ("/api/auth_test", {"GET", "POST"}),
            ("/api/me", {"GET", "PATCH", "DELETE"}),
            ("/api/auth/sign-in", {"POST"}),
        ],
    )
    def test_allow_header_lists_the_methods(self, client: TestClient, path: str, allowed: set[str]) -> None:
        answer = client.put(path)

        assert_problem(answer, 405, "method-not-allowed")
        assert {method.strip() for method in answer.headers["allow"].split(",")} == allowed

    def test_trailing_slashes_are_not_redirected(self, client: TestClient) -> None:
        for path in ("/api/auth_test/", "/api/me/", "/api//auth_test", "/api/docs/"):
            answer = client.get(path, follow_redirects=False)

            assert answer.status_code == 404, path
            assert "location" not in answer.headers


class TestForwardedHeaders:
    def test_forwarded_host_is_ignored(self, client: TestClient) -> None:
        headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher"}

        for path in ("/api/docs", "/api/openapi.json", "/api/auth/config"):
            assert "evil.example" not in client.get(path, headers=headers).text
