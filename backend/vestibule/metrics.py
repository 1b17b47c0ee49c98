"""Metrics for Prometheus, each with its labels. docs/monitoring.md says what to alert on.

With several workers (`vestibule serve` and API_WORKERS), each writes its own into files, and the worker that
answers `/metrics` sums them up: prometheus_client does that when PROMETHEUS_MULTIPROC_DIR is set before it is imported.
"""

import os
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

DIRECTORY = "PROMETHEUS_MULTIPROC_DIR"


class Metrics:
    """All metrics of one application."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.request_duration = Histogram(
            "http_request_duration_seconds",
            "How long requests took, by method, route and status.",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self.problems = Counter(
            "vestibule_problems",
            "Requests answered by a problem, by route and the problem's code: refused tokens, limits, outages.",
            ("route", "code"),
            registry=self._registry,
        )
        self.security_events = Counter(
            "vestibule_security_events",
            "Events of the audit log, by action and outcome.",
            ("action", "outcome"),
            registry=self._registry,
        )
        self.cognito_calls = Histogram(
            "vestibule_cognito_call_duration_seconds",
            "How long calls to Cognito took with their retries, by operation and outcome (ok, or Cognito's error).",
            ("operation", "outcome"),
            registry=self._registry,
        )
        self.mails = Counter(
            "vestibule_mails",
            "Mails about the security of an account, by name and outcome: sent, failed, dropped.",
            ("mail", "outcome"),
            registry=self._registry,
        )
        self.store_connected = Gauge(
            "vestibule_store_connected",
            "1 while the store can be used, 0 during an outage; of several workers, the least.",
            multiprocess_mode="livemin",
            registry=self._registry,
        )
        self.keys_age = Gauge(
            "vestibule_keys_age_seconds",
            "Seconds since the pool's keys were fetched; of several workers, the most. Absent before the first fetch.",
            multiprocess_mode="livemax",
            registry=self._registry,
        )

        self.token_verifications = Counter(
            "vestibule_token_verifications",
            "Access tokens that were verified by their signature; those of other requests came from the cache.",
            registry=self._registry,
        )
        self.cached_tokens = Gauge(
            "vestibule_cached_tokens",
            "Access tokens in the caches of all workers, whose signature is not verified again.",
            multiprocess_mode="livesum",
            registry=self._registry,
        )
        self.revocations = Gauge(
            "vestibule_revocations",
            "Ended sessions whose access tokens have not expired; of several workers, the most.",
            multiprocess_mode="livemax",
            registry=self._registry,
        )
        self._verifications_counted = 0

    def count_verifications(self, total: int) -> None:
        """Take over the number of tokens that were verified since the start of this process."""
        self.token_verifications.inc(total - self._verifications_counted)
        self._verifications_counted = total

    def observe_cognito_call(self, operation: str, outcome: str, seconds: float) -> None:
        """Count a call to Cognito."""
        self.cognito_calls.labels(operation, outcome).observe(seconds)

    def count_mail(self, mail: str, outcome: str) -> None:
        """Count a mail."""
        self.mails.labels(mail, outcome).inc()

    def render(self) -> bytes:
        """The metrics of all workers in the Prometheus text format."""
        directory = os.environ.get(DIRECTORY)
        if directory is None:
            return generate_latest(self._registry)
        _drop_gauges_of_dead_workers(Path(directory))
        registry = CollectorRegistry()
        MultiProcessCollector(registry, path=directory)  # type: ignore[no-untyped-call]
        return generate_latest(registry)


def _drop_gauges_of_dead_workers(directory: Path) -> None:
    """Delete the gauges of a worker that was killed, which could not do it."""
    for file in directory.glob("gauge_live*_*.db"):
        pid = int(file.stem.rpartition("_")[2])
        if not _is_running(pid):
            mark_process_dead(pid, str(directory))  # type: ignore[no-untyped-call]


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
