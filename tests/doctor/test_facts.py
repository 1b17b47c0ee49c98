"""What the facts make of AWS's answers."""

import json
from typing import Any, cast

import pytest

from tests.doctor.documented_facts import CLIENT_ID, DENIED, NOT_FOUND, POOL_ID, Case, DocumentedAws
from vestibule.cognito.doctor.account import Account
from vestibule.cognito.doctor.fault import NotRead
from vestibule.cognito.doctor.reading import NotFound, reading
from vestibule.cognito.doctor.user_pool import UserPool
from vestibule.cognito.transport.aws import Aws, CallFailed


def account(**documents: Any) -> tuple[Account, DocumentedAws]:
    aws = DocumentedAws(documents)
    return Account(lambda _: cast("Aws", aws), "us-east-1"), aws


class TestReading:
    @pytest.mark.parametrize(
        ("code", "kind", "reason"),
        [
            *(
                (code, NotRead, "GetUser needs AWS credentials")
                for code in ("NoCredentialsError", "PartialCredentialsError", "CredentialRetrievalError")
            ),
            *(
                (code, NotFound, f"GetUser: {code}: {'x' * 300}"[:300])
                for code in (
                    *("ResourceNotFoundException", "NotFoundException", "NoSuchEntity", "WAFNonexistentItemException"),
                )
            ),
            ("AccessDeniedException", NotRead, f"GetUser: AccessDeniedException: {'x' * 300}"[:300]),
        ],
    )
    def test_failed_call_has_its_reason(self, code: str, kind: type[NotRead], reason: str) -> None:
        with pytest.raises(NotRead) as failed, reading():
            raise CallFailed("GetUser", code, "x" * 300)

        assert (type(failed.value), str(failed.value)) == (kind, reason)

    def test_operation_that_an_emulator_lacks_cannot_be_read(self) -> None:
        with pytest.raises(NotRead) as failed, reading():
            raise NotImplementedError("y" * 301)

        assert str(failed.value) == "y" * 300


class TestUserPool:
    def pool(self, **documents: Any) -> tuple[UserPool, DocumentedAws]:
        aws = DocumentedAws(Case().documents() | documents)
        return UserPool(cast("Aws", aws), POOL_ID, (CLIENT_ID, "second")), aws

    def test_each_fact_is_read_once_and_names_the_pool(self) -> None:
        pool, aws = self.pool(
            DescribeUserPool={"UserPool": {"Domain": "prefix", "CustomDomain": "auth.example.com"}},
            GetLogDeliveryConfiguration={"LogDeliveryConfiguration": {"LogConfigurations": [{"EventSource": "a"}]}},
        )
        for _ in range(2):
            facts = (pool.description, pool.mfa, pool.client, pool.providers, pool.domains, pool.groups)
            facts += (pool.has_branding, pool.limits_managed_sessions, pool.log_sources)

        ours, mine = {"UserPoolId": POOL_ID}, {"UserPoolId": POOL_ID, "ClientId": CLIENT_ID}
        assert aws.received == [
            ("cognito-idp DescribeUserPool", ours),
            ("cognito-idp GetUserPoolMfaConfig", ours),
            ("cognito-idp DescribeUserPoolClient", mine),
            ("cognito-idp ListIdentityProviders", {**ours, "MaxResults": 60}),
            ("cognito-idp DescribeIdentityProvider", {**ours, "ProviderName": "Google"}),
            ("cognito-idp DescribeUserPoolDomain", {"Domain": "auth.example.com"}),
            ("cognito-idp DescribeUserPoolDomain", {"Domain": "prefix"}),
            ("cognito-idp ListGroups", {**ours, "Limit": 60}),
            ("cognito-idp DescribeManagedLoginBrandingByClient", mine),
            ("cognito-idp GetUserPoolSessionConfiguration", ours),
            ("cognito-idp GetUserPoolClientSessionConfiguration", mine),
            ("cognito-idp GetLogDeliveryConfiguration", ours),
        ]
        assert (pool.has_branding, pool.limits_managed_sessions, pool.log_sources) == (True, True, {"a"})

    def test_failure_is_remembered_too(self) -> None:
        pool, aws = self.pool(DescribeUserPool=DENIED)

        for _ in range(2):
            with pytest.raises(NotRead, match="DescribeUserPool: AccessDeniedException"):
                _ = pool.description
        assert len(aws.received) == 1

    @pytest.mark.parametrize(
        ("documents", "limits"),
        [
            ({}, True),
            ({"GetUserPoolSessionConfiguration": {"UserSessionTracking": "DISABLED"}}, False),
            ({"GetUserPoolSessionConfiguration": {}}, False),
            ({"GetUserPoolClientSessionConfiguration": {}}, False),
        ],
    )
    def test_sessions_of_managed_login_are_limited_by_both_settings(
        self, documents: dict[str, Any], limits: bool
    ) -> None:
        assert self.pool(**documents)[0].limits_managed_sessions is limits

    def test_secret_of_a_client_is_hidden(self) -> None:
        pool, _ = self.pool(DescribeUserPoolClient={"UserPoolClient": {"ClientSecret": "s3cret"}})

        assert pool.client == {"ClientSecret": "(hidden)"}

    def test_clients_are_ours_first_and_each_once(self) -> None:
        listed = {"UserPoolClients": [{"ClientId": "other"}, {"ClientId": CLIENT_ID}]}
        pool, _ = self.pool(ListUserPoolClients=listed)

        assert [client_id for client_id, _ in pool.clients()] == [CLIENT_ID, "second", "other"]

    def test_without_credentials_nothing_is_read(self) -> None:
        with pytest.raises(NotRead, match=r"^DescribeUserPool needs AWS credentials, and COGNITO_ADMIN is off$"):
            _ = UserPool(None, POOL_ID, (CLIENT_ID,)).description


class TestAccount:
    def test_calls_are_made_in_their_region_each_by_one_connection(self) -> None:
        regions = list[str]()
        aws = DocumentedAws(
            {"GetAccount": {}, "GetEmailIdentity": {"a": 1}, "GetSMSSandboxAccountStatus": {"IsInSandbox": 1}}
        )

        def connect(region: str) -> Aws:
            regions.append(region)
            return cast("Aws", aws)

        ours = Account(connect, "us-east-1")

        assert ours.mail_account("eu-west-1") == {}
        assert ours.mail_identity("example.com", "eu-west-1") == {"a": 1}
        assert ours.is_in_sms_sandbox("us-west-2") is True
        assert regions == ["eu-west-1", "us-west-2"]
        assert aws.received == [
            ("sesv2 GetAccount", {}),
            ("sesv2 GetEmailIdentity", {"EmailIdentity": "example.com"}),
            ("sns GetSMSSandboxAccountStatus", {}),
        ]

    @pytest.mark.parametrize(
        ("answer", "limit"), [({"MonthlySpendLimit": "20"}, 20.0), ({"MonthlySpendLimit": ""}, 1.0), ({}, 1.0)]
    )
    def test_spend_limit_is_one_dollar_unless_it_was_raised(self, answer: dict[str, str], limit: float) -> None:
        ours, aws = account(GetSMSAttributes={"attributes": answer})

        assert ours.sms_spend_limit("eu-west-1") == limit
        assert aws.received == [("sns GetSMSAttributes", {"attributes": ["MonthlySpendLimit"]})]

    @pytest.mark.parametrize(
        "policy", [{"a": "b c"}, '{"a": "b c"}', '  {"a": "b c"}', "%7B%22a%22%3A%20%22b%20c%22%7D"]
    )
    def test_policies_are_read_in_every_form(self, policy: Any) -> None:
        ours, aws = account(
            GetRole={"Role": {"AssumeRolePolicyDocument": policy}},
            GetFunctionConfiguration={},
            GetPolicy={"Policy": json.dumps({"c": 1})},
        )

        assert ours.trust_policy("arn:aws:iam::1:role/path/users") == {"a": "b c"}
        assert ours.function_policy("arn:aws:lambda:eu-west-1:1:function:f") == {"c": 1}
        function = {"FunctionName": "arn:aws:lambda:eu-west-1:1:function:f"}
        assert aws.received == [
            ("iam GetRole", {"RoleName": "users"}),
            ("lambda GetFunctionConfiguration", function),
            ("lambda GetPolicy", function),
        ]

    def test_what_does_not_exist_is_none_or_empty(self) -> None:
        ours, _ = account(
            GetEmailIdentity=NOT_FOUND,
            GetWebACLForResource=NOT_FOUND,
            GetFunctionConfiguration={},
            GetPolicy=NOT_FOUND,
            GetRole={"Role": {}},
        )

        assert ours.mail_identity("x", "eu-west-1") is None
        assert ours.web_acl("arn") is None
        assert ours.function_policy("a:b:c:d") == {}
        assert ours.trust_policy("x") == {}

    def test_web_acl_and_template_are_asked_for_by_name(self) -> None:
        ours, aws = account(
            GetWebACLForResource={"WebACL": {"Name": "a"}}, GetTemplate={"TemplateBody": {"Resources": {}}}
        )

        assert ours.web_acl("arn:pool") == {"Name": "a"}
        assert ours.stack_template("accounts") == '{"Resources": {}}'
        assert aws.received == [
            ("wafv2 GetWebACLForResource", {"ResourceArn": "arn:pool"}),
            ("cloudformation GetTemplate", {"StackName": "accounts"}),
        ]

    @pytest.mark.parametrize(
        ("arn", "caller"),
        [
            ("arn:aws:sts::1:assumed-role/api/session", "arn:aws:iam::1:role/api"),
            ("arn:aws:iam::1:user/ann", "arn:aws:iam::1:user/ann"),
        ],
    )
    def test_permissions_are_those_of_the_role_behind_a_session(self, arn: str, caller: str) -> None:
        results = [
            {"EvalActionName": "a", "EvalDecision": "allowed"},
            {"EvalActionName": "b", "EvalDecision": "denied"},
        ]
        ours, aws = account(GetCallerIdentity={"Arn": arn}, SimulatePrincipalPolicy={"EvaluationResults": results})

        assert ours.permitted_actions(("a", "b"), "arn:pool") == {"a"}
        request = {"PolicySourceArn": caller, "ActionNames": ["a", "b"], "ResourceArns": ["arn:pool"]}
        assert aws.received == [("sts GetCallerIdentity", {}), ("iam SimulatePrincipalPolicy", request)]

    def test_beside_local_cognito_there_is_no_other_service(self) -> None:
        with pytest.raises(
            NotRead, match=r"^GetAccount: there is no sesv2 beside local Cognito, or no AWS credentials$"
        ):
            Account(None, "us-east-1").mail_account("")
