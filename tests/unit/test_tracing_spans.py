"""Spans of requests and of calls to Cognito, and when there are any."""

import asyncio
import sys
from typing import Any

import pytest
from fastapi.routing import APIRoute
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode
from structlog.testing import capture_logs

from vestibule.api.middleware.tracing import RequestTracing
from vestibule.tracing import Tracing, open_tracing

ENDPOINT = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"}
CALLER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


async def endpoint() -> None:
    """An endpoint."""


class Traced:
    """Tracing whose spans stay in memory."""

    def __init__(self) -> None:
        self._exporter = InMemorySpanExporter()
        provider = TracerProvider(shutdown_on_exit=False)
        provider.add_span_processor(SimpleSpanProcessor(self._exporter))
        self.tracing = Tracing(provider)

    @property
    def spans(self) -> tuple[ReadableSpan, ...]:
        return self._exporter.get_finished_spans()

    def request(
        self, method: str = "GET", *, route: str | None = "/api/me", kind: str = "http", fails: bool = False
    ) -> None:
        """Trace a request to an application that answers 404."""
        scope: dict[str, Any] = {"type": kind, "method": method, "headers": [(b"traceparent", CALLER.encode())]}

        async def app(scope: Any, _receive: Any, send: Any) -> None:
            if route is not None:
                scope["route"] = APIRoute(route, endpoint)
            self.tracing.observe_cognito_call("GetUser", "ok", 0.5)
            if fails:
                raise ZeroDivisionError
            await send({"type": "http.response.start", "status": 404, "headers": [(b"x-request-id", b"an-id")]})
            await send({"type": "http.response.body"})

        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        asyncio.run(RequestTracing(app, tracing=self.tracing)(scope, None, send))
        assert len(sent) == 2


def test_a_request_is_a_span_of_its_route_status_and_id() -> None:
    traced = Traced()
    traced.request()
    call, span = traced.spans

    assert (span.name, span.kind) == ("GET /api/me", SpanKind.SERVER)
    assert dict(span.attributes or {}) == {
        "http.request.method": "GET",
        "http.route": "/api/me",
        "http.response.status_code": 404,
        "http.response.header.x-request-id": "an-id",
    }
    assert span.parent is not None
    assert f"{span.parent.trace_id:032x}" in CALLER
    assert call.parent is not None
    assert call.parent.span_id == (span.context and span.context.span_id)


@pytest.mark.parametrize(("method", "name"), [("BREW", "_OTHER"), ("PATCH", "PATCH")])
def test_unknown_methods_and_paths_are_not_named(method: str, name: str) -> None:
    traced = Traced()
    traced.request(method, route=None)
    *_, span = traced.spans

    assert span.name == name
    assert "http.route" not in (span.attributes or {})


def test_a_failed_request_has_its_route_but_no_exception() -> None:
    traced = Traced()
    with pytest.raises(ZeroDivisionError):
        traced.request(fails=True)
    *_, span = traced.spans

    assert (span.name, span.events) == ("GET /api/me", ())


def test_only_requests_are_traced() -> None:
    traced = Traced()
    traced.request(kind="websocket", route=None)

    assert [span.name for span in traced.spans] == ["Cognito.GetUser"]


@pytest.mark.parametrize(("outcome", "status"), [("ok", StatusCode.UNSET), ("Throttled", StatusCode.ERROR)])
def test_a_call_to_cognito_has_its_outcome_and_duration(outcome: str, status: StatusCode) -> None:
    traced = Traced()
    traced.tracing.observe_cognito_call("InitiateAuth", outcome, 1.5)
    (span,) = traced.spans

    assert (span.name, span.kind, span.status.status_code) == ("Cognito.InitiateAuth", SpanKind.CLIENT, status)
    assert dict(span.attributes or {}) == {
        "rpc.system": "aws-api",
        "rpc.service": "Cognito",
        "rpc.method": "InitiateAuth",
        "outcome": outcome,
    }
    assert (span.end_time or 0) - (span.start_time or 0) == 1_500_000_000


def test_missing_extra_is_logged_and_traces_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)

    with capture_logs() as logs:
        assert open_tracing(ENDPOINT) is None

    assert [(line["event"], line["advice"]) for line in logs] == [
        ("tracing.not_installed", "pip install 'vestibule[opentelemetry]'")
    ]


@pytest.mark.parametrize(
    ("environment", "enabled"),
    [
        ({}, False),
        (ENDPOINT, True),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://127.0.0.1:9"}, True),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": ""}, False),
        (ENDPOINT | {"OTEL_SDK_DISABLED": "TRUE"}, False),
        (ENDPOINT | {"OTEL_SDK_DISABLED": "false"}, True),
    ],
)
def test_tracing_is_on_where_a_collector_is_named(environment: dict[str, str], enabled: bool) -> None:
    tracing = open_tracing(environment)

    assert (tracing is not None) is enabled
    if tracing:
        tracing.close()
