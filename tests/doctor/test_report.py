"""What the checks look at in several places, the commands that they give, and the report."""

import json
from typing import Any, cast

import pytest

from tests.doctor.documented_facts import CLIENT_ID, POOL_ID, Case
from vestibule.cli.pool.doctor_report import to_json
from vestibule.cognito.doctor.check import Check
from vestibule.cognito.doctor.checks.mail import ses_source
from vestibule.cognito.doctor.fault import Fault, NotRead, Severity, Unreachable
from vestibule.cognito.doctor.recipes import Recipes
from vestibule.cognito.doctor.report import Report, examine
from vestibule.cognito.doctor.stack_template import policies_of_pools
from vestibule.cognito.token_validity import validity_seconds

POOL = {"Type": "AWS::Cognito::UserPool"}
RETAIN = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
YAML = """\
Resources:

  # comment
  Pool:
    Type: 'AWS::Cognito::UserPool'
    DeletionPolicy: 'Retain'
Outputs:
  A:
    UpdateReplacePolicy: Retain
"""
INDENTED_YAML = """\
Resources:
    A:
        Type: AWS::Cognito::UserPool
    B:
        Type: AWS::Cognito::UserPoolClient
        DeletionPolicy: Retain
    C:
        DeletionPolicy: Delete
        Type: AWS::Cognito::UserPool"""


class TestFacts:
    @pytest.mark.parametrize(
        ("client", "token", "seconds"),
        [
            ({}, "AccessToken", 3600),
            ({}, "IdToken", 3600),
            ({}, "RefreshToken", 30 * 86_400),
            ({"RefreshTokenValidity": 0}, "RefreshToken", 30 * 86_400),
            ({"AccessTokenValidity": 900, "TokenValidityUnits": {"AccessToken": "seconds"}}, "AccessToken", 900),
            ({"IdTokenValidity": 2, "TokenValidityUnits": {"IdToken": "hours"}}, "IdToken", 7200),
            ({"AccessTokenValidity": 2}, "AccessToken", 7200),
            ({"IdTokenValidity": 2, "TokenValidityUnits": {"AccessToken": "days"}}, "IdToken", 7200),
            ({"IdTokenValidity": 2, "TokenValidityUnits": {"IdToken": "days"}}, "IdToken", 2 * 86_400),
            ({"RefreshTokenValidity": 2}, "RefreshToken", 2 * 86_400),
            ({"RefreshTokenValidity": 2, "TokenValidityUnits": {"RefreshToken": "minutes"}}, "RefreshToken", 120),
        ],
    )
    def test_validity_is_in_seconds(self, client: Any, token: Any, seconds: int) -> None:
        assert validity_seconds(client, token) == seconds

    @pytest.mark.parametrize(
        ("arn", "source"),
        [
            ("arn:aws:ses:eu-west-1:1:identity/example.com", ("eu-west-1", "example.com")),
            ("arn:aws:ses::1:identity/ann@example.com", ("us-east-1", "ann@example.com")),
            ("arn:aws:ses", ("us-east-1", "")),
            ("", ("us-east-1", "")),
        ],
    )
    def test_sender_of_mail_is_known_by_its_arn(self, arn: str, source: tuple[str, str]) -> None:
        assert ses_source(arn, "us-east-1") == source

    def test_without_settings_of_the_pool_its_defaults_count(self) -> None:
        facts = Case({"UserPoolTier": None, "Policies": None}, {"SupportedIdentityProviders": None}).facts

        assert (facts.tier, facts.first_factors, facts.social_providers) == ("ESSENTIALS", {"PASSWORD"}, ())

    @pytest.mark.parametrize(
        ("settings", "hosts"),
        [
            ({"app_url": "https://www.example.com"}, ("www.example.com",)),
            ({"cors_origins": "https://a.example:8443,https://b.example"}, ("a.example",)),
            ({"cors_origins": ""}, ()),
        ],
    )
    def test_app_is_at_its_url_or_at_the_first_origin(self, settings: dict[str, str], hosts: tuple[str, ...]) -> None:
        facts = Case(settings=settings).facts

        assert facts.app_hosts == hosts
        assert [url.rpartition("/auth/")[2] for url in (*facts.callback_urls, *facts.sign_out_urls)] == [
            "callback",
            "signout",
        ] * len(hosts)

    @pytest.mark.parametrize(
        ("template", "policies"),
        [
            (json.dumps({"Resources": {"P": {**POOL, **RETAIN, "Other": 1}, "B": {"Type": "x"}, "C": {}}}), [RETAIN]),
            (json.dumps({"Resources": {"P": POOL}}), [{}]),
            ("{}", []),
            ("", []),
            ("Description: none\n", []),
            (YAML, [{"DeletionPolicy": "Retain"}]),
            (INDENTED_YAML, [{}, {"DeletionPolicy": "Delete"}]),
        ],
    )
    def test_policies_of_pools_are_found_in_json_and_yaml(self, template: str, policies: list[Any]) -> None:
        assert policies_of_pools(template) == policies


class TestRecipes:
    RECIPES = Recipes("eu-west-1_A", "client", "eu-west-1")

    def test_only_cognito_is_at_the_endpoint_of_the_settings(self) -> None:
        local = Recipes("eu-west-1_A", "client", "eu-west-1", "http://localhost:9229")

        identity, iam = local.aws("cognito-identity", "x"), local.aws("iam", "get-role", "a b", region="us-east-1")

        assert identity == "aws cognito-identity x --region eu-west-1 --endpoint-url http://localhost:9229"
        assert iam == "aws iam get-role 'a b' --region us-east-1"

    def test_change_reads_everything_and_writes_it_back(self) -> None:
        assert self.RECIPES.client(".A = 1", "other") == (
            "aws cognito-idp describe-user-pool-client --user-pool-id eu-west-1_A --client-id other"
            " --query UserPoolClient --region eu-west-1 --output json"
            " | jq 'del(.CreationDate,.LastModifiedDate,.ClientSecret,.ClientSecretArn,.ClientType) | .A = 1'"
            " > client.json && aws cognito-idp update-user-pool-client --cli-input-json file://client.json"
            " --region eu-west-1"
        )
        assert self.RECIPES.pool(".A = 1") == (
            "aws cognito-idp describe-user-pool --user-pool-id eu-west-1_A --query UserPool --region eu-west-1"
            " --output json | jq '.UserPoolId=.Id | .PoolName=.Name | del(.Id,.Name,.Status,.Arn,.CreationDate,"
            ".LastModifiedDate,.SchemaAttributes,.EstimatedNumberOfUsers,.Domain,.CustomDomain,"
            ".SmsConfigurationFailure,.EmailConfigurationFailure,.AliasAttributes,.UsernameAttributes,"
            ".UsernameConfiguration,.AdminCreateUserConfig.UnusedAccountValidityDays) | if .SmsConfiguration then ."
            " else del(.MfaConfiguration) end | .A = 1' > pool.json && aws cognito-idp update-user-pool"
            " --cli-input-json file://pool.json --region eu-west-1"
        )


ODD = (AttributeError, KeyError, TypeError, ValueError)


def check(number: int, *faults: Fault, fails: Exception | None = None) -> Check:
    def find(_: Any) -> Any:
        yield from faults
        if fails:
            raise fails

    return Check(number, f"check-{number}", Severity.WARNING, f"Title {number}.", "Effect.", find)


class TestReport:
    @pytest.fixture(scope="class")
    @staticmethod
    def report() -> Report:
        checks = [
            check(1, Fault("info", "fix", Severity.INFO), Fault("warning", "fix")),
            check(2, Fault("error", "fix", Severity.ERROR), fails=NotRead("rest")),
            check(3),
            check(4, fails=Unreachable("gone")),
            *(
                check(number, fails=error("odd"))
                for number, error in enumerate((AttributeError, KeyError, TypeError, ValueError), 5)
            ),
        ]
        seen = list[str]()
        report = examine(Case().facts, checks, on_check=lambda each: seen.append(each.id))
        assert seen == [f"check-{number}" for number in range(1, 9)]
        return report

    def test_findings_are_ordered_by_severity_and_then_by_number(self, report: Report) -> None:
        assert [(each.check.number, each.severity) for each in report.findings] == [
            (2, "error"),
            (1, "warning"),
            (1, "info"),
        ]
        assert [report.count(severity) for severity in Severity] == [1, 1, 1]
        assert [each.id for each in report.passed] == ["check-3"]

    def test_what_could_not_be_checked_has_its_reason(self, report: Report) -> None:
        assert [(each.check.number, each.reason, each.is_unreachable) for each in report.not_checked] == [
            (2, "rest", False),
            (4, "gone", True),
            (5, "AWS answered otherwise than expected: AttributeError('odd')", False),
            (6, "AWS answered otherwise than expected: KeyError('odd')", False),
            (7, "AWS answered otherwise than expected: TypeError('odd')", False),
            (8, "AWS answered otherwise than expected: ValueError('odd')", False),
        ]
        assert not report.is_reachable
        assert examine(Case().facts, [check(1)]).is_reachable

    def test_outcome_of_a_check_is_its_worst_finding(self, report: Report) -> None:
        assert report.outcomes() == {
            "check-1": "warning",
            "check-2": "error",
            "check-3": "ok",
            **{f"check-{number}": "unknown" for number in range(4, 9)},
        }

    def test_json_has_all_of_it(self, report: Report) -> None:
        document = to_json(report, Case().facts.settings)

        assert (document["pool"], document["client"], document["region"]) == (POOL_ID, CLIENT_ID, "us-east-1")
        assert document["counts"] == {"error": 1, "warning": 1, "info": 1}
        assert document["passed"] == ["check-3"]
        assert cast("list[Any]", document["not_checked"])[1] == {"id": "check-4", "reason": "gone"}
        assert cast("list[Any]", document["findings"])[0] == {
            "id": "check-2",
            "number": 2,
            "severity": "error",
            "title": "Title 2.",
            "what": "error",
            "effect": "Effect.",
            "fix": "fix",
        }
