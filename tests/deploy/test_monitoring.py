"""The alert rules and the dashboard: valid for Prometheus, and about metrics that the API has."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.apps import Person

ROOT = Path(__file__).resolve().parents[2]
MONITORING = ROOT / "docs" / "monitoring"
PROMTOOL = shutil.which("promtool") or shutil.which("promtool", path=ROOT / ".programs" / "usr" / "bin")

METRIC = re.compile(r"\b(?:vestibule|http)_[a-z_]+\b")
DASHBOARD = json.loads((MONITORING / "grafana-dashboard.json").read_text())
QUERIES = [target["expr"] for panel in DASHBOARD["panels"] for target in panel.get("targets", [])]
RULES = yaml.safe_load((MONITORING / "alerts.yaml").read_text())["groups"][0]["rules"]


def promtool(*arguments: str | Path) -> None:
    if PROMTOOL is None:
        pytest.skip("promtool is not installed")
    finished = subprocess.run([PROMTOOL, *arguments], check=False, capture_output=True, text=True)
    assert finished.returncode == 0, finished.stdout + finished.stderr


@pytest.fixture
def metrics(alice_signed_in: Person) -> set[str]:
    """The names of the metrics of an API that was used."""
    text = alice_signed_in.client.get("/metrics").text
    return {line.partition("{")[0].partition(" ")[0] for line in text.splitlines() if not line.startswith("#")} | {
        "vestibule_keys_age_seconds",  # absent until the keys are fetched
        "vestibule_mails_total",  # absent until a mail is sent
        "vestibule_problems_total",  # absent until a request is refused
    }


def test_the_alert_rules_are_valid() -> None:
    promtool("check", "rules", MONITORING / "alerts.yaml")


def test_each_alert_fires_when_it_should_and_not_before() -> None:
    promtool("test", "rules", MONITORING / "alerts.test.yaml")


def test_every_alert_has_a_test() -> None:
    tested = (MONITORING / "alerts.test.yaml").read_text()

    assert [rule["alert"] for rule in RULES if f"alertname: {rule['alert']}" not in tested] == []


def test_every_alert_is_in_the_runbook() -> None:
    runbook = (ROOT / "docs" / "runbook.md").read_text()

    assert [rule["alert"] for rule in RULES if f"`{rule['alert']}`" not in runbook] == []


def test_every_log_event_of_an_outage_or_a_fault_is_in_the_runbook() -> None:
    runbook = (ROOT / "docs" / "runbook.md").read_text()
    sources = (ROOT / "backend" / "vestibule").rglob("*.py")
    logged = {
        event
        for source in sources
        for event in re.findall(r"log\.(?:warning|error|exception|critical)\(\s*\"([a-z_.]+)\"", source.read_text())
    }

    assert logged
    assert sorted(event for event in logged if f"`{event}`" not in runbook) == []


@pytest.mark.parametrize("expression", [*QUERIES, *(rule["expr"] for rule in RULES)])
def test_every_query_is_about_metrics_that_exist(expression: str, metrics: set[str]) -> None:
    assert set(METRIC.findall(re.sub(r'"[^"]*"', "", expression))) <= metrics


def test_the_queries_of_the_dashboard_are_valid(tmp_path: Path) -> None:
    rules = [{"record": f"q{n}", "expr": query.replace("$job", "vestibule")} for n, query in enumerate(QUERIES)]
    (tmp_path / "queries.yaml").write_text(yaml.safe_dump({"groups": [{"name": "dashboard", "rules": rules}]}))

    promtool("check", "rules", tmp_path / "queries.yaml")
