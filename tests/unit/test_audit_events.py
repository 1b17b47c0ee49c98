"""Lines of the audit log: their members, and whose digests they have."""

import json
from typing import Any

import pytest
from pydantic import SecretStr

from vestibule import logs
from vestibule.audit import Audit, AuditEvent
from vestibule.metrics import Metrics
from vestibule.storage.keyed_digest import KeyedDigest
from vestibule.storage.secret_keys import SecretKeys

DIGEST = KeyedDigest(SecretKeys(SecretStr("k" * 32)), "audit")
CLIENT = DIGEST("client", "192.0.2.1")


def record(caplog: pytest.LogCaptureFixture, event: AuditEvent) -> tuple[dict[str, Any], str]:
    """The line, and the counters."""
    metrics = Metrics()
    with caplog.at_level("INFO", logs.AUDIT):
        Audit(DIGEST, metrics, clock=lambda: 1_800_000_000.0625).record("sign_in", event)
    return json.loads(caplog.messages[-1]), metrics.render().decode()


def test_event_has_every_member(caplog: pytest.LogCaptureFixture) -> None:
    line, metrics = record(caplog, AuditEvent("192.0.2.1"))

    assert line == {
        "timestamp": "2027-01-15T08:00:00.062+00:00",
        "event": "audit.sign_in",
        "outcome": "success",
        "reason": None,
        "actor": None,
        "subject": None,
        "client": CLIENT,
        "request_id": None,
    }
    assert 'vestibule_security_events_total{action="sign_in",outcome="success"} 1.0' in metrics


def test_people_are_digests_of_their_normal_names(caplog: pytest.LogCaptureFixture) -> None:
    event = AuditEvent("192.0.2.1", actor=" ANN ", subject="bob", action="delete_user")
    token = logs.request_id.set("the-request")
    line, metrics = record(caplog, event)
    logs.request_id.reset(token)

    assert (line["event"], line["request_id"]) == ("audit.delete_user", "the-request")
    assert (line["actor"], line["subject"]) == (DIGEST("person", "ann"), DIGEST("person", "bob"))
    assert 'vestibule_security_events_total{action="delete_user",outcome="success"} 1.0' in metrics


def test_who_acts_on_nobody_else_is_the_subject(caplog: pytest.LogCaptureFixture) -> None:
    line, _ = record(caplog, AuditEvent("192.0.2.1", actor="ann"))

    assert line["actor"] == line["subject"] == DIGEST("person", "ann")


@pytest.mark.parametrize("outcome", ["failure", "pending"])
def test_outcome_has_a_reason(caplog: pytest.LogCaptureFixture, outcome: str) -> None:
    event = AuditEvent("192.0.2.1")
    if outcome == "failure":
        event.fail("the-reason")
    else:
        event.wait_for("the-reason")

    line, metrics = record(caplog, event)

    assert (line["outcome"], line["reason"]) == (outcome, "the-reason")
    assert f'vestibule_security_events_total{{action="sign_in",outcome="{outcome}"}} 1.0' in metrics
