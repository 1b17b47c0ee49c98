"""When something was created, and when it was changed."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.local_cognito.people import PASSWORD, StandIn

ISSUER = {
    "client_id": "id",
    "authorize_scopes": "openid",
    "oidc_issuer": "https://login.example.com",
    "attributes_request_method": "GET",
}
TERMS: dict[str, Any] = {
    "TermsName": "terms-of-use",
    "TermsSource": "LINK",
    "Enforcement": "NONE",
    "Links": {"cognito:default": "https://app.example/terms"},
}
Names = dict[str, Any]
Call = Callable[[Any, Names], Any]


def pool(client: Any, names: Names) -> Any:
    return client.describe_user_pool(UserPoolId=names["UserPoolId"])["UserPool"]


def app(client: Any, names: Names) -> Any:
    return client.describe_user_pool_client(**names)["UserPoolClient"]


def user(client: Any, names: Names) -> Any:
    return client.admin_get_user(UserPoolId=names["UserPoolId"], Username="ada")


def group(client: Any, names: Names) -> Any:
    return client.get_group(UserPoolId=names["UserPoolId"], GroupName="editors")["Group"]


def provider(client: Any, names: Names) -> Any:
    found = client.describe_identity_provider(UserPoolId=names["UserPoolId"], ProviderName="Work")
    return found["IdentityProvider"]


def branding(client: Any, names: Names) -> Any:
    return client.describe_managed_login_branding_by_client(**names)["ManagedLoginBranding"]


def terms(client: Any, names: Names) -> Any:
    return client.describe_terms_by_client(**names, TermsName="terms-of-use")["Terms"]


def look(client: Any, names: Names) -> Any:
    return client.get_ui_customization(UserPoolId=names["UserPoolId"])["UICustomization"]


def delete_secret(client: Any, names: Names) -> None:
    """Delete the older secret of a client, which gets a second one first: the last cannot be deleted."""
    older, *others = client.list_user_pool_client_secrets(**names)["ClientSecrets"]
    if not others:
        client.add_user_pool_client_secret(**names)
    client.delete_user_pool_client_secret(**names, ClientSecretId=older["ClientSecretId"])


# What changes: (how it is changed, how it is read)
CHANGES: dict[str, tuple[Call, Call]] = {
    "UpdateUserPool": (lambda client, names: client.update_user_pool(UserPoolId=names["UserPoolId"]), pool),
    "SetUserPoolMfaConfig": (
        lambda client, names: client.set_user_pool_mfa_config(UserPoolId=names["UserPoolId"]),
        pool,
    ),
    "AddCustomAttributes": (
        lambda client, names: client.add_custom_attributes(
            UserPoolId=names["UserPoolId"], CustomAttributes=[{"Name": "badge", "AttributeDataType": "String"}]
        ),
        pool,
    ),
    "TagResource": (
        lambda client, names: client.tag_resource(ResourceArn=pool(client, names)["Arn"], Tags={"team": "blue"}),
        pool,
    ),
    "UntagResource": (
        lambda client, names: client.untag_resource(ResourceArn=pool(client, names)["Arn"], TagKeys=["team"]),
        pool,
    ),
    "UpdateUserPoolClient": (lambda client, names: client.update_user_pool_client(**names), app),
    "AddUserPoolClientSecret": (lambda client, names: client.add_user_pool_client_secret(**names), app),
    "DeleteUserPoolClientSecret": (delete_secret, app),
    "AdminUpdateUserAttributes": (
        lambda client, names: client.admin_update_user_attributes(
            UserPoolId=names["UserPoolId"], Username="ada", UserAttributes=[{"Name": "name", "Value": "Ada"}]
        ),
        user,
    ),
    "AdminDeleteUserAttributes": (
        lambda client, names: client.admin_delete_user_attributes(
            UserPoolId=names["UserPoolId"], Username="ada", UserAttributeNames=["name"]
        ),
        user,
    ),
    "AdminSetUserPassword": (
        lambda client, names: client.admin_set_user_password(
            UserPoolId=names["UserPoolId"], Username="ada", Password=PASSWORD
        ),
        user,
    ),
    "AdminDisableUser": (
        lambda client, names: client.admin_disable_user(UserPoolId=names["UserPoolId"], Username="ada"),
        user,
    ),
    "AdminEnableUser": (
        lambda client, names: client.admin_enable_user(UserPoolId=names["UserPoolId"], Username="ada"),
        user,
    ),
    "UpdateGroup": (
        lambda client, names: client.update_group(UserPoolId=names["UserPoolId"], GroupName="editors"),
        group,
    ),
    "UpdateIdentityProvider": (
        lambda client, names: client.update_identity_provider(UserPoolId=names["UserPoolId"], ProviderName="Work"),
        provider,
    ),
    "UpdateManagedLoginBranding": (
        lambda client, names: client.update_managed_login_branding(
            UserPoolId=names["UserPoolId"], ManagedLoginBrandingId=branding(client, names)["ManagedLoginBrandingId"]
        ),
        branding,
    ),
    "UpdateTerms": (
        lambda client, names: client.update_terms(
            UserPoolId=names["UserPoolId"], TermsId=terms(client, names)["TermsId"]
        ),
        terms,
    ),
    "SetUICustomization": (
        lambda client, names: client.set_ui_customization(UserPoolId=names["UserPoolId"], CSS=".logo {}"),
        look,
    ),
}


@pytest.fixture(scope="module")
def names(stand_in: StandIn) -> Names:
    """A pool with one of everything that has dates, and its client, which has a secret."""
    client: Any = stand_in.client
    pool_id = client.create_user_pool(PoolName="dates")["UserPool"]["Id"]
    made = client.create_user_pool_client(UserPoolId=pool_id, ClientName="app", GenerateSecret=True)["UserPoolClient"]
    both = {"UserPoolId": pool_id, "ClientId": made["ClientId"]}
    client.create_user_pool_domain(UserPoolId=pool_id, Domain="dates")
    client.admin_create_user(UserPoolId=pool_id, Username="ada", MessageAction="SUPPRESS")
    client.create_group(UserPoolId=pool_id, GroupName="editors")
    client.create_identity_provider(
        UserPoolId=pool_id, ProviderName="Work", ProviderType="OIDC", ProviderDetails=ISSUER
    )
    client.create_managed_login_branding(**both)
    client.create_terms(**both, **TERMS)
    client.set_ui_customization(UserPoolId=pool_id, CSS=".logo {}")
    return both


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_dated_and_the_creation_too(stand_in: StandIn, names: Names, change: str) -> None:
    perform, describe = CHANGES[change]
    prefix = "User" if describe is user else ""
    created, modified = (f"{prefix}{name}" for name in ("CreateDate" if prefix else "CreationDate", "LastModifiedDate"))
    before = describe(stand_in.client, names)

    stand_in.clock.advance(60)
    perform(stand_in.client, names)

    after = describe(stand_in.client, names)
    assert after[created] == before[created]
    assert after[modified].timestamp() == pytest.approx(stand_in.clock(), abs=0.01)
    assert before[modified] < after[modified]
