"""The outermost part of every request: a response for every failure, an id, and one line and one observation."""

import asyncio
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import structlog
from fastapi.routing import APIRoute
from starlette.requests import ClientDisconnect
from structlog.testing import capture_logs

from tests.apps import settings_for
from vestibule.api.middleware.headers import SecurityHeaders
from vestibule.api.middleware.request_context import REFUSAL, RequestContext
from vestibule.errors import HeadersTooLarge, UnreadableRequest
from vestibule.metrics import Metrics


@pytest.fixture(autouse=True)
def _log_information() -> Iterator[None]:
    before = structlog.get_config()["wrapper_class"]
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger("INFO"))
    yield
    structlog.configure(wrapper_class=before)


async def endpoint() -> None:
    """An endpoint."""


class Context:
    """A RequestContext around an application that does as a test says."""

    def __init__(self, *, fails: BaseException | None = None, starts: bool = True, status: int = 200) -> None:
        self._fails, self._starts, self._status = fails, starts, status
        self.lines: list[tuple[object, ...]] = []
        self.metrics = Metrics()
        services: Any = SimpleNamespace(metrics=self.metrics, settings=settings_for("http://127.0.0.1:9"))
        access_log: Any = SimpleNamespace(write=self._write)
        self.context = RequestContext(self._app, services=services, access_log=access_log)
        self.sent: list[Any] = []

    async def _app(self, scope: Any, _receive: Any, send: Any) -> None:
        if scope["path"].startswith("/api"):
            scope["route"] = APIRoute(scope["path"], endpoint)
        if self._starts:
            await send({"type": "http.response.start", "status": self._status, "headers": [(b"a", b"b")]})
        if self._fails:
            raise self._fails

    def _write(self, method: str, path: str, status: int, *, request_id: str, seconds: float) -> None:
        assert seconds >= 0
        self.lines.append((method, path, status, request_id))

    def request(self, path: str = "/api/me", *, method: str = "GET", kind: str = "http", **scope: Any) -> list[Any]:
        headers = [(b"host", b"a"), (b"x-request-id", b"an-id")]
        made = {"type": kind, "method": method, "path": path, "raw_path": path.encode(), "http_version": "1.1"}

        async def send(message: Any) -> None:
            self.sent.append(message)

        asyncio.run(self.context({**made, "headers": headers, **scope}, None, send))
        return [message["status"] for message in self.sent if message["type"] == "http.response.start"]

    def count(self, method: str, route: str, status: int) -> float:
        text = self.metrics.render().decode()
        name = f'http_request_duration_seconds_count{{method="{method}",route="{route}",status="{status}"}} '
        return sum(float(line.rpartition(" ")[2]) for line in text.splitlines() if line.startswith(name))


def test_a_response_has_the_request_id_and_one_line() -> None:
    context = Context()

    assert context.request() == [200]
    assert context.sent[0]["headers"] == [(b"a", b"b"), (b"x-request-id", b"an-id")]
    assert context.lines == [("GET", "/api/me", 200, "an-id")]
    assert context.count("GET", "/api/me", 200) == 1


@pytest.mark.parametrize(
    ("error", "status", "logged"),
    [
        (ZeroDivisionError(), 500, ["request.failed"]),
        (asyncio.CancelledError(), 503, []),
        (ClientDisconnect(), None, []),
    ],
)
def test_a_failure_before_the_response_is_answered(error: BaseException, status: int | None, logged: list[str]) -> None:
    context = Context(fails=error, starts=False)

    with capture_logs() as logs:
        assert context.request() == ([] if status is None else [status])

    assert [line["event"] for line in logs] == logged
    assert context.lines == [("GET", "/api/me", status or 499, "an-id")]


@pytest.mark.parametrize("error", [ZeroDivisionError(), asyncio.CancelledError()])
def test_a_failure_after_the_response_has_begun_closes_the_connection(error: BaseException) -> None:
    context = Context(fails=error)

    with pytest.raises(type(error)):
        context.request()
    assert context.lines == [("GET", "/api/me", 200, "an-id")]


def test_a_client_that_leaves_during_the_response_keeps_its_status() -> None:
    context = Context(fails=ClientDisconnect())
    context.request()

    assert context.lines == [("GET", "/api/me", 200, "an-id")]


@pytest.mark.parametrize(
    ("scope", "status"),
    [({"headers": []}, 400), ({REFUSAL: HeadersTooLarge()}, 431), ({REFUSAL: UnreadableRequest()}, 400)],
)
def test_a_head_that_is_refused_never_reaches_the_application(scope: dict[Any, Any], status: int) -> None:
    context = Context(fails=ZeroDivisionError())

    with capture_logs() as logs:
        assert context.request("/unknown", **scope) == [status]
    assert [(line["event"], line["status"], line["path"]) for line in logs] == [("request", status, "/unknown")]
    assert context.count("-", "-", status) == 1


@pytest.mark.parametrize(
    ("path", "status", "lines"),
    [("/api/health/live", 200, 0), ("/api/health/ready", 503, 1), ("/api/healthy", 200, 1)],
)
def test_a_successful_probe_is_not_logged(path: str, status: int, lines: int) -> None:
    context = Context(status=status)
    context.request(path)

    assert len(context.lines) == lines
    assert context.count("GET", path, status) == 1


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/a/b-c_d.e", "/a/b-c_d.e"),
        ("/alice@example.com", "[masked]"),
        ("/x/eyJhbGciOi", "[masked]"),
        ("/a b", "[masked]"),
        ("/" + "x" * 300, "/" + "x" * 199),
        ("/" + "x" * 199 + "@", "/" + "x" * 199),
    ],
)
def test_an_unknown_path_is_logged_if_it_is_plain(path: str, logged: str) -> None:
    context = Context(status=404)

    with capture_logs() as logs:
        context.request(path)
    assert [(line["method"], line["path"], line["status"]) for line in logs] == [("GET", logged, 404)]
    assert logs[0]["ms"] >= 0


def test_an_unknown_method_is_no_label() -> None:
    context = Context()

    with capture_logs() as logs:
        context.request(method="BREW")
    assert (context.lines, len(logs), context.count("-", "-", 200)) == ([], 1, 1)


def test_only_requests_are_touched() -> None:
    context = Context()
    context.request(kind="lifespan")

    assert (context.lines, context.sent[0]["headers"]) == ([], [(b"a", b"b")])


@pytest.mark.parametrize(
    ("path", "kind", "policy", "caching"),
    [
        ("/api/me", "http", b"default-src 'none'", b"no-store"),
        ("/api/docs", "http", b"default-src 'self'", b"no-store"),
        ("/api/docs/x", "http", b"default-src 'self'", b"no-store"),
        ("/cached", "http", b"default-src 'none'", b"max-age=60"),
        ("/api/me", "websocket", None, None),
    ],
)
def test_responses_have_the_security_headers(path: str, kind: str, policy: bytes | None, caching: bytes | None) -> None:
    async def app(scope: Any, _receive: Any, send: Any) -> None:
        headers = [(b"cache-control", b"max-age=60")] if scope["path"] == "/cached" else []
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body"})

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(SecurityHeaders(app, docs_path="/api/docs")({"type": kind, "path": path}, None, send))

    headers = sent[0]["headers"]
    found = dict(headers)
    assert (found.get(b"cache-control"), found.get(b"content-security-policy", b"").partition(b";")[0] or None) == (
        caching,
        policy,
    )
    assert len(headers) == len(found) == (6 if policy else 0)
    assert found.get(b"x-frame-options") == (b"DENY" if policy else None)
    assert sent[1] == {"type": "http.response.body"}
