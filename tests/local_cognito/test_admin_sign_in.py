"""AdminInitiateAuth and AdminRespondToAuthChallenge: sign-in on a server, with AWS credentials."""

from typing import Any

import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient as Client

from tests.local_cognito.people import PASSWORD, POOL_ID, Person, StandIn, new_person, refused
from tests.local_cognito.test_clients import new_client, secret_hash

FLOWS = ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]


@pytest.fixture(scope="module")
def server(stand_in: StandIn) -> dict[str, Any]:
    """A confidential app client of the embedded pool that may use the admin flow."""
    return new_client(
        stand_in.client, GenerateSecret=True, ExplicitAuthFlows=FLOWS, PreventUserExistenceErrors="ENABLED"
    )


def initiate(client: Client, app: dict[str, Any], flow: str, **parameters: str) -> dict[str, Any]:
    request: Any = {"UserPoolId": app["UserPoolId"], "ClientId": app["ClientId"], "AuthFlow": flow}
    return dict(client.admin_initiate_auth(**request, AuthParameters=parameters))


def credentials(person: Person, app: dict[str, Any], password: str = PASSWORD) -> dict[str, str]:
    return {"USERNAME": person.email, "PASSWORD": password, "SECRET_HASH": secret_hash(app, person.email)}


class TestAdminInitiateAuth:
    @pytest.mark.parametrize("flow", ["ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"])
    def test_a_password_brings_tokens(self, alice: Person, server: dict[str, Any], flow: str) -> None:
        answer = initiate(alice.client, server, flow, **credentials(alice, server))

        assert alice.attributes(answer["AuthenticationResult"]["AccessToken"])["email"] == alice.email

    def test_a_refresh_token_brings_new_tokens(self, alice: Person, server: dict[str, Any]) -> None:
        tokens = initiate(alice.client, server, "ADMIN_USER_PASSWORD_AUTH", **credentials(alice, server))
        sub = alice.attributes(tokens["AuthenticationResult"]["AccessToken"])["sub"]
        token = tokens["AuthenticationResult"]["RefreshToken"]

        answer = initiate(
            alice.client, server, "REFRESH_TOKEN_AUTH", REFRESH_TOKEN=token, SECRET_HASH=secret_hash(server, sub)
        )

        assert answer["AuthenticationResult"]["AccessToken"]

    def test_a_wrong_password_and_an_unknown_user_get_one_answer(self, alice: Person, server: dict[str, Any]) -> None:
        for person in (alice, Person(alice.stand_in)):
            with refused("NotAuthorizedException", "Incorrect username or password."):
                initiate(
                    alice.client, server, "ADMIN_USER_PASSWORD_AUTH", **credentials(person, server, "Wrong-horse-1")
                )

    def test_a_secret_hash_is_required_of_a_client_with_a_secret(self, alice: Person, server: dict[str, Any]) -> None:
        with refused("NotAuthorizedException", "SECRET_HASH was not received"):
            initiate(alice.client, server, "ADMIN_USER_PASSWORD_AUTH", USERNAME=alice.email, PASSWORD=PASSWORD)

    def test_a_client_without_the_flow_is_refused(self, alice: Person) -> None:
        app = new_client(alice.client)

        with refused("InvalidParameterException", "flow not enabled for this client"):
            initiate(alice.client, app, "ADMIN_USER_PASSWORD_AUTH", USERNAME=alice.email, PASSWORD=PASSWORD)

    def test_a_client_of_another_pool_is_not_found(self, alice: Person, server: dict[str, Any]) -> None:
        pool_id = new_person(alice.stand_in).pool_id

        with refused("ResourceNotFoundException"):
            initiate(alice.client, server | {"UserPoolId": pool_id}, "ADMIN_USER_PASSWORD_AUTH", USERNAME="a")

    def test_the_flow_of_the_other_operation_is_not_supported(self, alice: Person, server: dict[str, Any]) -> None:
        with refused("InvalidParameterException", "Initiate Auth method not supported"):
            initiate(alice.client, server, "USER_PASSWORD_AUTH", **credentials(alice, server))
        with refused("InvalidParameterException", "Initiate Auth method not supported"):
            alice.client.initiate_auth(
                ClientId=server["ClientId"],
                AuthFlow="ADMIN_USER_PASSWORD_AUTH",
                AuthParameters=credentials(alice, server),
            )


class TestAdminRespondToAuthChallenge:
    def test_an_invited_user_chooses_a_password(self, newcomer: Person, server: dict[str, Any]) -> None:
        newcomer.client.admin_create_user(
            UserPoolId=POOL_ID, Username=newcomer.email, TemporaryPassword="Temporary-1", MessageAction="SUPPRESS"
        )
        challenge = initiate(
            newcomer.client, server, "ADMIN_USER_PASSWORD_AUTH", **credentials(newcomer, server, "Temporary-1")
        )

        answer = newcomer.client.admin_respond_to_auth_challenge(
            UserPoolId=POOL_ID,
            ClientId=server["ClientId"],
            ChallengeName="NEW_PASSWORD_REQUIRED",
            Session=challenge["Session"],
            ChallengeResponses={
                "USERNAME": newcomer.email,
                "NEW_PASSWORD": PASSWORD,
                "SECRET_HASH": secret_hash(server, newcomer.email),
            },
        )

        assert answer["AuthenticationResult"]["AccessToken"]
        newcomer.sign_in()

    def test_a_session_of_another_client_is_refused(self, newcomer: Person, server: dict[str, Any]) -> None:
        other = new_client(newcomer.client, ExplicitAuthFlows=FLOWS)
        newcomer.client.admin_create_user(
            UserPoolId=POOL_ID, Username=newcomer.email, TemporaryPassword="Temporary-1", MessageAction="SUPPRESS"
        )
        challenge = initiate(
            newcomer.client, server, "ADMIN_USER_PASSWORD_AUTH", **credentials(newcomer, server, "Temporary-1")
        )

        with refused("NotAuthorizedException", "Invalid session for the user."):
            newcomer.client.admin_respond_to_auth_challenge(
                UserPoolId=POOL_ID,
                ClientId=other["ClientId"],
                ChallengeName="NEW_PASSWORD_REQUIRED",
                Session=challenge["Session"],
                ChallengeResponses={"USERNAME": newcomer.email, "NEW_PASSWORD": PASSWORD},
            )
