"""Traces: what a collector receives by OTLP over HTTP."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from tests.apps import Outbox, Person, running, settings_for
from tests.servers import Clock

TRACE_ID = "0af7651916cd43dd8448eb211c80319c"


@dataclass
class Collector:
    """An OpenTelemetry collector."""

    url: str = ""
    received: list[bytes] = field(default_factory=list)

    @property
    def spans(self) -> list[Span]:
        """Every span, in the order of their ends."""
        requests = [ExportTraceServiceRequest.FromString(body) for body in self.received]
        resources = [resource for request in requests for resource in request.resource_spans]
        return [span for resource in resources for scope in resource.scope_spans for span in scope.spans]

    def named(self, name: str) -> Span:
        """The newest span of this name."""
        return next(span for span in reversed(self.spans) if span.name == name)


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    collector = Collector()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            collector.received.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_COMPRESSION", "none")
        yield collector
        server.shutdown()


def attributes(span: Span) -> dict[str, str | int]:
    return {item.key: item.value.string_value or item.value.int_value for item in span.attributes}


@pytest.fixture
def person(collector: Collector, cognito_url: str, outbox: Outbox, clock: Clock) -> Person:
    """Somebody who signed up, signed in and asked for an unknown page; everything was sent to the collector."""
    with running(settings_for(cognito_url), clock) as client:
        person = Person(client, outbox).sign_up().confirm()
        traceparent = f"00-{TRACE_ID}-b7ad6b7169203331-01"
        assert person.try_to_sign_in(traceparent=traceparent).status_code == 200
        person.sign_in()
        person.try_to_sign_in("wrong-Password-1")
        client.get("/api/auth/nobody@example.com?token=abc")
    assert collector.spans
    return person


@pytest.mark.usefixtures("person")
def test_a_call_to_cognito_is_part_of_its_request(collector: Collector) -> None:
    request, call = collector.named("POST /api/auth/sign-in"), collector.named("Cognito.InitiateAuth")

    assert call.parent_span_id == request.span_id
    assert request.start_time_unix_nano <= call.start_time_unix_nano < call.end_time_unix_nano
    assert call.end_time_unix_nano <= request.end_time_unix_nano
    assert attributes(request)["http.route"] == "/api/auth/sign-in"
    assert attributes(request)["http.response.status_code"] == 401
    assert attributes(call)["outcome"] == "NotAuthorizedException"


@pytest.mark.usefixtures("person")
def test_a_request_continues_its_callers_trace(collector: Collector) -> None:
    traced = [span.name for span in collector.spans if span.trace_id.hex() == TRACE_ID]

    assert "POST /api/auth/sign-in" in traced
    assert "Cognito.InitiateAuth" in traced


def test_nothing_that_a_user_sent_is_traced(collector: Collector, person: Person) -> None:
    sent = b"".join(collector.received)

    assert b"GET" in sent
    for text in (person.email, person.password, person.access_token, "nobody", "token=abc", "wrong-Password-1"):
        assert text.encode() not in sent


@pytest.mark.parametrize("environment", [{"OTEL_SDK_DISABLED": "true"}, {"OTEL_EXPORTER_OTLP_ENDPOINT": ""}])
def test_nothing_is_sent_unless_it_is_configured(
    collector: Collector, monkeypatch: pytest.MonkeyPatch, cognito_url: str, environment: dict[str, str]
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    with running(settings_for(cognito_url)) as client:
        client.get("/api/health/live")

    assert collector.received == []
