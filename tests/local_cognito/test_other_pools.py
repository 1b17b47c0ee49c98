"""What belongs to one pool is not found in another."""

from typing import Any

import pytest

from tests.local_cognito.people import StandIn, refused

ROLE = "arn:aws:iam::123456789012:role/import"


@pytest.fixture(scope="module")
def owned(stand_in: StandIn) -> dict[str, str]:
    """The ids of what a pool has, by the member that names it."""
    client: Any = stand_in.client
    pool_id = client.create_user_pool(PoolName="own")["UserPool"]["Id"]
    made = client.create_user_pool_client(UserPoolId=pool_id, ClientName="app", GenerateSecret=True)["UserPoolClient"]
    both = {"UserPoolId": pool_id, "ClientId": made["ClientId"]}
    terms = client.create_terms(
        **both, TermsName="terms-of-use", TermsSource="LINK", Enforcement="NONE", Links={"cognito:default": "https://a"}
    )
    branding = client.create_managed_login_branding(**both)["ManagedLoginBranding"]
    job = client.create_user_import_job(UserPoolId=pool_id, JobName="job", CloudWatchLogsRoleArn=ROLE)
    secret = client.list_user_pool_client_secrets(**both)["ClientSecrets"][0]
    client.create_group(UserPoolId=pool_id, GroupName="group")
    client.create_resource_server(UserPoolId=pool_id, Identifier="https://api", Name="API")
    client.admin_create_user(UserPoolId=pool_id, Username="ada", MessageAction="SUPPRESS")
    client.create_user_pool_domain(UserPoolId=pool_id, Domain=(domain := f"own-{made['ClientId'][:8]}"))
    return {
        "ClientId": made["ClientId"],
        "TermsId": terms["Terms"]["TermsId"],
        "ManagedLoginBrandingId": branding["ManagedLoginBrandingId"],
        "JobId": job["UserImportJob"]["JobId"],
        "ClientSecretId": secret["ClientSecretId"],
        "GroupName": "group",
        "Identifier": "https://api",
        "Username": "ada",
        "Domain": domain,
    }


@pytest.fixture(scope="module")
def other(stand_in: StandIn) -> str:
    return stand_in.client.create_user_pool(PoolName="other")["UserPool"]["Id"]


@pytest.mark.parametrize(
    ("operation", "names"),
    [
        ("describe_user_pool_client", ["ClientId"]),
        ("update_user_pool_client", ["ClientId"]),
        ("delete_user_pool_client", ["ClientId"]),
        ("add_user_pool_client_secret", ["ClientId"]),
        ("list_user_pool_client_secrets", ["ClientId"]),
        ("delete_user_pool_client_secret", ["ClientId", "ClientSecretId"]),
        ("describe_managed_login_branding_by_client", ["ClientId"]),
        ("describe_managed_login_branding", ["ManagedLoginBrandingId"]),
        ("update_managed_login_branding", ["ManagedLoginBrandingId"]),
        ("delete_managed_login_branding", ["ManagedLoginBrandingId"]),
        ("describe_terms", ["TermsId"]),
        ("update_terms", ["TermsId"]),
        ("delete_terms", ["TermsId"]),
        ("describe_user_import_job", ["JobId"]),
        ("start_user_import_job", ["JobId"]),
        ("stop_user_import_job", ["JobId"]),
        ("get_ui_customization", ["ClientId"]),
        ("get_user_pool_client_session_configuration", ["ClientId"]),
        ("get_group", ["GroupName"]),
        ("describe_resource_server", ["Identifier"]),
        ("delete_user_pool_domain", ["Domain"]),
        ("update_user_pool_domain", ["Domain"]),
        ("admin_get_user", ["Username"]),
    ],
)
def test_it_is_not_found_in_another_pool(
    stand_in: StandIn, owned: dict[str, str], other: str, operation: str, names: list[str]
) -> None:
    error = "UserNotFoundException" if names == ["Username"] else "ResourceNotFoundException"

    with refused(error):
        getattr(stand_in.client, operation)(UserPoolId=other, **{name: owned[name] for name in names})
