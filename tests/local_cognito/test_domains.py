"""Domains of user pools."""

import uuid

import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient as Client

from tests.local_cognito.people import Person, StandIn, new_person, refused

CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/f8f8f8f8"


@pytest.fixture
def pool(stand_in: StandIn) -> str:
    return new_person(stand_in).pool_id


@pytest.fixture
def name() -> str:
    return f"shop-{uuid.uuid4().hex[:8]}"


class TestDomain:
    def test_a_domain_is_described_with_its_pool_and_names_it(self, client: Client, pool: str, name: str) -> None:
        client.create_user_pool_domain(Domain=name, UserPoolId=pool, ManagedLoginVersion=2)

        found = client.describe_user_pool_domain(Domain=name)["DomainDescription"]

        assert (found["Domain"], found["UserPoolId"], found["Status"]) == (name, pool, "ACTIVE")
        assert found["ManagedLoginVersion"] == 2
        assert client.describe_user_pool(UserPoolId=pool)["UserPool"]["Domain"] == name

    def test_a_pool_has_one_prefix_and_one_custom_domain(self, client: Client, pool: str, name: str) -> None:
        client.create_user_pool_domain(Domain=name, UserPoolId=pool)
        custom = client.create_user_pool_domain(
            Domain=f"{name}-login", UserPoolId=pool, CustomDomainConfig={"CertificateArn": CERTIFICATE}
        )

        described = client.describe_user_pool(UserPoolId=pool)["UserPool"]

        assert custom["CloudFrontDomain"]
        assert (described["Domain"], described["CustomDomain"]) == (name, f"{name}-login")
        with refused("InvalidParameterException", "already has a domain"):
            client.create_user_pool_domain(Domain=f"{name}-2", UserPoolId=pool)

    def test_a_host_name_is_a_custom_domain(self, client: Client, pool: str, name: str) -> None:
        host = f"{name}.example.com"
        with refused("InvalidParameterException", "dots"):
            client.create_user_pool_domain(Domain=host, UserPoolId=pool)

        client.create_user_pool_domain(Domain=host, UserPoolId=pool, CustomDomainConfig={"CertificateArn": CERTIFICATE})

        assert client.describe_user_pool_domain(Domain=host)["DomainDescription"]["Status"] == "ACTIVE"

    def test_an_update_keeps_what_it_does_not_name(self, client: Client, pool: str, name: str) -> None:
        client.create_user_pool_domain(
            Domain=name, UserPoolId=pool, CustomDomainConfig={"CertificateArn": CERTIFICATE}, ManagedLoginVersion=1
        )

        client.update_user_pool_domain(Domain=name, UserPoolId=pool, ManagedLoginVersion=2)

        found = client.describe_user_pool_domain(Domain=name)["DomainDescription"]
        assert found["ManagedLoginVersion"] == 2
        assert found["CustomDomainConfig"]["CertificateArn"] == CERTIFICATE

    def test_there_are_two_versions_of_the_pages(self, client: Client, pool: str, name: str) -> None:
        for version in (0, 3):
            with refused("InvalidParameterException", "ManagedLoginVersion must be 1 or 2."):
                client.create_user_pool_domain(Domain=name, UserPoolId=pool, ManagedLoginVersion=version)

    def test_a_deleted_domain_has_an_empty_description(self, client: Client, pool: str, name: str) -> None:
        client.create_user_pool_domain(Domain=name, UserPoolId=pool)

        client.delete_user_pool_domain(Domain=name, UserPoolId=pool)

        assert client.describe_user_pool_domain(Domain=name)["DomainDescription"] == {}

    def test_a_pool_with_a_domain_cannot_be_deleted(self, client: Client, pool: str, name: str) -> None:
        client.create_user_pool_domain(Domain=name, UserPoolId=pool)

        with refused("InvalidParameterException", "has a domain configured"):
            client.delete_user_pool(UserPoolId=pool)

    def test_a_name_is_unique_and_has_no_reserved_word(self, client: Client, alice: Person, pool: str) -> None:
        taken = client.describe_user_pool(UserPoolId=alice.pool_id)["UserPool"].get("Domain") or "taken"
        if taken == "taken":
            client.create_user_pool_domain(Domain=taken, UserPoolId=alice.pool_id)

        with refused("InvalidParameterException", "already exists"):
            client.create_user_pool_domain(Domain=taken, UserPoolId=pool)
        with refused("InvalidParameterException", "reserved word: cognito"):
            client.create_user_pool_domain(Domain="my-cognito", UserPoolId=pool)

    def test_a_domain_of_another_pool_is_not_found(self, client: Client, alice: Person, pool: str, name: str) -> None:
        client.create_user_pool_domain(Domain=name, UserPoolId=pool)

        with refused("ResourceNotFoundException", "No such domain"):
            client.delete_user_pool_domain(Domain=name, UserPoolId=alice.pool_id)
        with refused("ResourceNotFoundException"):
            client.create_user_pool_domain(Domain=f"{name}-2", UserPoolId="us-east-1_Nowhere")

    def test_managed_login_needs_the_plan_essentials(self, stand_in: StandIn, client: Client, name: str) -> None:
        pool = new_person(stand_in, UserPoolTier="LITE").pool_id

        with refused("FeatureUnavailableInTierException"):
            client.create_user_pool_domain(Domain=name, UserPoolId=pool, ManagedLoginVersion=2)
        client.create_user_pool_domain(Domain=name, UserPoolId=pool)
        with refused("FeatureUnavailableInTierException"):
            client.update_user_pool_domain(Domain=name, UserPoolId=pool, ManagedLoginVersion=2)
