"""Identity pools: their settings, and the wire protocol of cognito-identity."""

import json
from typing import Any

import httpx
import pytest
from botocore.session import get_session

from local_cognito.embedded_pool import IDENTITY_POOL_ID
from local_cognito.identity.registry import OPERATIONS
from tests.local_cognito.identity.identities import PROVIDER, ROLES, Identities
from tests.local_cognito.people import Person, StandIn, refused
from tests.local_cognito.test_random_requests import Generator
from tests.servers import TLS

MODEL = get_session().get_service_model("cognito-identity")
SIGNED = {"Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/cognito-identity/aws4_request"}


def post(stand_in: StandIn, operation: str, body: str, headers: dict[str, str] | None = None) -> httpx.Response:
    target = {"X-Amz-Target": f"AWSCognitoIdentityService.{operation}"}
    return httpx.post(stand_in.url, content=body, headers=target | (headers or {}), verify=TLS)


class TestSettings:
    def test_a_pool_is_described_as_it_was_made(self, pool: Identities) -> None:
        described = pool.client.describe_identity_pool(IdentityPoolId=pool.id)

        assert described["IdentityPoolId"].startswith("us-east-1:")
        assert {name: described[name] for name in pool.settings} == pool.settings

    def test_an_update_resets_what_it_omits_except_for_the_developer_provider(self, pool: Identities) -> None:
        pool.client.update_identity_pool(
            IdentityPoolId=pool.id, IdentityPoolName="changed", AllowUnauthenticatedIdentities=False
        )

        described = pool.client.describe_identity_pool(IdentityPoolId=pool.id)
        assert described["IdentityPoolName"] == "changed"
        assert described["DeveloperProviderName"] == "login.example"
        assert not {"CognitoIdentityProviders", "SupportedLoginProviders", "AllowClassicFlow"} & described.keys()
        with refused("InvalidParameterException", "cannot be changed"):
            pool.update(DeveloperProviderName="login.elsewhere.example")

    def test_role_mappings_that_are_omitted_are_removed(self, pool: Identities) -> None:
        pool.map_roles({"Type": "Token", "AmbiguousRoleResolution": "Deny"})
        assert pool.client.get_identity_pool_roles(IdentityPoolId=pool.id)["RoleMappings"]

        pool.client.set_identity_pool_roles(IdentityPoolId=pool.id, Roles=ROLES)

        found = pool.client.get_identity_pool_roles(IdentityPoolId=pool.id)
        assert found["Roles"] == ROLES
        assert "RoleMappings" not in found

    def test_pools_are_listed_and_deleted(self, pool: Identities) -> None:
        paginator = pool.client.get_paginator("list_identity_pools")

        def listed() -> set[str]:
            pages = paginator.paginate(MaxResults=1)
            return {entry["IdentityPoolId"] for page in pages for entry in page["IdentityPools"]}

        assert {pool.id, IDENTITY_POOL_ID} <= listed()
        pool.client.delete_identity_pool(IdentityPoolId=pool.id)
        assert pool.id not in listed()
        with refused("ResourceNotFoundException", f"IdentityPool '{pool.id}' not found."):
            pool.client.describe_identity_pool(IdentityPoolId=pool.id)

    @pytest.mark.parametrize(
        "settings",
        [
            {"SupportedLoginProviders": {"login.example.com": "1"}},
            {"CognitoIdentityProviders": [{"ProviderName": PROVIDER}]},
            {"CognitoIdentityProviders": [{"ProviderName": "accounts.google.com", "ClientId": "1"}]},
        ],
    )
    def test_providers_that_cannot_work_are_refused(self, pool: Identities, settings: dict[str, Any]) -> None:
        with refused("InvalidParameterException"):
            pool.update(**settings)

    def test_pools_have_tags(self, pool: Identities) -> None:
        arn = f"arn:aws:cognito-identity:us-east-1:000000000000:identitypool/{pool.id}"
        pool.client.tag_resource(ResourceArn=arn, Tags={"team": "accounts", "stage": "test"})
        pool.client.untag_resource(ResourceArn=arn, TagKeys=["stage"])

        assert pool.client.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"team": "accounts"}


class TestEmbeddedPool:
    def test_a_user_of_the_embedded_pool_gets_credentials_and_a_guest_does_not(
        self, pool: Identities, alice: Person
    ) -> None:
        embedded = Identities(pool.client, IDENTITY_POOL_ID, {})
        tokens = alice.sign_in()

        identity = embedded.id_of(user=tokens["IdToken"])

        assert embedded.credentials(identity, user=tokens["IdToken"])["Credentials"]["AccessKeyId"]
        with refused("NotAuthorizedException", "Unauthenticated access is not supported"):
            embedded.id_of()
        alice.client.global_sign_out(AccessToken=tokens["AccessToken"])
        with refused("NotAuthorizedException", "Invalid login token."):
            embedded.credentials(identity, user=tokens["IdToken"])


class TestWire:
    def test_every_operation_of_the_model_is_implemented(self) -> None:
        assert OPERATIONS.keys() == {*MODEL.operation_names}

    def test_users_need_no_signature_and_administrators_do(self, stand_in: StandIn) -> None:
        for operation in OPERATIONS:
            unsigned = MODEL.operation_model(operation).auth_type == "none"
            expected = "ValidationException" if unsigned else "MissingAuthenticationTokenException"
            assert post(stand_in, operation, "{}").json()["__type"] == expected, operation

    def test_an_error_has_the_headers_that_clients_read(self, stand_in: StandIn) -> None:
        body = json.dumps({"IdentityPoolId": IDENTITY_POOL_ID})
        response = post(stand_in, "GetId", body, {"Origin": "http://localhost:5173"})

        assert response.status_code == 400
        assert response.headers["x-amzn-errortype"] == "NotAuthorizedException:"
        assert response.headers["x-amzn-errormessage"] == response.json()["message"]
        assert response.headers["access-control-allow-origin"] == "*"

    @pytest.mark.parametrize("seed", range(2))
    def test_no_request_causes_an_unexpected_exception(self, pool: Identities, stand_in: StandIn, seed: int) -> None:
        generator = Generator(seed, {"IdentityPoolId": pool.id, "IdentityId": pool.id_of()})
        left_out = {"DeleteIdentityPool", "DeleteIdentities"}

        for _ in range(150):
            operation = generator.random.choice(sorted(OPERATIONS.keys() - left_out))
            body = json.dumps(generator.value(MODEL.operation_model(operation).input_shape))
            response = post(stand_in, operation, body, SIGNED)
            assert response.status_code < 500, (operation, body, response.text)
