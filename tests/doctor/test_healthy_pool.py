"""A pool without a fault."""

from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.apps import settings_for
from tests.doctor.pools import UNCHECKED_HERE, Pool, Variant, build
from vestibule.cognito.doctor.build import build_facts
from vestibule.cognito.doctor.registry import CHECKS
from vestibule.cognito.doctor.report import examine


class TestHealthyPool:
    def test_healthy_pool_has_no_findings(self, healthy: Pool) -> None:
        report = healthy.examine()

        assert report.findings == ()
        assert {each.check.id for each in report.not_checked} == UNCHECKED_HERE
        assert len(report.passed) == len(CHECKS) - len(UNCHECKED_HERE)

    def test_client_without_password_flows_is_healthy_if_users_sign_in_at_the_domain(
        self, cognito: CognitoIdentityProviderClient, healthy: Pool
    ) -> None:
        pool = build(cognito, Variant(client={"ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"]}), healthy.id)

        assert pool.examine().findings == ()

    def test_embedded_pool_has_no_errors(self, cognito_url: str) -> None:
        report = examine(build_facts(settings_for(cognito_url)), CHECKS)

        assert [finding for finding in report.findings if finding.severity == "error"] == []
