import base64
import json
import uuid
from typing import Any

import httpx
import pytest
from jose import jwt

from tests.local_cognito.people import CLIENT_ID, POOL_ID, Person, StandIn, refused
from tests.servers import Clock

ISSUER = f"https://cognito-idp.us-east-1.amazonaws.com/{POOL_ID}"


def jwks(stand_in: StandIn) -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(f"{stand_in.url}/{POOL_ID}/.well-known/jwks.json").json()
    return found


# The claims that both tokens have.
COMMON = ("sub", "iss", "event_id", "origin_jti", "jti", "token_use", "auth_time", "iat", "exp")


class TestClaims:
    def test_an_access_token_has_cognitos_claims(self, alice: Person) -> None:
        alice.client.admin_add_user_to_group(UserPoolId=POOL_ID, Username=alice.email, GroupName="admins")
        now = int(alice.stand_in.clock())

        claims = jwt.get_unverified_claims(alice.sign_in()["AccessToken"])

        assert claims["username"] == claims["sub"]
        assert (
            claims
            | {
                "iss": ISSUER,
                "client_id": CLIENT_ID,
                "token_use": "access",
                "scope": "aws.cognito.signin.user.admin",
                "cognito:groups": ["admins"],
                "auth_time": now,
                "iat": now,
                "exp": now + 3600,
            }
            == claims
        )
        assert all(uuid.UUID(claims[name]) for name in ("sub", "jti", "origin_jti", "event_id"))
        assert claims.keys() == {*COMMON, "cognito:groups", "client_id", "scope", "username"}

    def test_an_id_token_has_cognitos_claims(self, newcomer: Person) -> None:
        alice = newcomer.sign_up(name="Alice", custom__agentName="Al").confirm()

        result = alice.sign_in()
        claims, access = (jwt.get_unverified_claims(result[name]) for name in ("IdToken", "AccessToken"))

        assert (
            claims
            | {
                "iss": ISSUER,
                "aud": CLIENT_ID,
                "token_use": "id",
                "cognito:username": access["sub"],
                "email": alice.email,
                "email_verified": True,
                "name": "Alice",
                "custom:agentName": "Al",
            }
            == claims
        )
        assert claims.keys() == {
            *COMMON,
            "aud",
            "cognito:username",
            "email",
            "email_verified",
            "name",
            "custom:agentName",
        }
        assert {claims[name] == access[name] for name in ("sub", "origin_jti", "event_id", "auth_time")} == {True}
        assert claims["jti"] != access["jti"]
        assert "cognito:groups" not in claims


class TestKeys:
    def test_access_and_id_tokens_are_signed_with_different_keys(self, alice: Person) -> None:
        result, keys = alice.sign_in(), jwks(alice.stand_in)

        access = jwt.decode(result["AccessToken"], keys, algorithms=["RS256"], issuer=ISSUER)
        identity = jwt.decode(
            result["IdToken"],
            keys,
            algorithms=["RS256"],
            issuer=ISSUER,
            audience=CLIENT_ID,
            options={"verify_at_hash": False},
        )

        assert (access["token_use"], identity["token_use"]) == ("access", "id")
        kids = {jwt.get_unverified_header(result[name])["kid"] for name in ("AccessToken", "IdToken")}
        assert kids == {key["kid"] for key in keys["keys"]}
        assert len(kids) == 2

    def test_the_key_set_has_public_keys_only(self, stand_in: StandIn) -> None:
        for key in jwks(stand_in)["keys"]:
            assert key.keys() == {"alg", "e", "kid", "kty", "n", "use"}

    def test_the_discovery_document_names_the_key_set(self, stand_in: StandIn) -> None:
        found = httpx.get(f"{stand_in.url}/{POOL_ID}/.well-known/openid-configuration").json()

        assert found["issuer"] == ISSUER
        assert httpx.get(found["jwks_uri"]).json() == jwks(stand_in)

    @pytest.mark.parametrize("document", ["jwks.json", "openid-configuration"])
    def test_the_keys_of_an_unknown_pool_are_not_found(self, stand_in: StandIn, document: str) -> None:
        response = httpx.get(f"{stand_in.url}/us-east-1_Nowhere/.well-known/{document}")

        assert response.status_code == 400
        assert response.json()["__type"] == "ResourceNotFoundException"


class TestAccessTokens:
    def test_an_access_token_expires(self, alice: Person, clock: Clock) -> None:
        token = alice.sign_in()["AccessToken"]

        clock.advance(3600)

        with refused("NotAuthorizedException", "Access Token has expired"):
            alice.client.get_user(AccessToken=token)

    @pytest.mark.parametrize("forge", ["signature", "payload", "id", "garbage", "algorithm"])
    def test_forged_access_tokens_are_refused(self, alice: Person, forge: str) -> None:
        result = alice.sign_in()
        header, payload, signature = result["AccessToken"].split(".")
        claims = jwt.get_unverified_claims(result["AccessToken"]) | {"sub": str(uuid.uuid4())}
        forged = {
            "signature": f"{header}.{payload}.{signature[::-1]}",
            "payload": f"{header}.{segment(claims)}.{signature}",
            "id": result["IdToken"],
            "garbage": "a.b.c",
            "algorithm": f"{segment({'alg': 'none'})}.{payload}.",
        }

        with refused("NotAuthorizedException", "Invalid Access Token"):
            alice.client.get_user(AccessToken=forged[forge])

    def test_the_access_token_of_a_deleted_user_is_refused(self, alice: Person) -> None:
        token = alice.sign_in()["AccessToken"]

        alice.client.delete_user(AccessToken=token)

        with refused("UserNotFoundException"):
            alice.client.get_user(AccessToken=token)
        with refused("NotAuthorizedException"):
            alice.client.global_sign_out(AccessToken=token)

    def test_the_access_token_of_a_disabled_user_is_refused(self, alice: Person) -> None:
        token = alice.sign_in()["AccessToken"]

        alice.client.admin_disable_user(UserPoolId=POOL_ID, Username=alice.email)

        with refused("NotAuthorizedException"):
            alice.client.get_user(AccessToken=token)


def segment(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()
