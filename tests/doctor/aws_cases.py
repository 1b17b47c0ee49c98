"""What AWS answers in each case of test_aws_faults.py, by check."""

import json
from dataclasses import dataclass, field
from typing import Any

from tests.doctor.aws_documents import NOT_FOUND
from vestibule.cognito.doctor.checks.permissions import NEEDED

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


IDENTITY_POOL = "us-east-1:12345678-1234-1234-1234-123456789012"
IDENTITY = "cognito-identity.amazonaws.com"


def identity_pool(**condition: Any) -> dict[str, Any]:
    """An identity pool whose role may be assumed on a condition."""
    provider = {
        "ProviderName": "cognito-idp.us-east-1.amazonaws.com/us-east-1_Vestibule",
        "ClientId": "vestibulelocal",
        "ServerSideTokenCheck": True,
    }
    description = {
        "IdentityPoolId": IDENTITY_POOL,
        "IdentityPoolName": "users",
        "AllowUnauthenticatedIdentities": False,
        "CognitoIdentityProviders": [provider],
    }
    roles = {"Roles": {"authenticated": f"{ACCOUNT}:role/users"}}
    return {"DescribeIdentityPool": description, "GetIdentityPoolRoles": roles} | role(trust(**condition))


SES = {"GetEmailIdentity": {"VerifiedForSendingStatus": True}, "GetAccount": {"ProductionAccessEnabled": True}}
SNS = {
    "GetSMSAttributes": {"attributes": {"MonthlySpendLimit": "50"}},
    "GetSMSSandboxAccountStatus": {"IsInSandbox": False},
}
SMS_ROLE = role(trust(StringEquals={"sts:ExternalId": "ours"}))
STACK = pool(UserPoolTags={"aws:cloudformation:stack-name": "accounts"})
RETAIN = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
JSON_TEMPLATE = json.dumps({"Resources": {"Pool": {"Type": "AWS::Cognito::UserPool"}, "Bucket": {**RETAIN}}})
YAML_TEMPLATE = """\
Description: accounts
Resources:
  # The users.
  Pool:
    Type: AWS::Cognito::UserPool
    DeletionPolicy: Retain
    UpdateReplacePolicy: "Retain"
    Properties:
      UserPoolName: !Sub "${AWS::StackName}"
  Client:
    Type: AWS::Cognito::UserPoolClient
Outputs:
  Pool:
    Value: !Ref Pool
"""
TRIGGER = pool(LambdaConfig={"PreSignUp": FUNCTION})
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
    "stack-retention (neither)": Case(STACK | {"GetTemplate": {"TemplateBody": JSON_TEMPLATE}}, ["warning"]),
    "stack-retention (replacement)": Case(
        STACK | {"GetTemplate": {"TemplateBody": YAML_TEMPLATE.replace('"Retain"', "Delete")}}, ["warning"]
    ),
    "stack-retention (of another resource)": Case(
        STACK
        | {
            "GetTemplate": {
                "TemplateBody": YAML_TEMPLATE.replace("AWS::Cognito::UserPool\n", "AWS::S3::Bucket\n").replace(
                    "AWS::Cognito::UserPoolClient", "AWS::Cognito::UserPool"
                )
            }
        },
        ["warning"],
    ),
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
    "passkey-host (not set)": Case(
        pool(Policies={"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"]}}) | NO_MFA
    ),
    "token-validity (too short)": Case(
        client(AccessTokenValidity=60, TokenValidityUnits={"AccessToken": "seconds"}), ["warning"]
    ),
    "unverified-federated-mail (linking)": Case(
        TRIGGER
        | {
            "ListIdentityProviders": {"Providers": [{"ProviderName": "Facebook", "ProviderType": "Facebook"}]},
            "DescribeIdentityProvider": {
                "IdentityProvider": {
                    "ProviderName": "Facebook",
                    "ProviderType": "Facebook",
                    "AttributeMapping": {"email": "email"},
                }
            },
        },
        ["warning"],
    ),
    "feature-plan": Case(
        pool(UserPoolTier="LITE", Policies={"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"]}})
        | client()
        | NO_MFA
    ),
    "feature-plan (setting)": Case(
        pool(UserPoolTier="LITE") | client() | NO_MFA, settings={"mfa_methods": "email_otp"}
    ),
    "feature-plan (first factors)": Case(
        pool(UserPoolTier="LITE") | client() | NO_MFA, settings={"first_factors": "password,passkey"}
    ),
    "second-factor (none enabled)": Case({"GetUserPoolMfaConfig": {"MfaConfiguration": "ON"}}),
    "offered-providers (missing)": Case(
        client(SupportedIdentityProviders=["COGNITO", "Google"]) | {"ListIdentityProviders": {"Providers": []}}
    ),
    "permissions (missing)": Case(pool() | permitted(*NEEDED[1:])),
    "permissions (excessive)": Case(pool() | permitted(*NEEDED, "DeleteUserPool"), ["info"]),
    "domain (another)": Case(
        pool(Domain="ours")
        | client()
        | {"DescribeUserPoolDomain": {"DomainDescription": {"Domain": "ours", "Status": "ACTIVE"}}},
        settings={"cognito_domain": "other"},
    ),
    "domain (not ready)": Case(
        pool(CustomDomain="auth.example.com")
        | client()
        | {"DescribeUserPoolDomain": {"DomainDescription": {"Domain": "auth.example.com", "Status": "CREATING"}}},
        settings={"cognito_domain": "auth.example.com"},
    ),
    "identity-pool (any identity pool)": Case(
        identity_pool(**{"ForAnyValue:StringLike": {f"{IDENTITY}:amr": "authenticated"}}),
        settings={"cognito_identity_pool_id": IDENTITY_POOL},
    ),
    "identity-pool (guests too)": Case(
        identity_pool(StringEquals={f"{IDENTITY}:aud": IDENTITY_POOL}),
        settings={"cognito_identity_pool_id": IDENTITY_POOL},
    ),
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
    "stack-retention": Case(STACK | {"GetTemplate": {"TemplateBody": YAML_TEMPLATE}}, []),
    "sms": Case(pool(SmsConfiguration=SMS) | SNS | SMS_ROLE, []),
    "triggers": Case(TRIGGER | function(), []),
    "permissions": Case(pool() | permitted(*NEEDED), []),
    "permissions (not used)": Case(pool(), [], {"cognito_admin": "off"}),
    "feature-plan": Case(pool(UserPoolTier="LITE") | client() | NO_MFA, []),
    "identity-pool": Case(
        identity_pool(
            **{
                "StringEquals": {f"{IDENTITY}:aud": IDENTITY_POOL},
                "ForAnyValue:StringLike": {f"{IDENTITY}:amr": "authenticated"},
            }
        ),
        [],
        {"cognito_identity_pool_id": IDENTITY_POOL},
    ),
}
