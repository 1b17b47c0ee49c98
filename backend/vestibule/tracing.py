"""Traces for OpenTelemetry: a span for each request, and for each call to Cognito that it makes.

An optional extra, `vestibule[opentelemetry]`, which OpenTelemetry's own variables turn on and configure. Spans have the
route, never the path or the query, and nothing that a user sent.
"""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span

log = structlog.get_logger(__name__)

ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
DISABLED = "OTEL_SDK_DISABLED"
NANOSECONDS = 1_000_000_000


class Tracing:
    """Makes spans, and sends them in the background to the collector."""

    def __init__(self, provider: "TracerProvider") -> None:
        self._provider = provider
        self._tracer = provider.get_tracer("vestibule")

    @contextmanager
    def request(self, method: str, headers: Mapping[str, str]) -> Iterator["Span"]:
        """A span of a request, which continues the caller's trace (W3C `traceparent`)."""
        from opentelemetry.propagate import extract  # noqa: PLC0415  the extra may not be installed
        from opentelemetry.trace import SpanKind  # noqa: PLC0415

        attributes = {"http.request.method": method}
        with self._tracer.start_as_current_span(
            method, context=extract(headers), kind=SpanKind.SERVER, attributes=attributes, record_exception=False
        ) as span:
            yield span

    def observe_cognito_call(self, operation: str, outcome: str, seconds: float) -> None:
        """Add a span of a call to Cognito that has just ended to the span of the present request."""
        from opentelemetry.trace import SpanKind, StatusCode  # noqa: PLC0415

        now = time.time_ns()
        attributes = {"rpc.system": "aws-api", "rpc.service": "Cognito", "rpc.method": operation, "outcome": outcome}
        span = self._tracer.start_span(
            f"Cognito.{operation}",
            kind=SpanKind.CLIENT,
            attributes=attributes,
            start_time=now - int(seconds * NANOSECONDS),
        )
        if outcome != "ok":
            span.set_status(StatusCode.ERROR, outcome)
        span.end(now)

    def close(self) -> None:
        """Send what is left."""
        self._provider.shutdown()


def open_tracing(environment: Mapping[str, str] = os.environ) -> Tracing | None:
    """Tracing, if the environment names a collector; None without one or without the extra."""
    if not any(map(environment.get, ENDPOINTS)) or environment.get(DISABLED, "").lower() == "true":
        return None
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
        from opentelemetry.sdk.resources import SERVICE_NAME, OTELResourceDetector, Resource  # noqa: PLC0415
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
    except ImportError:
        log.warning("tracing.not_installed", advice="pip install 'vestibule[opentelemetry]'")
        return None
    resource = Resource({SERVICE_NAME: "vestibule"}).merge(OTELResourceDetector().detect())
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return Tracing(provider)
