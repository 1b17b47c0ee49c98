"""Metrics: their names, labels and texts, and those of several workers."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from prometheus_client.mmap_dict import MmapedDict, mmap_key

from vestibule.metrics import DIRECTORY, Metrics


def rendered(metrics: Metrics) -> dict[str, float]:
    lines = metrics.render().decode().splitlines()
    return {name: float(number) for name, _, number in (one.rpartition(" ") for one in lines if one[0] != "#")}


def test_every_metric_has_its_type_and_its_text() -> None:
    lines = re.findall(r"# (?:HELP|TYPE) (.+)", Metrics().render().decode())
    texts = dict(line.split(" ", 1) for line in lines[0::2])
    kinds = dict(line.split(" ", 1) for line in lines[1::2])

    assert kinds == {
        "http_request_duration_seconds": "histogram",
        "vestibule_problems_total": "counter",
        "vestibule_security_events_total": "counter",
        "vestibule_cognito_call_duration_seconds": "histogram",
        "vestibule_mails_total": "counter",
        "vestibule_token_verifications_total": "counter",
        "vestibule_token_verifications_created": "gauge",
        "vestibule_store_connected": "gauge",
        "vestibule_keys_age_seconds": "gauge",
        "vestibule_cached_tokens": "gauge",
        "vestibule_revocations": "gauge",
    }
    assert texts["vestibule_mails_total"] == (
        "Mails about the security of an account, by name and outcome: sent, failed, dropped."
    )


def test_events_are_counted_by_their_labels() -> None:
    metrics = Metrics()
    metrics.observe_cognito_call("SignUp", "ok", 0.25)
    metrics.count_mail("new_sign_in", "sent")
    metrics.count_mail("new_sign_in", "sent")
    for total in (5, 5, 7):
        metrics.count_verifications(total)

    series = rendered(metrics)

    assert series['vestibule_cognito_call_duration_seconds_sum{operation="SignUp",outcome="ok"}'] == 0.25
    assert series['vestibule_mails_total{mail="new_sign_in",outcome="sent"}'] == 2
    assert series["vestibule_token_verifications_total"] == 7


def write_gauge(directory: Path, pid: int, number: float) -> None:
    file = MmapedDict(str(directory / f"gauge_livesum_{pid}.db"))
    file.write_value(mmap_key("cached", "cached", [], [], "Tokens."), number, 1.0)
    file.close()


def test_gauges_of_a_worker_that_was_killed_do_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    write_gauge(tmp_path, ended.pid, 100.0)
    write_gauge(tmp_path, os.getpid(), 1.0)
    write_gauge(tmp_path, os.getppid(), 2.0)
    monkeypatch.setenv(DIRECTORY, str(tmp_path))

    assert rendered(Metrics()) == {"cached": 3}
    assert {int(file.stem.rpartition("_")[2]) for file in tmp_path.iterdir()} == {os.getpid(), os.getppid()}
