"""What the doctor does with pools that are large, and with answers that are not as expected."""

import time
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from typing import cast

import boto3
import pytest
from fastapi import FastAPI
from moto import mock_aws
from rich.console import Console

from tests.apps import settings_for
from tests.doctor.aws_documents import aws_documents
from tests.doctor.pools import SESSIONS, Pool
from tests.servers import serve
from vestibule.cli.pool.doctor_report import print_report
from vestibule.cognito.doctor.build import build_facts
from vestibule.cognito.doctor.checks import app_client, connection, mail, oauth
from vestibule.cognito.doctor.fault import NotRead
from vestibule.cognito.doctor.registry import CHEAP_CHECKS, CHECKS
from vestibule.cognito.doctor.report import examine
from vestibule.cognito.doctor.user_pool import UserPool
from vestibule.cognito.transport.aws import Aws, connect


@pytest.fixture
def _credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")


class TestWithoutCredentials:
    def test_missing_pool_is_found_by_its_discovery_document(self, healthy: Pool) -> None:
        settings = healthy.settings.model_copy(
            update={"cognito_jwks_url": f"{healthy.client.meta.endpoint_url}/us-east-1_None/.well-known/jwks.json"}
        )

        report = examine(build_facts(settings, signed=False, sessions=SESSIONS), [connection.pool_exists])

        assert [finding.check.id for finding in report.findings] == ["pool-exists"]

    def test_mirror_of_the_keys_is_no_fault(self, healthy: Pool) -> None:
        keys = FastAPI()
        keys.get("/keys.json")(lambda: {"keys": [{"kid": "1"}]})
        with serve(keys) as url:
            settings = healthy.settings.model_copy(update={"cognito_jwks_url": f"{url}/keys.json"})
            report = examine(build_facts(settings, signed=False, sessions=SESSIONS), [connection.issuer])

        assert report.findings == ()
        (not_checked,) = report.not_checked
        assert (not_checked.reason.split(",")[0], not_checked.is_unreachable) == (
            "COGNITO_JWKS_URL does not end with /.well-known/jwks.json",
            False,
        )

    def test_unsigned_facts_suffice_for_the_checks_of_the_connection(self, healthy: Pool) -> None:
        report = examine(build_facts(healthy.settings, signed=False, sessions=SESSIONS), CHEAP_CHECKS)

        assert report.findings == ()
        assert {each.check.id for each in report.not_checked} == {"callback-url"}


class TestClock:
    @pytest.mark.parametrize(("seconds", "direction"), [(90, "ahead of"), (-90, "behind")])
    def test_clock_that_differs_from_cognitos_is_found(self, healthy: Pool, seconds: int, direction: str) -> None:
        facts = build_facts(healthy.settings, sessions=SESSIONS, clock=lambda: time.time() + seconds)

        [finding] = examine(facts, [connection.clock]).findings

        assert f"{direction} Cognito's" in finding.what


class TestMoto:
    def test_operations_that_an_emulator_lacks_are_not_checked(self) -> None:
        with mock_aws():
            cognito = boto3.client("cognito-idp", region_name="us-east-1")
            pool_id = cognito.create_user_pool(PoolName="moto", DeletionProtection="INACTIVE")["UserPool"]["Id"]
            client = cognito.create_user_pool_client(UserPoolId=pool_id, ClientName="app")["UserPoolClient"]
            names = {"cognito_user_pool_id": pool_id, "cognito_client_id": client["ClientId"]}
            facts = build_facts(settings_for("", cognito_endpoint_url=None, **names))

            report = examine(facts, [check for check in CHECKS if not check.cheap])

        assert "deletion-protection" in {finding.check.id for finding in report.findings}
        assert "delivery-logs" in {each.check.id for each in report.not_checked}
        assert not any("otherwise than expected" in each.reason for each in report.not_checked)


class TestLargePools:
    def test_app_clients_beyond_the_limit_are_reported_as_not_checked(self, healthy: Pool) -> None:
        other = healthy.client.create_user_pool_client(UserPoolId=healthy.id, ClientName="another")
        aws = connect("us-east-1", healthy.client.meta.endpoint_url, sessions=SESSIONS)
        user_pool = UserPool(aws, healthy.id, (healthy.client_id,), max_clients=1)
        facts = replace(build_facts(healthy.settings, sessions=SESSIONS), user_pool=user_pool)

        report = examine(facts, [oauth.implicit_flow])

        client_id = other["UserPoolClient"]["ClientId"]
        healthy.client.delete_user_pool_client(UserPoolId=healthy.id, ClientId=client_id)
        assert "1 were read" in report.not_checked[0].reason

    def test_a_hundred_app_clients_are_read(self) -> None:
        class ManyClients:
            def call(self, _operation: str, **request: object) -> dict[str, object]:
                return {"UserPoolClient": {"ClientId": request["ClientId"]}}

            def pages(self, *_: object) -> Iterator[dict[str, str]]:
                return ({"ClientId": f"client-{number}"} for number in range(101))

        with pytest.raises(NotRead, match="the pool has 101 app clients; 100 were read"):
            list(UserPool(cast("Aws", ManyClients()), "pool", ("client-0",)).clients())


@pytest.mark.usefixtures("_credentials")
class TestUnexpectedAnswers:
    def test_answer_of_another_form_stops_one_check_only(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with aws_documents({"DescribeUserPoolClient": {}, "DescribeUserPool": {"UserPool": {}}}) as url:
            monkeypatch.setenv("AWS_ENDPOINT_URL", url)
            facts = build_facts(settings_for("", cognito_endpoint_url=None), sessions=SESSIONS)
            report = examine(facts, [app_client.no_refresh, mail.default_mail])

        assert [each.check.id for each in report.not_checked] == ["no-refresh"]
        assert [finding.check.id for finding in report.findings] == ["default-mail"]

    def test_text_from_the_pool_does_not_control_the_terminal(self, monkeypatch: pytest.MonkeyPatch) -> None:
        failure = "\x1b[2J[red]gone[/red]\r"
        with aws_documents({"DescribeUserPool": {"UserPool": {"EmailConfigurationFailure": failure}}}) as url:
            monkeypatch.setenv("AWS_ENDPOINT_URL", url)
            settings = settings_for("", cognito_endpoint_url=None)
            report = examine(build_facts(settings, sessions=SESSIONS), [mail.delivery_failure])

        output = StringIO()
        print_report(report, settings, Console(file=output, force_terminal=True, color_system=None, width=100))

        assert "\x1b" not in output.getvalue()
        assert "[red]gone[/red]" in output.getvalue()
