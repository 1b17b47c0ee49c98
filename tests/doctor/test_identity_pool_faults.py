"""Identity pools of local Cognito with one fault each."""

from collections.abc import Iterator
from typing import Any

import pytest
from mypy_boto3_cognito_identity import CognitoIdentityClient

from tests.cognito import aws_session
from tests.doctor.pools import SESSIONS, Pool
from tests.doctor.texts import described, documented
from vestibule.cognito.doctor.build import build_facts
from vestibule.cognito.doctor.registry import CHECKS
from vestibule.cognito.doctor.report import Report, examine

ROLE = "arn:aws:iam::000000000000:role/users"
CHECKED = [check for check in CHECKS if check.id in ("identity-pool", "role-by-writable-claim")]

# What differs from a healthy identity pool; the check that finds it, and how severe it is.
POOLS: dict[str, tuple[dict[str, Any], str, str]] = {
    "provider": ({"CognitoIdentityProviders": []}, "identity-pool", "error"),
    "server-side check": ({"ServerSideTokenCheck": False}, "identity-pool", "warning"),
    "classic flow": ({"AllowClassicFlow": True}, "identity-pool", "warning"),
    "guests": ({"AllowUnauthenticatedIdentities": True}, "identity-pool", "warning"),
}
MAPPINGS: dict[str, tuple[dict[str, Any], str, str]] = {
    "token without roles, denied": ({"Type": "Token", "AmbiguousRoleResolution": "Deny"}, "identity-pool", "error"),
    "token without roles": (
        {"Type": "Token", "AmbiguousRoleResolution": "AuthenticatedRole"},
        "identity-pool",
        "info",
    ),
    "writable claim": (
        {
            "Type": "Rules",
            "AmbiguousRoleResolution": "Deny",
            "RulesConfiguration": {
                "Rules": [{"Claim": "name", "MatchType": "Equals", "Value": "root", "RoleARN": ROLE}]
            },
        },
        "role-by-writable-claim",
        "error",
    ),
}
SAFE_MAPPING = {
    "Type": "Rules",
    "AmbiguousRoleResolution": "Deny",
    "RulesConfiguration": {
        "Rules": [{"Claim": "cognito:groups", "MatchType": "Contains", "Value": "admins", "RoleARN": ROLE}]
    },
}


@pytest.fixture(scope="module")
def identity(cognito_url: str) -> Iterator[CognitoIdentityClient]:
    client = aws_session().client("cognito-identity", endpoint_url=cognito_url)
    yield client
    client.close()


def provider(pool: Pool) -> str:
    return f"cognito-idp.us-east-1.amazonaws.com/{pool.id}"


def create(identity: CognitoIdentityClient, pool: Pool, changes: dict[str, Any]) -> str:
    check = changes.pop("ServerSideTokenCheck", True)
    ours = {"ProviderName": provider(pool), "ClientId": pool.client_id, "ServerSideTokenCheck": check}
    members = {"AllowUnauthenticatedIdentities": False, "CognitoIdentityProviders": [ours], **changes}
    return identity.create_identity_pool(IdentityPoolName="users", **members)["IdentityPoolId"]


def examined(pool: Pool, identity_pool_id: str | None) -> Report:
    settings = pool.settings.model_copy(update={"cognito_identity_pool_id": identity_pool_id})
    return examine(build_facts(settings, sessions=SESSIONS), CHECKED)


class TestIdentityPool:
    def test_healthy_identity_pool_has_no_finding(self, identity: CognitoIdentityClient, healthy: Pool) -> None:
        pool_id = create(identity, healthy, {})
        mappings: Any = {f"{provider(healthy)}:{healthy.client_id}": SAFE_MAPPING}
        identity.set_identity_pool_roles(IdentityPoolId=pool_id, Roles={}, RoleMappings=mappings)

        report = examined(healthy, pool_id)

        assert (report.findings, report.not_checked) == ((), ())

    @pytest.mark.parametrize("fault", POOLS)
    def test_faulty_identity_pool_is_found(self, identity: CognitoIdentityClient, healthy: Pool, fault: str) -> None:
        changes, check, severity = POOLS[fault]

        report = examined(healthy, create(identity, healthy, {**changes}))

        assert [(each.check.id, each.severity) for each in report.findings] == [(check, severity)]
        assert described(report) == documented("identity_pool", fault)

    @pytest.mark.parametrize("fault", MAPPINGS)
    def test_faulty_role_mapping_is_found(self, identity: CognitoIdentityClient, healthy: Pool, fault: str) -> None:
        mapping, check, severity = MAPPINGS[fault]
        pool_id = create(identity, healthy, {})
        mappings: Any = {f"{provider(healthy)}:{healthy.client_id}": mapping}
        identity.set_identity_pool_roles(IdentityPoolId=pool_id, Roles={}, RoleMappings=mappings)

        report = examined(healthy, pool_id)

        assert [(each.check.id, each.severity) for each in report.findings] == [(check, severity)]
        assert described(report) == documented("identity_pool", fault)

    def test_missing_identity_pool_is_found(self, healthy: Pool) -> None:
        report = examined(healthy, "us-east-1:00000000-0000-0000-0000-000000000000")

        assert [(each.check.id, each.severity) for each in report.findings] == [("identity-pool", "error")]
