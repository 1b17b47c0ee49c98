"""SECRET_HASH in every step of a sign-in: it is computed with the USERNAME of the same request."""

import base64
import hashlib
import hmac
from typing import Any

import pytest

from tests.local_cognito.factors import EMAIL_ON, TOTP_ON, code, enable_app, first_factors, pool
from tests.local_cognito.people import PASSWORD, Person, StandIn, refused
from tests.local_cognito.srp_client import SrpClient, timestamp

FLOWS: Any = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_USER_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]


class Backend:
    """A confidential app client."""

    def __init__(self, person: Person) -> None:
        self.person, self.client = person, person.client
        created = self.client.create_user_pool_client(
            UserPoolId=person.pool_id,
            ClientName="backend",
            GenerateSecret=True,
            ExplicitAuthFlows=FLOWS,
            PreventUserExistenceErrors="ENABLED",
        )["UserPoolClient"]
        self.id, self._secret = created["ClientId"], created["ClientSecret"]

    def secret_hash(self, username: str) -> str:
        digest = hmac.digest(self._secret.encode(), f"{username}{self.id}".encode(), hashlib.sha256)
        return base64.b64encode(digest).decode()

    def start(self, flow: Any, **parameters: str) -> dict[str, Any]:
        named = {"USERNAME": self.person.email, "SECRET_HASH": self.secret_hash(self.person.email)}
        return dict(self.client.initiate_auth(ClientId=self.id, AuthFlow=flow, AuthParameters=named | parameters))

    def answer(self, challenge: dict[str, Any], username: str | None = None, **answers: str) -> dict[str, Any]:
        name = username or self.person.email
        response = self.client.respond_to_auth_challenge(
            ClientId=self.id,
            ChallengeName=challenge["ChallengeName"],
            Session=challenge["Session"],
            ChallengeResponses={"USERNAME": name, "SECRET_HASH": self.secret_hash(name)} | answers,
        )
        return dict(response)


@pytest.fixture
def backend(stand_in: StandIn) -> Backend:
    settings = first_factors("PASSWORD", "EMAIL_OTP")
    return Backend(pool(stand_in, "OPTIONAL", TOTP_ON, EMAIL_ON, **settings).sign_up().confirm())


class TestSecretHash:
    def test_secret_hash_is_checked_in_the_second_factor(self, backend: Backend) -> None:
        token = backend.start("USER_PASSWORD_AUTH", PASSWORD=PASSWORD)["AuthenticationResult"]["AccessToken"]
        secret = enable_app(backend.person, token)
        challenge = backend.start("USER_PASSWORD_AUTH", PASSWORD=PASSWORD)
        right = code(backend.person, secret)

        with refused("NotAuthorizedException", "Unable to verify secret hash"):
            backend.answer(challenge, SOFTWARE_TOKEN_MFA_CODE=right, SECRET_HASH="forged")
        username = challenge["ChallengeParameters"]["USER_ID_FOR_SRP"]

        assert backend.answer(challenge, username, SOFTWARE_TOKEN_MFA_CODE=right)["AuthenticationResult"]

    def test_secret_hash_uses_the_real_username_in_srp(self, backend: Backend) -> None:
        srp = SrpClient(backend.person.pool_id.partition("_")[2], PASSWORD)
        challenge = backend.start("USER_SRP_AUTH", SRP_A=srp.public)
        parameters = challenge["ChallengeParameters"]
        proof = srp.answers(parameters, parameters["USER_ID_FOR_SRP"], timestamp(backend.person.stand_in.clock()))

        assert backend.answer(challenge, parameters["USERNAME"], **proof)["AuthenticationResult"]

    def test_secret_hash_is_checked_in_the_choice_of_a_factor(self, backend: Backend) -> None:
        offer = backend.start("USER_AUTH")
        with refused("NotAuthorizedException", "Unable to verify secret hash"):
            backend.answer(offer, ANSWER="EMAIL_OTP", SECRET_HASH="forged")

        challenge = backend.answer(offer, ANSWER="EMAIL_OTP")

        assert backend.answer(challenge, EMAIL_OTP_CODE=backend.person.code)["AuthenticationResult"]
