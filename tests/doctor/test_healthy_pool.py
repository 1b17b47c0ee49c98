"""A pool without a fault."""

from tests.apps import settings_for
from tests.doctor.pools import UNCHECKED_HERE, Pool
from vestibule.cognito.doctor.build import build_facts
from vestibule.cognito.doctor.registry import CHECKS
from vestibule.cognito.doctor.report import examine


class TestHealthyPool:
    def test_healthy_pool_has_no_findings(self, healthy: Pool) -> None:
        report = healthy.examine()

        assert report.findings == ()
        assert {each.check.id for each in report.not_checked} == UNCHECKED_HERE
        assert len(report.passed) == len(CHECKS) - len(UNCHECKED_HERE)

    def test_embedded_pool_has_no_errors(self, cognito_url: str) -> None:
        report = examine(build_facts(settings_for(cognito_url)), CHECKS)

        assert [finding for finding in report.findings if finding.severity == "error"] == []
