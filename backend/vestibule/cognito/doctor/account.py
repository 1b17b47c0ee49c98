"""Account: what other AWS services report about what the pool depends on (signed calls)."""

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from vestibule.cognito.doctor.fact import fact
from vestibule.cognito.doctor.fault import NotRead
from vestibule.cognito.doctor.reading import NotFound, reading
from vestibule.cognito.transport.aws import Aws

Document = dict[str, Any]


class Account:
    """Facts of the AWS account. `connect` gives the signed calls of a region; local Cognito has no other services."""

    def __init__(self, connect: Callable[[str], Aws] | None, region: str) -> None:
        self._connect = connect
        self._region = region
        self._regions: dict[str, Aws] = {}

    def mail_account(self, region: str) -> Document:
        """SES's state of the account in a region (GetAccount)."""
        return self._call("sesv2", "GetAccount", region)

    def mail_identity(self, identity: str, region: str) -> Document | None:
        """An SES identity, a domain or an address (GetEmailIdentity)."""
        try:
            return self._call("sesv2", "GetEmailIdentity", region, EmailIdentity=identity)
        except NotFound:
            return None

    def is_in_sms_sandbox(self, region: str) -> bool:
        """Whether SNS delivers SMS to verified numbers only (GetSMSSandboxAccountStatus)."""
        return bool(self._call("sns", "GetSMSSandboxAccountStatus", region)["IsInSandbox"])

    def sms_spend_limit(self, region: str) -> float:
        """The monthly limit in USD (GetSMSAttributes): 1 unless it was raised."""
        found = self._call("sns", "GetSMSAttributes", region, attributes=["MonthlySpendLimit"])
        return float(found.get("attributes", {}).get("MonthlySpendLimit") or 1)

    def trust_policy(self, role_arn: str) -> Document:
        """Who may assume a role (GetRole); NotFound if there is no such role."""
        role = self._call("iam", "GetRole", RoleName=role_arn.rpartition("/")[2])["Role"]
        return policy_document(role.get("AssumeRolePolicyDocument", {}))

    def function_policy(self, function_arn: str) -> Document:
        """Who may call a Lambda function (GetPolicy); empty if nobody may. NotFound if there is no such function."""
        region = function_arn.split(":")[3]
        self._call("lambda", "GetFunctionConfiguration", region, FunctionName=function_arn)
        try:
            return policy_document(self._call("lambda", "GetPolicy", region, FunctionName=function_arn)["Policy"])
        except NotFound:
            return {}

    def web_acl(self, pool_arn: str) -> Document | None:
        """The web ACL in front of the pool (WAF, GetWebACLForResource)."""
        try:
            acl: Document | None = self._call("wafv2", "GetWebACLForResource", ResourceArn=pool_arn).get("WebACL")
        except NotFound:
            return None
        return acl

    def stack_template(self, stack: str) -> str:
        """The template of a CloudFormation stack, as it was uploaded (GetTemplate)."""
        body = self._call("cloudformation", "GetTemplate", StackName=stack)["TemplateBody"]
        return body if isinstance(body, str) else json.dumps(body)

    @fact
    def caller_arn(self) -> str:
        """Who we are (GetCallerIdentity), as the ARN of a user or role."""
        arn = str(self._call("sts", "GetCallerIdentity")["Arn"])
        # arn:aws:sts::1:assumed-role/api/session is a session of the role arn:aws:iam::1:role/api
        return re.sub(r":sts:(.*):assumed-role/([^/]+)/.*", r":iam:\1:role/\2", arn)

    def permitted_actions(self, actions: tuple[str, ...], resource: str) -> frozenset[str]:
        """Which of the actions our credentials permit (SimulatePrincipalPolicy)."""
        results = self._call(
            "iam",
            "SimulatePrincipalPolicy",
            PolicySourceArn=self.caller_arn,
            ActionNames=[*actions],
            ResourceArns=[resource],
        )["EvaluationResults"]
        return frozenset(each["EvalActionName"] for each in results if each["EvalDecision"] == "allowed")

    def _call(self, service: str, operation: str, region: str = "", **request: object) -> Document:
        if self._connect is None:
            raise NotRead(f"{operation}: there is no {service} beside local Cognito, or no AWS credentials")
        region = region or self._region
        with reading():
            if region not in self._regions:
                self._regions[region] = self._connect(region)
            return self._regions[region].call(operation, service=service, **request)


def policy_document(policy: Document | str) -> Document:
    """A policy, which some operations return as (URL-encoded) JSON."""
    if not isinstance(policy, str):
        return policy
    text = policy if policy.lstrip().startswith("{") else unquote(policy)
    document: Document = json.loads(text)
    return document
