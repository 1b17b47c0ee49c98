"""Faults of AWS services beside the pool, and of pools that Cognito would not create: answered from documents."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.apps import settings_for
from tests.doctor.aws_documents import NOT_FOUND, aws_documents
from vestibule.cognito.doctor.build import build_facts
from vestibule.cognito.doctor.registry import CHECKS
from vestibule.cognito.doctor.report import Report, examine
from vestibule.cognito.transport.client import AwsSessions

ACCOUNT = "arn:aws:iam::123456789012"
POOL_ARN = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Vestibule"
FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:pre-sign-up"
OWN_MAIL = {"EmailSendingAccount": "DEVELOPER", "SourceArn": "arn:aws:ses:eu-west-1:123456789012:identity/example.com"}
SMS = {"SnsCallerArn": f"{ACCOUNT}:role/sms", "ExternalId": "ours", "SnsRegion": "us-east-1"}


def pool(**members: Any) -> dict[str, Any]:
    return {"DescribeUserPool": {"UserPool": {"Id": "us-east-1_Vestibule", "Arn": POOL_ARN, **members}}}


def client(**members: Any) -> dict[str, Any]:
    return {"DescribeUserPoolClient": {"UserPoolClient": {"ClientId": "vestibulelocal", **members}}}


def role(policy: Any) -> dict[str, Any]:
    found = {
        "Path": "/",
        "RoleName": "sms",
        "RoleId": "AROA1234567890123456",
        "Arn": f"{ACCOUNT}:role/sms",
        "CreateDate": "2026-01-01T00:00:00Z",
        "AssumeRolePolicyDocument": json.dumps(policy),
    }
    return {"GetRole": {"Role": found}}


def trust(**condition: Any) -> dict[str, Any]:
    return {"Statement": [{"Effect": "Allow", "Condition": condition}]}


def function(source: str = POOL_ARN) -> dict[str, Any]:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "cognito-idp.amazonaws.com"},
        "Condition": {"ArnLike": {"AWS:SourceArn": source}},
    }
    return {"GetFunctionConfiguration": {}, "GetPolicy": {"Policy": json.dumps({"Statement": [statement]})}}


def permitted(*actions: str) -> dict[str, Any]:
    names = [f"cognito-idp:{action}" for action in actions]
    results = [{"EvalActionName": name, "EvalDecision": "allowed"} for name in names]
    return {
        "GetCallerIdentity": {"Arn": "arn:aws:sts::123456789012:assumed-role/api/session"},
        "SimulatePrincipalPolicy": {"EvaluationResults": results},
    }


SES = {"GetEmailIdentity": {"VerifiedForSendingStatus": True}, "GetAccount": {"ProductionAccessEnabled": True}}
SNS = {
    "GetSMSAttributes": {"attributes": {"MonthlySpendLimit": "50"}},
    "GetSMSSandboxAccountStatus": {"IsInSandbox": False},
}
SMS_ROLE = role(trust(StringEquals={"sts:ExternalId": "ours"}))
STACK = pool(UserPoolTags={"aws:cloudformation:stack-name": "accounts"})
RETAINED = "Type: AWS::Cognito::UserPool\nDeletionPolicy: Retain\nUpdateReplacePolicy: Retain"
TRIGGER = pool(LambdaConfig={"PreSignUp": FUNCTION})
API_ACTIONS = (
    *("AdminCreateUser", "AdminDeleteSoftwareToken", "AdminDeleteUser", "AdminDeleteUserAttributes"),
    *("AdminDisableUser", "AdminEnableUser", "AdminGetUser", "AdminSetUserMFAPreference", "AdminSetUserPassword"),
    *("AdminUpdateUserAttributes", "AdminUserGlobalSignOut", "DescribeUserPool", "DescribeUserPoolClient"),
    "GetUserPoolMfaConfig",
)
TOTP = {"GetUserPoolMfaConfig": {"SoftwareTokenMfaConfiguration": {"Enabled": True}, "MfaConfiguration": "OPTIONAL"}}
NO_MFA: dict[str, Any] = {"GetUserPoolMfaConfig": {}}


@dataclass(frozen=True)
class Case:
    """What AWS answers, the settings, and the severities of the findings."""

    documents: dict[str, Any]
    findings: list[str] = field(default_factory=lambda: ["error"])
    settings: dict[str, Any] = field(default_factory=dict)


FAULTS = {
    "ses-identity (none)": Case(pool(EmailConfiguration=OWN_MAIL) | SES | {"GetEmailIdentity": NOT_FOUND}),
    "ses-identity (not verified)": Case(
        pool(EmailConfiguration=OWN_MAIL) | SES | {"GetEmailIdentity": {"VerifiedForSendingStatus": False}}
    ),
    "ses-identity (sandbox)": Case(
        pool(EmailConfiguration=OWN_MAIL) | SES | {"GetAccount": {"ProductionAccessEnabled": False}}
    ),
    "ses-identity (paused)": Case(
        pool(EmailConfiguration=OWN_MAIL)
        | SES
        | {"GetAccount": {"ProductionAccessEnabled": True, "SendingEnabled": False}}
    ),
    "delivery-failure": Case(pool(EmailConfigurationFailure="denied", SmsConfigurationFailure="x"), ["error"] * 2),
    "default-mail": Case(pool(), settings={"environment": "production"}),
    "refresh-flow-and-rotation": Case(
        client(ExplicitAuthFlows=["ALLOW_REFRESH_TOKEN_AUTH"], RefreshTokenRotation={"Feature": "ENABLED"})
    ),
    "unsafe-callback-url": Case(
        client(CallbackURLs=["http://localhost:5173/auth/callback"], LogoutURLs=["https://*.example.com/"])
        | {"ListUserPoolClients": {"UserPoolClients": []}},
        ["warning"] * 2,
        {"environment": "production"},
    ),
    "stack-retention": Case(STACK | {"GetTemplate": {"TemplateBody": RETAINED.replace("UpdateR", "R")}}, ["warning"]),
    "sms (sandbox)": Case(
        pool(SmsConfiguration=SMS) | SNS | SMS_ROLE | {"GetSMSSandboxAccountStatus": {"IsInSandbox": True}}
    ),
    "sms (spend limit)": Case(pool(SmsConfiguration=SMS) | SNS | SMS_ROLE | {"GetSMSAttributes": {}}),
    "sms (external id)": Case(pool(SmsConfiguration=SMS | {"ExternalId": "other"}) | SNS | SMS_ROLE),
    "sms (no role)": Case(pool(SmsConfiguration=SMS) | SNS | {"GetRole": NOT_FOUND}),
    "triggers (none)": Case(TRIGGER | {"GetFunctionConfiguration": NOT_FOUND}),
    "triggers (not permitted)": Case(TRIGGER | function() | {"GetPolicy": NOT_FOUND}),
    "triggers (another pool)": Case(TRIGGER | function("arn:aws:cognito-idp:us-east-1:123456789012:userpool/other")),
    "threat-protection (plan)": Case(pool(UserPoolAddOns={"AdvancedSecurityMode": "AUDIT"}), ["warning"]),
    "client-ip (not passed on)": Case(
        pool(UserPoolAddOns={"AdvancedSecurityMode": "AUDIT"}) | client(ClientSecret="s" * 30), ["warning"]
    ),
    "feature-plan": Case(
        pool(UserPoolTier="LITE", Policies={"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"]}})
        | client()
        | NO_MFA
    ),
    "feature-plan (setting)": Case(
        pool(UserPoolTier="LITE") | client() | NO_MFA, settings={"mfa_methods": "email_otp"}
    ),
    "second-factor (none enabled)": Case({"GetUserPoolMfaConfig": {"MfaConfiguration": "ON"}}),
    "offered-providers (missing)": Case(
        client(SupportedIdentityProviders=["COGNITO", "Google"]) | {"ListIdentityProviders": {"Providers": []}}
    ),
    "permissions (missing)": Case(pool() | permitted(*API_ACTIONS[1:])),
    "permissions (excessive)": Case(pool() | permitted(*API_ACTIONS, "DeleteUserPool"), ["info"]),
    "firewall": Case(pool() | {"GetWebACLForResource": {}}, ["info"]),
    "firewall (captcha)": Case(
        pool()
        | client(AllowedOAuthFlows=["code"])
        | TOTP
        | {
            "GetWebACLForResource": {
                "WebACL": {
                    "Name": "acl",
                    "Id": "1",
                    "ARN": "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/acl/1",
                    "DefaultAction": {"Allow": {}},
                    "VisibilityConfig": {
                        "SampledRequestsEnabled": False,
                        "CloudWatchMetricsEnabled": False,
                        "MetricName": "acl",
                    },
                    "Rules": [
                        {
                            "Name": "bots",
                            "Priority": 1,
                            "Statement": {},
                            "Action": {"Captcha": {}},
                            "VisibilityConfig": {
                                "SampledRequestsEnabled": False,
                                "CloudWatchMetricsEnabled": False,
                                "MetricName": "bots",
                            },
                        }
                    ],
                }
            }
        },
        ["warning"],
    ),
}
HEALTHY = {
    "ses-identity": Case(pool(EmailConfiguration=OWN_MAIL) | SES, []),
    "stack-retention": Case(STACK | {"GetTemplate": {"TemplateBody": RETAINED}}, []),
    "sms": Case(pool(SmsConfiguration=SMS) | SNS | SMS_ROLE, []),
    "triggers": Case(TRIGGER | function(), []),
    "permissions": Case(pool() | permitted(*API_ACTIONS), []),
    "permissions (not used)": Case(pool(), [], {"cognito_admin": "off"}),
    "feature-plan": Case(pool(UserPoolTier="LITE") | client() | NO_MFA, []),
}


class TestAws:
    @pytest.fixture(autouse=True)
    def _credentials(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")

    @pytest.mark.parametrize("name", FAULTS)
    def test_fault_is_found(self, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        report = examined(name, FAULTS[name], monkeypatch)

        assert [str(finding.severity) for finding in report.findings] == FAULTS[name].findings
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


SESSIONS = AwsSessions()


def examined(name: str, case: Case, monkeypatch: pytest.MonkeyPatch) -> Report:
    """Run the check that the case is named after, against AWS as the case describes it."""
    checks = [check for check in CHECKS if check.id == name.partition(" ")[0]]
    production = {"secret_key": "f0dq8wIuMSpTSoCnUrn0M3Yfj1bQZc8kvxW7", "store_url": "sqlite:///x", "rate_limits": "on"}
    values = {"cognito_endpoint_url": None, "cors_origins": ""} | production | case.settings
    with aws_documents(case.documents) as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)
        return examine(build_facts(settings_for("", **values), sessions=SESSIONS), checks)
