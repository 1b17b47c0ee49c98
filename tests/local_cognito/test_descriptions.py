"""Descriptions, member by member: what a list, a description and the answer to a creation have."""

import uuid
from datetime import datetime
from typing import Any

import httpx
import pytest

from tests.local_cognito import test_import_jobs as imports
from tests.local_cognito.people import Person, StandIn, refused

ROLE = "arn:aws:iam::123456789012:role/editors"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/f8f8f8f8"
ISSUER = {
    "client_id": "id",
    "client_secret": "secret",
    "authorize_scopes": "openid",
    "oidc_issuer": "https://login.example.com",
    "attributes_request_method": "GET",
}
DATES = {"CreationDate": "date", "LastModifiedDate": "date"}
Names = dict[str, Any]


@pytest.fixture(scope="module")
def names(stand_in: StandIn) -> Names:
    client: Any = stand_in.client
    pool_id = client.create_user_pool(PoolName="descriptions", AutoVerifiedAttributes=["email"])["UserPool"]["Id"]
    made = client.create_user_pool_client(UserPoolId=pool_id, ClientName="app", GenerateSecret=True)["UserPoolClient"]
    client.create_user_pool_domain(UserPoolId=pool_id, Domain="descriptions")
    client.admin_create_user(UserPoolId=pool_id, Username="ada", MessageAction="SUPPRESS")
    return {"UserPoolId": pool_id, "ClientId": made["ClientId"]}


def shown(description: Any) -> Any:
    """A description in which a date is the word `date`, because each has its own test."""
    if isinstance(description, datetime):
        return "date"
    if isinstance(description, dict):
        return {name: shown(value) for name, value in description.items() if name != "ResponseMetadata"}
    return [shown(entry) for entry in description] if isinstance(description, list) else description


def test_a_group_is_described_alike_by_every_operation(stand_in: StandIn, names: Names) -> None:
    client, pool_id = stand_in.client, names["UserPoolId"]
    expected = {"UserPoolId": pool_id, "GroupName": "editors", **DATES}
    full = {**expected, "Description": "May edit.", "RoleArn": ROLE, "Precedence": 0}

    created = client.create_group(
        UserPoolId=pool_id, GroupName="editors", Description="May edit.", RoleArn=ROLE, Precedence=0
    )
    plain = client.create_group(UserPoolId=pool_id, GroupName="plain")
    client.admin_add_user_to_group(UserPoolId=pool_id, GroupName="editors", Username="ada")

    assert shown(created) == {"Group": full}
    assert shown(plain) == {"Group": expected | {"GroupName": "plain"}}
    assert shown(client.get_group(UserPoolId=pool_id, GroupName="editors")) == {"Group": full}
    assert shown(client.list_groups(UserPoolId=pool_id)["Groups"][0]) == full
    assert shown(client.admin_list_groups_for_user(UserPoolId=pool_id, Username="ada")) == {"Groups": [full]}


def test_a_user_is_described_alike_by_every_operation(stand_in: StandIn, names: Names) -> None:
    client, pool_id = stand_in.client, names["UserPoolId"]
    created = client.admin_create_user(
        UserPoolId=pool_id,
        Username="bob",
        UserAttributes=[{"Name": "name", "Value": "Bob"}],
        MessageAction="SUPPRESS",
    )
    client.create_group(UserPoolId=pool_id, GroupName="bobs")
    client.admin_add_user_to_group(UserPoolId=pool_id, GroupName="bobs", Username="bob")

    user = shown(created["User"])
    sub = user["Attributes"][0]["Value"]
    assert user == {
        "Username": "bob",
        "Attributes": [{"Name": "sub", "Value": sub}, {"Name": "name", "Value": "Bob"}],
        "UserCreateDate": "date",
        "UserLastModifiedDate": "date",
        "Enabled": True,
        "UserStatus": "FORCE_CHANGE_PASSWORD",
    }
    assert shown(client.list_users(UserPoolId=pool_id, Filter='username = "bob"')) == {"Users": [user]}
    assert shown(client.list_users_in_group(UserPoolId=pool_id, GroupName="bobs")) == {"Users": [user]}
    renamed = {("UserAttributes" if name == "Attributes" else name): value for name, value in user.items()}
    assert shown(client.admin_get_user(UserPoolId=pool_id, Username="bob")) == renamed


def test_a_provider_is_described_with_its_details_and_listed_without(stand_in: StandIn, names: Names) -> None:
    client, pool_id = stand_in.client, names["UserPoolId"]
    created = client.create_identity_provider(
        UserPoolId=pool_id,
        ProviderName="Work",
        ProviderType="OIDC",
        ProviderDetails=ISSUER,
        AttributeMapping={"email": "mail"},
        IdpIdentifiers=["example.com"],
    )

    summary = {"ProviderName": "Work", "ProviderType": "OIDC", **DATES}
    described = {
        **summary,
        "UserPoolId": pool_id,
        "ProviderDetails": {**ISSUER, "attributes_url_add_attributes": "false"},
        "AttributeMapping": {"email": "mail", "username": "sub"},
        "IdpIdentifiers": ["example.com"],
    }
    assert shown(created) == {"IdentityProvider": described}
    assert shown(client.describe_identity_provider(UserPoolId=pool_id, ProviderName="Work")) == shown(created)
    by_identifier = client.get_identity_provider_by_identifier(UserPoolId=pool_id, IdpIdentifier="EXAMPLE.com")
    assert shown(by_identifier) == shown(created)
    assert shown(client.list_identity_providers(UserPoolId=pool_id)) == {"Providers": [summary]}


def test_a_domain_is_described_with_its_distribution_and_certificate(stand_in: StandIn, names: Names) -> None:
    client, pool_id = stand_in.client, names["UserPoolId"]
    custom: Any = {"CertificateArn": CERTIFICATE}
    created = client.create_user_pool_domain(
        UserPoolId=pool_id, Domain="login.descriptions.example", CustomDomainConfig=custom
    )

    front = "d111111abcdef8.cloudfront.net"
    base = {
        "UserPoolId": pool_id,
        "AWSAccountId": "000000000000",
        "S3Bucket": "local-cognito",
        "CloudFrontDistribution": front,
        "Version": "1",
        "Status": "ACTIVE",
        "ManagedLoginVersion": 1,
    }
    assert shown(created) == {"ManagedLoginVersion": 1, "CloudFrontDomain": front}
    prefix = client.describe_user_pool_domain(Domain="descriptions")["DomainDescription"]
    host = client.describe_user_pool_domain(Domain="login.descriptions.example")["DomainDescription"]
    assert prefix == {**base, "Domain": "descriptions"}
    assert host == {**base, "Domain": "login.descriptions.example", "CustomDomainConfig": custom}


def test_terms_and_branding_are_described_in_full_and_listed_in_short(stand_in: StandIn, names: Names) -> None:
    client: Any = stand_in.client
    links = {"cognito:default": "https://app.example/terms", "cognito:french": "https://app.example/conditions"}
    content = {"TermsSource": "LINK", "Enforcement": "NONE", "Links": links}
    terms = shown(client.create_terms(**names, TermsName="terms-of-use", **content))["Terms"]
    branding = shown(client.create_managed_login_branding(**names))["ManagedLoginBranding"]

    described = {**names, "TermsId": terms["TermsId"], "TermsName": "terms-of-use", **content, **DATES}
    assert terms == described
    listed = {name: described[name] for name in ("TermsId", "TermsName", "Enforcement", *DATES)}
    assert shown(client.list_terms(UserPoolId=names["UserPoolId"])) == {"Terms": [listed]}
    assert branding == {
        "ManagedLoginBrandingId": branding["ManagedLoginBrandingId"],
        "UserPoolId": names["UserPoolId"],
        "UseCognitoProvidedValues": False,
        **DATES,
    }


def test_what_is_not_there_is_not_described(stand_in: StandIn, names: Names) -> None:
    client: Any = stand_in.client

    with refused("ResourceNotFoundException", "has no privacy-policy"):
        client.describe_terms_by_client(**names, TermsName="privacy-policy")
    with refused("ResourceNotFoundException"):
        client.describe_terms(UserPoolId=names["UserPoolId"], TermsId=str(uuid.uuid4()))


def test_the_settings_of_a_branding_are_an_object(stand_in: StandIn, names: Names) -> None:
    client: Any = stand_in.client

    with refused("InvalidParameterException", "Settings must be a JSON object."):
        client.create_managed_login_branding(**names, Settings=[])


def test_a_ui_customization_is_inherited_from_the_pool(stand_in: StandIn, names: Names) -> None:
    client, pool_id = stand_in.client, names["UserPoolId"]
    assert shown(client.get_ui_customization(UserPoolId=pool_id)) == {"UICustomization": {}}

    made = shown(client.set_ui_customization(**names, CSS=".logo {}", ImageFile=PNG))["UICustomization"]
    everywhere = shown(client.set_ui_customization(UserPoolId=pool_id, CSS=".a {}"))["UICustomization"]
    own = shown(client.get_ui_customization(**names))["UICustomization"]
    client.set_ui_customization(**names)
    inherited = shown(client.get_ui_customization(**names))["UICustomization"]

    version = made["CSSVersion"]
    assert (len(version), version.isdigit()) == (14, True)
    assert made == own
    assert made == {
        **names,
        "CSS": ".logo {}",
        "CSSVersion": version,
        "ImageUrl": f"{stand_in.url}/{pool_id}/{names['ClientId']}/{version}/assets/images/image",
        **DATES,
    }
    everything = {"UserPoolId": pool_id, "ClientId": "ALL", "CSS": ".a {}", **DATES}
    assert httpx.get(f"{stand_in.url}/{pool_id}/ALL/1/assets/images/image").status_code == 404
    assert client.set_ui_customization(UserPoolId=pool_id, CSS="")["UICustomization"] == {}
    assert everywhere == inherited == {**everything, "CSSVersion": everywhere["CSSVersion"]}


def test_a_secret_is_returned_only_when_it_is_generated(stand_in: StandIn, names: Names) -> None:
    client = stand_in.client

    generated = client.add_user_pool_client_secret(**names)["ClientSecretDescriptor"]
    listed = client.list_user_pool_client_secrets(**names)["ClientSecrets"]
    client.delete_user_pool_client_secret(**names, ClientSecretId=generated["ClientSecretId"])
    own = client.add_user_pool_client_secret(**names, ClientSecret="x" * 24)["ClientSecretDescriptor"]

    assert generated.keys() == {"ClientSecretId", "ClientSecretCreateDate", "ClientSecretValue"}
    assert [entry.keys() for entry in listed] == [{"ClientSecretId", "ClientSecretCreateDate"}] * 2
    assert listed[1]["ClientSecretId"] == generated["ClientSecretId"]
    assert own.keys() == {"ClientSecretId", "ClientSecretCreateDate"}
    found = client.describe_user_pool_client(**names)["UserPoolClient"]["ClientSecret"]
    assert found not in ("x" * 24, generated["ClientSecretValue"])


def test_an_import_job_is_described_from_its_creation_to_its_end(stand_in: StandIn, names: Names) -> None:
    person = Person(stand_in, names["ClientId"], names["UserPoolId"])
    created = shown(imports.create(person, "BCRYPT"))

    assert created == {
        "JobName": "test",
        "JobId": created["JobId"],
        "UserPoolId": names["UserPoolId"],
        "PreSignedUrl": created["PreSignedUrl"],
        "CreationDate": "date",
        "Status": "Created",
        "CloudWatchLogsRoleArn": imports.ROLE,
        "ImportedUsers": 0,
        "SkippedUsers": 0,
        "FailedUsers": 0,
        "PasswordHashingAlgorithm": "BCRYPT",
    }
    assert created["PreSignedUrl"].startswith(f"{stand_in.url}/imports/{created['JobId']}?X-Amz-Signature=")
    row = {"cognito:username": "eve", "email": "eve@example.com"}
    imports.start(person, created, imports.csv(person, row, row, {**row, "email_verified": "?"}, hashed=True))
    done = shown(imports.ended(person, created))
    changed = {"Status": "Succeeded", "ImportedUsers": 1, "SkippedUsers": 1, "FailedUsers": 1}
    ended = {"StartDate": "date", "CompletionDate": "date", "CompletionMessage": "Import Job Completed Successfully."}
    assert done == {**created, **changed, **ended}


def test_a_pool_and_its_clients_are_listed_in_short(stand_in: StandIn, names: Names) -> None:
    pages = stand_in.client.get_paginator("list_user_pools").paginate(PaginationConfig={"PageSize": 60})
    found = [pool for page in pages for pool in page["UserPools"] if pool["Id"] == names["UserPoolId"]]

    assert shown(found) == [{"Id": names["UserPoolId"], "Name": "descriptions", "LambdaConfig": {}, **DATES}]
    clients = stand_in.client.list_user_pool_clients(UserPoolId=names["UserPoolId"])["UserPoolClients"]
    assert clients == [{**names, "ClientName": "app"}]
