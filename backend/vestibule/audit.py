"""The audit log: who did what to whose account, and whether it succeeded. docs/monitoring.md has the schema.

One JSON line for each event on standard output, whatever LOG_FORMAT and LOG_LEVEL say. People and client IPs
appear as keyed digests only: equal digests are the same person, and anyone with SECRET_KEY can check a guess.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from vestibule import logs
from vestibule.metrics import Metrics
from vestibule.storage.keyed_digest import KeyedDigest, normalize_username

Outcome = Literal["success", "failure", "pending"]

log = logging.getLogger(logs.AUDIT)


@dataclass
class AuditEvent:
    """What happened in one request, filled in while it is served.

    `actor` is the `sub` of the authenticated user, `subject` the `sub` or name of the account concerned.
    `reason` is the code of the problem, or the kind of the challenge that a sign-in waits for (`pending`).
    `action` is the name of the endpoint, unless one endpoint does several things.
    """

    client_ip: str
    actor: str | None = None
    subject: str | None = None
    outcome: Outcome = "success"
    reason: str | None = None
    action: str | None = None

    def fail(self, reason: str) -> None:
        """Record a failure, with the problem's code."""
        self.outcome, self.reason = "failure", reason

    def wait_for(self, challenge: str) -> None:
        """Record that the sign-in continues with a challenge of this kind."""
        self.outcome, self.reason = "pending", challenge


class Audit:
    """Writes and counts events."""

    def __init__(self, digest: KeyedDigest, metrics: Metrics, *, clock: Callable[[], float]) -> None:
        self._digest = digest
        self._metrics = metrics
        self._clock = clock

    def record(self, action: str, event: AuditEvent) -> None:
        """Write an event; `action` is the name of the endpoint."""
        action = event.action or action
        self._metrics.security_events.labels(action, event.outcome).inc()
        line = {
            "timestamp": datetime.fromtimestamp(self._clock(), UTC).isoformat(timespec="milliseconds"),
            "event": f"audit.{action}",
            "outcome": event.outcome,
            "reason": event.reason,
            "actor": self._person(event.actor),
            "subject": self._person(event.subject or event.actor),
            "client": self._digest("client", event.client_ip),
            "request_id": logs.request_id.get() or None,
        }
        log.info(json.dumps(line))

    def _person(self, name: str | None) -> str | None:
        return None if name is None else self._digest("person", normalize_username(name))
