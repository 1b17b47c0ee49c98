import base64
import hashlib
import hmac
from typing import Any

import pytest
from jose import jwt
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient as Client

from tests.local_cognito.people import CLIENT_ID, PASSWORD, POOL_ID, Person, StandIn, refused
from tests.servers import Clock


def new_client(client: Client, **settings: object) -> dict[str, Any]:
    flows = {"ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]}
    given: dict[str, Any] = {"UserPoolId": POOL_ID, "ClientName": "test"} | flows | settings
    return dict(client.create_user_pool_client(**given)["UserPoolClient"])


def secret_hash(app: dict[str, Any], username: str) -> str:
    digest = hmac.digest(app["ClientSecret"].encode(), (username + app["ClientId"]).encode(), hashlib.sha256)
    return base64.b64encode(digest).decode()


@pytest.fixture(scope="module")
def app(stand_in: StandIn) -> dict[str, Any]:
    return new_client(stand_in.client, GenerateSecret=True)


class TestSecretHash:
    def sign_in(self, person: Person, app: dict[str, Any], **more: str) -> dict[str, Any]:
        parameters = {"USERNAME": person.email, "PASSWORD": PASSWORD} | more
        answer = person.client.initiate_auth(
            ClientId=app["ClientId"], AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters
        )
        return dict(answer["AuthenticationResult"])

    def refresh(self, person: Person, app: dict[str, Any], token: str, username: str) -> dict[str, Any]:
        answer = person.client.initiate_auth(
            ClientId=app["ClientId"],
            AuthFlow="REFRESH_TOKEN_AUTH",
            AuthParameters={"REFRESH_TOKEN": token, "SECRET_HASH": secret_hash(app, username)},
        )
        return dict(answer["AuthenticationResult"])

    def test_a_client_with_a_secret_requires_a_secret_hash(self, alice: Person, app: dict[str, Any]) -> None:
        with refused("NotAuthorizedException", "SECRET_HASH was not received"):
            self.sign_in(alice, app)
        with refused("NotAuthorizedException", "Unable to verify secret hash"):
            self.sign_in(alice, app, SECRET_HASH="wrong")
        assert self.sign_in(alice, app, SECRET_HASH=secret_hash(app, alice.email))["AccessToken"]

    @pytest.mark.parametrize(
        ("operation", "more"),
        [
            ("sign_up", {"Password": PASSWORD}),
            ("confirm_sign_up", {"ConfirmationCode": "123456"}),
            ("resend_confirmation_code", {}),
            ("forgot_password", {}),
            ("confirm_forgot_password", {"ConfirmationCode": "123456", "Password": PASSWORD}),
        ],
    )
    def test_every_unsigned_operation_requires_the_secret_hash(
        self, newcomer: Person, app: dict[str, Any], operation: str, more: dict[str, str]
    ) -> None:
        with refused("NotAuthorizedException", "SECRET_HASH was not received"):
            getattr(newcomer.client, operation)(ClientId=app["ClientId"], Username=newcomer.email, **more)

    def test_a_refresh_computes_the_secret_hash_with_the_real_username(
        self, alice: Person, app: dict[str, Any]
    ) -> None:
        tokens = self.sign_in(alice, app, SECRET_HASH=secret_hash(app, alice.email))
        sub = jwt.get_unverified_claims(tokens["AccessToken"])["sub"]

        with refused("NotAuthorizedException", "Unable to verify secret hash"):
            self.refresh(alice, app, tokens["RefreshToken"], alice.email)
        assert "RefreshToken" not in self.refresh(alice, app, tokens["RefreshToken"], sub)

    def test_operations_with_a_client_secret_member_need_no_secret_hash(
        self, alice: Person, app: dict[str, Any]
    ) -> None:
        token = self.sign_in(alice, app, SECRET_HASH=secret_hash(app, alice.email))["RefreshToken"]
        named = {"ClientId": app["ClientId"], "ClientSecret": app["ClientSecret"]}

        with refused("NotAuthorizedException"):
            alice.client.get_tokens_from_refresh_token(ClientId=app["ClientId"], RefreshToken=token)
        with refused("UnauthorizedException"):
            alice.client.revoke_token(ClientId=app["ClientId"], Token=token)
        alice.client.get_tokens_from_refresh_token(**named, RefreshToken=token)
        alice.client.revoke_token(**named, Token=token)


class TestSettings:
    def test_a_client_is_described_with_its_default_settings(self, client: Client) -> None:
        app = client.create_user_pool_client(UserPoolId=POOL_ID, ClientName="plain")["UserPoolClient"]

        found = client.describe_user_pool_client(UserPoolId=POOL_ID, ClientId=app["ClientId"])["UserPoolClient"]

        assert found == app
        assert "ClientSecret" not in found
        assert found["PreventUserExistenceErrors"] == "LEGACY"
        assert found["EnableTokenRevocation"] is True

    def test_an_update_resets_omitted_client_settings(self, client: Client) -> None:
        app = new_client(client, GenerateSecret=True, PreventUserExistenceErrors="ENABLED")

        found = client.update_user_pool_client(UserPoolId=POOL_ID, ClientId=app["ClientId"], ClientName="renamed")

        assert found["UserPoolClient"]["ClientName"] == "renamed"
        assert found["UserPoolClient"]["PreventUserExistenceErrors"] == "LEGACY"
        assert found["UserPoolClient"]["ClientSecret"] == app["ClientSecret"]

    def test_token_validity_follows_the_configured_units(self, alice: Person, client: Client) -> None:
        units = {"AccessToken": "minutes", "IdToken": "hours", "RefreshToken": "days"}
        app = new_client(client, AccessTokenValidity=30, IdTokenValidity=2, TokenValidityUnits=units)
        person = Person(alice.stand_in, app["ClientId"], email=alice.email)

        result = person.sign_in()

        access, identity = (jwt.get_unverified_claims(result[name]) for name in ("AccessToken", "IdToken"))
        assert (access["exp"] - access["iat"], identity["exp"] - identity["iat"]) == (1800, 7200)

    @pytest.mark.parametrize(
        "settings",
        [
            {"AccessTokenValidity": 1, "TokenValidityUnits": {"AccessToken": "seconds"}},
            {"IdTokenValidity": 2, "TokenValidityUnits": {"IdToken": "days"}},
            {"RefreshTokenValidity": 3651},
            {"RefreshTokenRotation": {"Feature": "ENABLED"}},
        ],
    )
    def test_contradicting_client_settings_are_refused(self, client: Client, settings: dict[str, Any]) -> None:
        with refused("InvalidParameterException"):
            new_client(client, **settings)

    def test_tokens_have_no_origin_jti_without_revocation(self, alice: Person, client: Client) -> None:
        app = new_client(client, EnableTokenRevocation=False)
        person = Person(alice.stand_in, app["ClientId"], email=alice.email)

        result = person.sign_in()

        assert "origin_jti" not in jwt.get_unverified_claims(result["AccessToken"])
        with refused("UnsupportedOperationException"):
            client.revoke_token(ClientId=app["ClientId"], Token=result["RefreshToken"])

    def test_a_refresh_token_is_reusable_without_rotation(self, alice: Person, client: Client, clock: Clock) -> None:
        app = new_client(client)
        person = Person(alice.stand_in, app["ClientId"], email=alice.email)
        token = person.sign_in()["RefreshToken"]

        for _ in range(2):
            clock.advance(60)
            answer = client.get_tokens_from_refresh_token(ClientId=app["ClientId"], RefreshToken=token)
            assert "RefreshToken" not in answer["AuthenticationResult"]
            client.initiate_auth(
                ClientId=app["ClientId"], AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters={"REFRESH_TOKEN": token}
            )

    def test_a_client_reads_and_writes_only_its_attributes(self, alice: Person, client: Client) -> None:
        app = new_client(client, ReadAttributes=["email", "nickname"], WriteAttributes=["email", "nickname"])
        person = Person(alice.stand_in, app["ClientId"], email=alice.email)
        alice.update(alice.sign_in()["AccessToken"], name="Alice")
        token = person.sign_in()["AccessToken"]

        person.update(token, nickname="Al")

        assert person.attributes(token).keys() == {"sub", "email", "nickname"}
        with refused("NotAuthorizedException", "unauthorized attribute"):
            person.update(token, name="Bob")


@pytest.fixture(scope="module")
def nobody(stand_in: StandIn) -> Person:
    return Person(stand_in, new_client(stand_in.client, PreventUserExistenceErrors="LEGACY")["ClientId"])


class TestLegacyExistenceErrors:
    def test_legacy_clients_reveal_unknown_users(self, nobody: Person) -> None:
        named = {"ClientId": nobody.client_id, "Username": nobody.email}
        with refused("UserNotFoundException"):
            nobody.sign_in()
        with refused("UserNotFoundException"):
            nobody.confirm("123456")
        with refused("UserNotFoundException"):
            nobody.client.resend_confirmation_code(**named)
        with refused("UserNotFoundException"):
            nobody.client.forgot_password(**named)
        with refused("UserNotFoundException"):
            nobody.client.confirm_forgot_password(**named, ConfirmationCode="123456", Password=PASSWORD)

    def test_legacy_clients_reveal_disabled_and_unreachable_users(self, nobody: Person, alice: Person) -> None:
        disabled = Person(alice.stand_in, nobody.client_id, email=alice.email)
        unconfirmed = Person(alice.stand_in, nobody.client_id).sign_up()
        alice.client.admin_disable_user(UserPoolId=POOL_ID, Username=alice.email)

        with refused("NotAuthorizedException", "User is disabled."):
            disabled.sign_in()
        with refused("InvalidParameterException", "no registered/verified email"):
            nobody.client.forgot_password(ClientId=nobody.client_id, Username=unconfirmed.email)


def test_users_cannot_mark_their_own_address_as_verified(stand_in: StandIn) -> None:
    person = Person(stand_in, new_client(stand_in.client)["ClientId"])

    with refused("NotAuthorizedException", "unauthorized attribute"):
        person.sign_up(email_verified="true")


def test_clients_are_listed_in_pages(client: Client) -> None:
    pool = client.create_user_pool(PoolName="pages")["UserPool"]["Id"]
    made = {
        client.create_user_pool_client(UserPoolId=pool, ClientName=f"c{number}")["UserPoolClient"]["ClientId"]
        for number in range(5)
    }

    pages = list(
        client.get_paginator("list_user_pool_clients").paginate(UserPoolId=pool, PaginationConfig={"PageSize": 2})
    )

    assert [len(page["UserPoolClients"]) for page in pages] == [2, 2, 1]
    assert {entry["ClientId"] for page in pages for entry in page["UserPoolClients"]} == made


def test_a_client_of_another_pool_is_not_found(client: Client) -> None:
    pool = client.create_user_pool(PoolName="other")["UserPool"]["Id"]

    with refused("ResourceNotFoundException"):
        client.describe_user_pool_client(UserPoolId=pool, ClientId=CLIENT_ID)
