"""Facts from documents, in this process: what AWS would answer, by operation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

from tests.apps import settings_for
from tests.doctor.pools import CLIENT, MFA, POOL, PROVIDER
from tests.service_models import validate_request
from vestibule.cognito.doctor.account import Account
from vestibule.cognito.doctor.check import Check
from vestibule.cognito.doctor.endpoints import Endpoints, SignInRefusal
from vestibule.cognito.doctor.facts import Facts
from vestibule.cognito.doctor.fault import NotRead
from vestibule.cognito.doctor.identity_pool import IdentityPool
from vestibule.cognito.doctor.recipes import Recipes
from vestibule.cognito.doctor.report import Report, examine
from vestibule.cognito.doctor.user_pool import UserPool
from vestibule.cognito.transport.aws import Aws, CallFailed
from vestibule.settings import Settings

POOL_ID, CLIENT_ID = "us-east-1_Vestibule", "vestibulelocal"
IDENTITY_POOL_ID = "us-east-1:00000000-0000-4000-8000-000000000001"
NOT_FOUND, DENIED = "ResourceNotFoundException", "AccessDeniedException"
"""In place of a document: the error."""
UNREADABLE = {"DescribeUserPoolClient": DENIED, "DescribeUserPool": DENIED}
NO_OAUTH: dict[str, Any] = {"AllowedOAuthFlows": None}
"""Changes of a case: what the API's role may not read; a client without OAuth flows."""
PRODUCTION = {
    "environment": "production",
    "store_url": "sqlite:///x",
    "rate_limits": "on",
    "secret_key": "f0dq8wIuMSpTSoCnUrn0M3Yfj1bQZc8kvxW7",
}
"""Settings that production accepts."""
REFUSED = SignInRefusal("NotAuthorizedException", "Incorrect username or password.", 0.0)
ISSUER = f"https://cognito-idp.us-east-1.amazonaws.com/{POOL_ID}"
HEALTHY: Mapping[str, Any] = {
    "DescribeUserPool": {"UserPool": {**POOL, "Id": POOL_ID, "Domain": "ours", "MfaConfiguration": "OPTIONAL"}},
    "DescribeUserPoolClient": {"UserPoolClient": {**CLIENT, "ClientId": CLIENT_ID}},
    "GetUserPoolMfaConfig": MFA,
    "ListUserPoolClients": {"UserPoolClients": [{"ClientId": CLIENT_ID}]},
    "ListIdentityProviders": {"Providers": [{"ProviderName": "Google"}]},
    "DescribeIdentityProvider": {"IdentityProvider": PROVIDER},
    "DescribeUserPoolDomain": {"DomainDescription": {"Domain": "ours", "Status": "ACTIVE", "ManagedLoginVersion": 2}},
    "DescribeManagedLoginBrandingByClient": {},
    "GetUserPoolSessionConfiguration": {"UserSessionTracking": "ENABLED"},
    "GetUserPoolClientSessionConfiguration": {"SSOSession": {"MaxValidityMinutes": 15}},
    "ListGroups": {"Groups": [{"GroupName": "admins"}]},
}


@cache
def _settings(changes: tuple[tuple[str, Any], ...]) -> Settings:
    """Of the cases with the same changes: to read settings takes longer than to run a check."""
    values = {"cognito_endpoint_url": None, "cors_origins": "https://app.example.com", "cognito_issuer": ISSUER}
    return settings_for("", **values | dict(changes))


@dataclass
class DocumentedAws:
    """Answers calls from documents; a list is one answer for each page or call, in order."""

    documents: Mapping[str, Any]
    received: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def call(self, operation: str, *, service: str = "cognito-idp", **request: Any) -> dict[str, Any]:
        validate_request(service, operation, request)
        self.received.append((f"{service} {operation}", request))
        answer = self.documents.get(operation, DENIED)
        if isinstance(answer, dict) and "by ClientId" in answer:
            answer = answer["by ClientId"][request["ClientId"]]
        if isinstance(answer, str):
            raise CallFailed(operation, answer, "")
        return cast("dict[str, Any]", answer)

    def pages(self, operation: str, member: str, request: dict[str, Any], *, service: str = "cognito-idp") -> Any:
        yield from self.call(operation, service=service, **request).get(member, [])


@dataclass(frozen=True)
class DocumentedEndpoints:
    """What Cognito's public endpoints report."""

    refusal: SignInRefusal = REFUSED
    documents: Mapping[str, Any] = field(default_factory=dict)

    @property
    def discovery(self) -> dict[str, Any]:
        return self._read("discovery", {"issuer": ISSUER})

    @property
    def keys(self) -> dict[str, Any]:
        return self._read("keys", {"keys": [{}]})

    def _read(self, name: str, healthy: dict[str, Any]) -> dict[str, Any]:
        found = self.documents.get(name, healthy)
        if isinstance(found, NotRead):
            raise found
        return cast("dict[str, Any]", found)


@dataclass(frozen=True)
class Case:
    """What differs from the healthy pool. A member that is None is absent; `aws` has answers by operation."""

    pool: Mapping[str, Any] = field(default_factory=dict)
    client: Mapping[str, Any] = field(default_factory=dict)
    aws: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    refusal: SignInRefusal = REFUSED
    endpoints: Mapping[str, Any] = field(default_factory=dict)

    @property
    def facts(self) -> Facts:
        """The facts of the case."""
        aws = cast("Aws", DocumentedAws(self.documents()))
        settings = _settings(tuple(self.settings.items()))
        identity_pool_id = settings.cognito_identity_pool_id
        return Facts(
            settings=settings,
            user_pool=UserPool(aws, POOL_ID, settings.cognito_client_id),
            identity_pool=IdentityPool(aws, identity_pool_id),
            account=Account(lambda _: aws, "us-east-1"),
            endpoints=cast("Endpoints", DocumentedEndpoints(self.refusal, self.endpoints)),
            recipes=Recipes(POOL_ID, CLIENT_ID, "us-east-1"),
        )

    def documents(self) -> dict[str, Any]:
        """AWS's answers by operation."""
        documents = dict(HEALTHY)
        for operation, member, changes in (
            ("DescribeUserPool", "UserPool", self.pool),
            ("DescribeUserPoolClient", "UserPoolClient", self.client),
        ):
            changed = {**documents[operation][member], **changes}
            documents[operation] = {member: {name: value for name, value in changed.items() if value is not None}}
        return documents | {**self.aws}

    def examine(self, check: Check) -> Report:
        """Run one check."""
        return examine(self.facts, [check])

    def faults(self, check: Check) -> list[str]:
        """What the check finds; last, in brackets, why it could not look further."""
        report = self.examine(check)
        return [finding.what for finding in report.findings] + [f"({each.reason})" for each in report.not_checked]


def clients(**others: Any) -> dict[str, Any]:
    """Our healthy client, and others by id."""
    ours = Case().documents()["DescribeUserPoolClient"]
    described = {CLIENT_ID: ours, **{name: {"UserPoolClient": client} for name, client in others.items()}}
    listed = [{"ClientId": name} for name in others]
    return {"DescribeUserPoolClient": {"by ClientId": described}, "ListUserPoolClients": {"UserPoolClients": listed}}


Cases = dict[Check, list[tuple[Case, list[str]]]]
"""Cases by check, with what it finds."""
