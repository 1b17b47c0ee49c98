"""Faults of AWS services beside the pool, and of pools that Cognito would not create: answered from documents."""

import re
from pathlib import Path

import pytest
from botocore import xform_name

import vestibule
from tests.apps import settings_for
from tests.doctor.aws_cases import FAULTS, HEALTHY, OWN_MAIL, Case, pool
from tests.doctor.aws_documents import NOT_FOUND, aws_documents
from tests.doctor.pools import SESSIONS
from tests.doctor.texts import described, documented
from vestibule.cognito.doctor.build import build_facts
from vestibule.cognito.doctor.checks.permissions import NEEDED
from vestibule.cognito.doctor.registry import CHECKS
from vestibule.cognito.doctor.report import Report, examine

BACKEND = Path(vestibule.__file__).parent


class TestNeededActions:
    def test_needed_actions_are_those_that_the_api_calls(self) -> None:
        sources = [path.read_text("utf-8") for path in (BACKEND / "cognito" / "admin").glob("*.py")]
        called = {name for source in sources for name in re.findall(r"client\.([a-z_]+)\(", source)} - {"close"}

        assert {xform_name(action) for action in NEEDED} == called


class TestAws:
    @pytest.fixture(autouse=True)
    def _credentials(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")

    @pytest.mark.parametrize("name", FAULTS)
    def test_fault_is_found(self, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        report = examined(name, FAULTS[name], monkeypatch)

        assert [str(finding.severity) for finding in report.findings] == FAULTS[name].findings
        assert described(report) == documented("aws", name)
        assert report.not_checked == ()

    @pytest.mark.parametrize("name", HEALTHY)
    def test_healthy_account_has_no_finding(self, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        report = examined(name, HEALTHY[name], monkeypatch)

        assert (report.findings, report.not_checked) == ((), ())

    def test_denied_call_is_reported_with_its_reason(self, monkeypatch: pytest.MonkeyPatch) -> None:
        report = examined("ses-identity", Case(pool(EmailConfiguration=OWN_MAIL)), monkeypatch)

        assert report.findings == ()
        assert "GetEmailIdentity: AccessDeniedException" in report.not_checked[0].reason

    def test_what_was_found_before_a_denied_call_counts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        documents = pool(EmailConfiguration=OWN_MAIL) | {"GetEmailIdentity": NOT_FOUND}

        report = examined("ses-identity", Case(documents), monkeypatch)

        assert len(report.findings) == len(report.not_checked) == 1


def examined(name: str, case: Case, monkeypatch: pytest.MonkeyPatch) -> Report:
    """Run the check that the case is named after, against AWS as the case describes it."""
    checks = [check for check in CHECKS if check.id == name.partition(" ")[0]]
    production = {"secret_key": "f0dq8wIuMSpTSoCnUrn0M3Yfj1bQZc8kvxW7", "store_url": "sqlite:///x", "rate_limits": "on"}
    values = {"cognito_endpoint_url": None, "cors_origins": ""} | production | case.settings
    with aws_documents(case.documents) as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)
        return examine(build_facts(settings_for("", **values), sessions=SESSIONS), checks)
