"""Near misses of the checks of mail, SMS, triggers, permissions and the identity pool: each case, and what it finds."""

import json
from typing import Any

from tests.doctor.documented_facts import CLIENT_ID, DENIED, IDENTITY_POOL_ID, NOT_FOUND, POOL_ID, Case, Cases
from vestibule.cognito.doctor.checks import identity_pool, mail, mfa, permissions, triggers
from vestibule.cognito.doctor.checks.identity_pool import trust_policy

POOL_ARN = f"arn:aws:cognito-idp:us-east-1:123456789012:userpool/{POOL_ID}"
ROLE = "arn:aws:iam::123456789012:role"
FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:f"
SERVICE = "cognito-idp.amazonaws.com"
SES = {"GetEmailIdentity": {"VerifiedForSendingStatus": True}, "GetAccount": {"ProductionAccessEnabled": True}}
PROVIDER = {"ProviderName": f"cognito-idp.us-east-1.amazonaws.com/{POOL_ID}", "ClientId": CLIENT_ID}
CHECKED = {**PROVIDER, "ServerSideTokenCheck": True}
NOT_ACCEPTED = f"The identity pool does not accept tokens of app client {CLIENT_ID}."
OTHERS = "users of other identity pools, or guests, can assume it."
BY_TOKEN = "Roles come from the token, and no group of the pool has a role: "


def sms(limit: str | None = "50", sandbox: bool = False, policy: Any = None, **configuration: Any) -> Case:
    """A pool that sends SMS."""
    attributes = {} if limit is None else {"attributes": {"MonthlySpendLimit": limit}}
    role = {"Role": {"AssumeRolePolicyDocument": policy or {}}}
    answers = {"GetSMSAttributes": attributes, "GetSMSSandboxAccountStatus": {"IsInSandbox": sandbox}, "GetRole": role}
    configuration = {"SnsCallerArn": f"{ROLE}/sms", "ExternalId": "ours"} | configuration
    return Case({"SmsConfiguration": configuration}, aws=answers)


def expecting(*ids: Any, key: str = "sts:ExternalId") -> dict[str, Any]:
    return {"Statement": [{"Condition": {"StringEquals": {key: each, "aws:x": "y"}}} for each in ids]}


def trigger(statement: dict[str, Any] | None, **config: Any) -> Case:
    """A pool with a trigger, whose function has a policy."""
    allowed = {"Effect": "Allow", "Principal": {"Service": SERVICE}}
    policy = {"Policy": json.dumps({"Statement": [allowed | (statement or {})]})}
    answers = {"GetFunctionConfiguration": {}, "GetPolicy": policy}
    return Case({"Arn": POOL_ARN, "LambdaConfig": config or {"PreSignUp": FUNCTION}}, aws=answers)


def source(test: str, arn: Any, key: str = "AWS:SourceArn") -> Case:
    return trigger({"Condition": {test: {key: arn}}})


def permitted(*without: str, more: tuple[str, ...] = (), arn: str = "arn:aws:iam::1:user/api") -> Case:
    names = [f"cognito-idp:{name}" for name in (*permissions.NEEDED, *more) if name not in without]
    results = [{"EvalActionName": name, "EvalDecision": "allowed"} for name in names]
    results += [{"EvalActionName": f"cognito-idp:{name}", "EvalDecision": "implicitDeny"} for name in without]
    answers = {"GetCallerIdentity": {"Arn": arn}, "SimulatePrincipalPolicy": {"EvaluationResults": results}}
    return Case({"Arn": POOL_ARN}, aws=answers)


def identities(
    description: Any = None,
    roles: Any = None,
    groups: Any = None,
    policy: Any = None,
    client: Any = None,
    *,
    configured: bool = True,
) -> Case:
    """An API with an identity pool."""
    healthy = {"IdentityPoolId": IDENTITY_POOL_ID, "CognitoIdentityProviders": [CHECKED]}
    answers = {
        "DescribeIdentityPool": healthy | description if isinstance(description, dict) else description or healthy,
        "GetIdentityPoolRoles": roles or {},
        "ListGroups": {"Groups": groups or []},
        "GetRole": {"Role": {"AssumeRolePolicyDocument": policy or {}}},
    }
    settings = {"cognito_identity_pool_id": IDENTITY_POOL_ID} if configured else {}
    return Case(client=client or {}, aws=answers, settings=settings)


def mapped(**mapping: Any) -> dict[str, Any]:
    return {"RoleMappings": {"provider:client": mapping}}


def rules(*claims: str) -> dict[str, Any]:
    return mapped(Type="Rules", RulesConfiguration={"Rules": [{"Claim": claim} for claim in claims]})


FOR_USERS = {"Roles": {"authenticated": f"{ROLE}/path/users"}}
CASES: Cases = {
    mail.default_mail: [
        (Case(), []),
        (Case({"EmailConfiguration": {}}), ["EmailSendingAccount is COGNITO_DEFAULT."]),
        (
            Case({"EmailConfiguration": {"EmailSendingAccount": "COGNITO_DEFAULT"}}),
            ["EmailSendingAccount is COGNITO_DEFAULT."],
        ),
    ],
    mail.ses_identity: [
        (Case(aws=SES), []),
        (Case({"EmailConfiguration": None}), []),
        (Case(aws=SES | {"GetEmailIdentity": NOT_FOUND}), ["SES in us-east-1 has no identity example.com."]),
        (Case(aws=SES | {"GetEmailIdentity": {}}), ["The SES identity example.com is not verified."]),
        (Case(aws=SES | {"GetAccount": {}}), ["SES in us-east-1 is in the sandbox."]),
        (
            Case(aws=SES | {"GetAccount": {"ProductionAccessEnabled": True, "SendingEnabled": False}}),
            ["SES in us-east-1 has paused sending for this account."],
        ),
        (Case(aws=SES | {"GetAccount": {"ProductionAccessEnabled": True, "SendingEnabled": True}}), []),
    ],
    mail.delivery_failure: [
        (Case(), []),
        (Case({"EmailConfigurationFailure": "x"}), ["Cognito cannot send e-mail: x"]),
        (Case({"SmsConfigurationFailure": "y"}), ["Cognito cannot send SMS: y"]),
    ],
    mail.delivery_logs: [
        *(
            (Case(aws={"GetLogDeliveryConfiguration": answer}), faults)
            for answer, faults in (
                ({"LogDeliveryConfiguration": {"LogConfigurations": [{"EventSource": "userNotification"}]}}, []),
                (
                    {"LogDeliveryConfiguration": {"LogConfigurations": [{"EventSource": "userAuthEvents"}]}},
                    ["No log group receives the event source userNotification."],
                ),
                ({}, ["No log group receives the event source userNotification."]),
            )
        )
    ],
    mfa.sms: [
        (Case(), []),
        (sms(), []),
        (sms("1"), ["The account may spend 1 USD a month on SMS."]),
        (sms(None), ["The account may spend 1 USD a month on SMS."]),
        (sms("0.5"), ["The account may spend 0.5 USD a month on SMS."]),
        (sms("1.5"), []),
        (sms(sandbox=True), ["SNS in us-east-1 is in the SMS sandbox: only verified numbers get messages."]),
        (
            sms(sandbox=True, SnsRegion="eu-west-1"),
            ["SNS in eu-west-1 is in the SMS sandbox: only verified numbers get messages."],
        ),
        (sms(policy=expecting("ours")), []),
        (sms(policy=expecting("other", "ours")), []),
        (sms(policy=expecting(["other", "ours"])), []),
        (sms(policy={"Statement": expecting("ours")["Statement"][0]}), []),
        (sms(policy=expecting("other", key="aws:SourceAccount")), []),
        (sms(policy={"Statement": [{}]}), []),
        (
            sms(policy=expecting("other", key="STS:EXTERNALID")),
            ["The role sms expects another ExternalId than the pool's ours."],
        ),
        (
            sms(policy=expecting("b", "a"), ExternalId=None),
            ["The role sms expects another ExternalId than the pool's None."],
        ),
        (
            Case(sms().pool, aws={**sms().aws, "GetRole": NOT_FOUND}),
            ["The SMS role sms does not exist."],
        ),
    ],
    triggers.triggers: [
        (Case({"LambdaConfig": {"KMSKeyID": "arn:aws:kms:x"}}), []),
        (trigger(None), []),
        (trigger({"Principal": SERVICE}), []),
        (trigger({"Principal": {"Service": ["x", SERVICE]}}), []),
        *(
            (trigger(statement), ["PreSignUp: Cognito may not call f."])
            for statement in (
                {"Effect": "Deny"},
                {"Principal": {"Service": "lambda.amazonaws.com"}},
                {"Principal": {}},
                {"Principal": 5},
            )
        ),
        *(
            (source(test, arn, key), faults)
            for test, arn, key, faults in (
                ("ArnLike", POOL_ARN, "AWS:SourceArn", []),
                ("ArnEquals", POOL_ARN, "aws:SourceArn", []),
                ("StringEquals", ["other", POOL_ARN], "AWS:SourceArn", []),
                ("StringLike", "arn:aws:cognito-idp:us-east-1:123456789012:*", "AWS:SourceArn", []),
                ("ArnLike", POOL_ARN[:-1], "AWS:SourceArn", ["PreSignUp: Cognito may not call f."]),
                ("ArnEquals", "arn:other*", "aws:SourceArn", ["PreSignUp: Cognito may not call f."]),
                ("StringEquals", "other", "AWS:SourceArn", ["PreSignUp: Cognito may not call f."]),
                ("StringLike", "other", "AWS:SourceArn", ["PreSignUp: Cognito may not call f."]),
                ("IpAddress", "other", "AWS:SourceArn", []),
            )
        ),
        (
            trigger({"Effect": "Deny"}, CustomEmailSender={"LambdaArn": FUNCTION}),
            ["CustomEmailSender: Cognito may not call f."],
        ),
        (
            Case(trigger(None).pool, aws={"GetFunctionConfiguration": NOT_FOUND}),
            ["PreSignUp: there is no function f."],
        ),
        (
            Case(trigger(None).pool, aws={"GetFunctionConfiguration": {}, "GetPolicy": NOT_FOUND}),
            ["PreSignUp: Cognito may not call f."],
        ),
        (
            Case(trigger(None, A=FUNCTION, B=FUNCTION).pool, aws={"GetFunctionConfiguration": NOT_FOUND}),
            ["A: there is no function f.", "B: there is no function f."],
        ),
    ],
    triggers.pre_sign_up_trigger: [
        (Case({"LambdaConfig": {"PostConfirmation": FUNCTION}}), []),
        (Case({"LambdaConfig": {"PreSignUp": FUNCTION}}), ["The pool has a PreSignUp trigger."]),
    ],
    permissions.admins_group: [
        (Case(), []),
        (
            Case(aws={"ListGroups": {"Groups": [{"GroupName": f"{POOL_ID}_Google", "RoleArn": "r"}, {}]}}),
            [
                "There is no group admins.",
                f"Cognito adds every user of a provider to the group {POOL_ID}_Google, which has an IAM role.",
            ],
        ),
        (Case(aws={"ListGroups": {"Groups": [{"GroupName": name} for name in ("admins", f"{POOL_ID}_Google")]}}), []),
        (Case(aws={"ListGroups": {"Groups": [{"GroupName": "admins", "RoleArn": "r"}]}}), []),
    ],
    permissions.permissions: [
        (permitted(), []),
        (permitted("ListUsers", "AdminGetUser"), ["api may not call cognito-idp:AdminGetUser, cognito-idp:ListUsers."]),
        *(
            (
                permitted(more=(name,)),
                [f"api may call cognito-idp:{name}. That is right for an operator, not for the API's role."],
            )
            for name in ("DeleteUserPool", "DeleteUserPoolClient")
        ),
        (Case(permitted("ListUsers").pool, aws=permitted("ListUsers").aws, settings={"cognito_admin": "off"}), []),
        (Case(), ["(the pool's description has no ARN)"]),
    ],
    identity_pool.identity_pool: [
        (identities(configured=False), []),
        (identities(), []),
        (identities(NOT_FOUND), [f"There is no identity pool {IDENTITY_POOL_ID}."]),
        (identities(DENIED), ["(DescribeIdentityPool: AccessDeniedException)"]),
        *(
            (identities({"CognitoIdentityProviders": providers}), faults)
            for providers, faults in (
                ([{**CHECKED, "ClientId": "other"}], [NOT_ACCEPTED]),
                ([{**CHECKED, "ProviderName": "other"}], [NOT_ACCEPTED]),
                ([{**CHECKED, "ClientId": "other"}, CHECKED], []),
                ([PROVIDER], ["ServerSideTokenCheck is off: users who signed out still get AWS credentials."]),
            )
        ),
        (
            identities({"AllowClassicFlow": True, "AllowUnauthenticatedIdentities": True}),
            [
                "The classic flow is on: it lets clients choose a role and skips the scope-down policy of guests.",
                "Guests get AWS credentials without signing in.",
            ],
        ),
        (identities(roles=mapped(Type="Rules", AmbiguousRoleResolution="Deny")), []),
        (
            identities(roles=mapped(Type="Token", AmbiguousRoleResolution="Deny")),
            [f"{BY_TOKEN}nobody gets AWS credentials."],
        ),
        (identities(roles=mapped(Type="Token")), [f"{BY_TOKEN}everybody gets the role of authenticated users."]),
        (identities(roles=mapped(Type="Token"), groups=[{"GroupName": "a"}, {"GroupName": "b", "RoleArn": "r"}]), []),
        (identities(roles=FOR_USERS, policy=trust_policy(IDENTITY_POOL_ID, "authenticated")), []),
        (
            identities(roles=FOR_USERS, policy=trust_policy("us-east-1:other", "authenticated")),
            [f"The trust policy of role users does not require aud: {OTHERS}"],
        ),
        (
            identities(roles=FOR_USERS, policy=trust_policy(IDENTITY_POOL_ID, "unauthenticated")),
            [f"The trust policy of role users does not require amr: {OTHERS}"],
        ),
        (
            identities(roles=FOR_USERS, policy={"x": [IDENTITY_POOL_ID, "authenticated"]}),
            [f"The trust policy of role users does not require aud and amr: {OTHERS}"],
        ),
    ],
    identity_pool.role_by_writable_claim: [
        (identities(roles=rules("name"), configured=False), []),
        (
            identities(
                roles=rules("sub", "aud", "iss", "cognito:groups", "cognito:preferred_role", "cognito:username")
            ),
            [],
        ),
        (
            identities(roles=rules("name", "custom:x", "email")),
            ["A rule maps the claim name to a role.", "A rule maps the claim email to a role."],
        ),
        (
            identities(roles=rules("custom:x"), client={"WriteAttributes": None}),
            ["A rule maps the claim custom:x to a role."],
        ),
        (identities(roles=mapped(Type="Token")), []),
    ],
}
