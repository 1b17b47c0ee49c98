"""An app client with a secret and without any flow of our own sign-in: sign-in by redirect alone."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.api.conftest import POOL
from tests.api.oauth.domain import Visitor
from tests.apps import Person, assert_problem, running, settings_for
from tests.local_cognito.oauth_browser import Browser
from tests.servers import Clock


@pytest.fixture(scope="module")
def redirect_only_api(
    cognito_url: str, clock: Clock, pool_admin: CognitoIdentityProviderClient
) -> Iterator[TestClient]:
    made = pool_admin.create_user_pool_client(
        UserPoolId=POOL,
        ClientName="redirect-only",
        GenerateSecret=True,
        ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH"],
        SupportedIdentityProviders=["COGNITO", "Facebook"],
        AllowedOAuthFlowsUserPoolClient=True,
        AllowedOAuthFlows=["code"],
        AllowedOAuthScopes=["openid", "email", "profile", "aws.cognito.signin.user.admin"],
        CallbackURLs=["http://localhost:5173/auth/callback"],
        LogoutURLs=["http://localhost:5173/auth/signout"],
        RefreshTokenRotation={"Feature": "ENABLED", "RetryGracePeriodSeconds": 10},
    )["UserPoolClient"]
    pool_admin.create_managed_login_branding(UserPoolId=POOL, ClientId=made["ClientId"], UseCognitoProvidedValues=True)
    settings = settings_for(
        cognito_url,
        cognito_domain=cognito_url,
        cognito_client_id=made["ClientId"],
        cognito_client_secret=made["ClientSecret"],
    )
    with running(settings, clock) as client:
        yield client


@pytest.fixture
def visitor(redirect_only_api: TestClient, cognito_url: str) -> Visitor:
    return Visitor(redirect_only_api, Browser(cognito_url))


def test_config_offers_the_providers_and_the_pools_own_page(redirect_only_api: TestClient) -> None:
    config = redirect_only_api.get("/api/auth/config").json()

    assert (config["password_sign_in"], config["hosted_sign_in"]) == (False, True)
    assert config["social_providers"] == ["Facebook"]


def test_user_of_the_pool_signs_in_refreshes_and_signs_out(visitor: Visitor, alice: Person) -> None:
    visitor.provider, visitor.email = "COGNITO", alice.email

    signed_in = visitor.finish(visitor.at_login(visitor.authorize(next="/profile"), alice.password))
    visitor.access_token = visitor.send("POST", "/api/auth/refresh").json()["access_token"]
    profile = visitor.send("GET", "/api/me").json()
    left = visitor.send("POST", "/api/auth/sign-out")

    assert (signed_in.json()["status"], signed_in.json()["next"]) == ("signed_in", "/profile")
    assert (profile["email"], profile["provider"]) == (alice.email, None)
    assert left.status_code == 204
    assert_problem(visitor.send("GET", "/api/auth_test"), 401, "token-revoked")


def test_newcomer_signs_in_with_a_provider(visitor: Visitor) -> None:
    assert visitor.sign_in().json()["status"] == "signed_in"


def test_providers_that_the_app_client_does_not_support_are_refused(visitor: Visitor) -> None:
    answer = visitor.send("GET", "/api/auth/oauth/authorize", params={"provider": "Google"})

    assert_problem(answer, 422, "invalid-request", "provider")
