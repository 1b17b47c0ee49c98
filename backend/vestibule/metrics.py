"""Metrics for Prometheus, each with its labels. docs/monitoring.md says what to alert on.

With several workers (`vestibule serve` and API_WORKERS), each writes its own into files, and the worker that
answers `/metrics` sums them up: prometheus_client does that when PROMETHEUS_MULTIPROC_DIR is set before it is imported.
"""

import os
from pathlib import Path
from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

DIRECTORY = "PROMETHEUS_MULTIPROC_DIR"


class Metrics:
    """All metrics of one application."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._verifications_counted = 0
        self._add_request_metrics()
        self._add_gauges()

    def _add_request_metrics(self) -> None:
        self.request_duration = self._histogram(
            "http_request_duration_seconds",
            "How long requests took, by method, route and status.",
            ("method", "route", "status"),
        )
        self.problems = self._counter(
            "vestibule_problems",
            "Requests answered by a problem, by route and the problem's code: refused tokens, limits, outages.",
            ("route", "code"),
        )
        self.security_events = self._counter(
            "vestibule_security_events", "Events of the audit log, by action and outcome.", ("action", "outcome")
        )
        self.cognito_calls = self._histogram(
            "vestibule_cognito_call_duration_seconds",
            "How long calls to Cognito took with their retries, by operation and outcome (ok, or Cognito's error).",
            ("operation", "outcome"),
        )
        self.mails = self._counter(
            "vestibule_mails",
            "Mails about the security of an account, by name and outcome: sent, failed, dropped.",
            ("mail", "outcome"),
        )
        self.token_verifications = self._counter(
            "vestibule_token_verifications",
            "Access tokens that were verified by their signature; those of other requests came from the cache.",
        )

    def _add_gauges(self) -> None:
        self.store_connected = self._gauge(
            "vestibule_store_connected",
            "1 while the store can be used, 0 during an outage; of several workers, the least.",
            "livemin",
        )
        self.keys_age = self._gauge(
            "vestibule_keys_age_seconds",
            "Seconds since the pool's keys were fetched; of several workers, the most. Absent before the first fetch.",
            "livemax",
        )
        self.cached_tokens = self._gauge(
            "vestibule_cached_tokens",
            "Access tokens in the caches of all workers, whose signature is not verified again.",
            "livesum",
        )
        self.revocations = self._gauge(
            "vestibule_revocations",
            "Ended sessions whose access tokens have not expired; of several workers, the most.",
            "livemax",
        )

    def _counter(self, name: str, description: str, labels: tuple[str, ...] = ()) -> Counter:
        return Counter(name, description, labels, registry=self._registry)

    def _histogram(self, name: str, description: str, labels: tuple[str, ...]) -> Histogram:
        return Histogram(name, description, labels, registry=self._registry)

    def _gauge(self, name: str, description: str, of_workers: Literal["livemin", "livemax", "livesum"]) -> Gauge:
        """`of_workers`: which of the running workers' values counts, or that they are summed up."""
        return Gauge(name, description, multiprocess_mode=of_workers, registry=self._registry)

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
        MultiProcessCollector(registry, path=directory)
        return generate_latest(registry)


def _drop_gauges_of_dead_workers(directory: Path) -> None:
    """Delete the gauges of a worker that was killed, which could not do it."""
    for file in directory.glob("gauge_live*_*.db"):
        pid = int(file.stem.rpartition("_")[2])
        if not _is_running(pid):
            mark_process_dead(pid, str(directory))


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
