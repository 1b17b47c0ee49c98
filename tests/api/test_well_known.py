"""Protected resource metadata (RFC 9728)."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from tests.apps import assert_problem, running, settings_for
from tests.local_cognito.oauth_browser import Browser
from tests.servers import Clock

WELL_KNOWN = "/.well-known/oauth-protected-resource"
ISSUER = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Vestibule"


@pytest.fixture(scope="module")
def resource(cognito_url: str) -> Iterator[TestClient]:
    """The API as a resource with a path."""
    settings = settings_for(cognito_url, resource_url="https://api.example.com/v1", additional_pools="eu-west-1_B:c")
    with running(settings) as client:
        yield client


@pytest.mark.parametrize("path", ["", "/", "/v1"])
def test_metadata_names_the_resource_and_who_issues_its_tokens(resource: TestClient, path: str) -> None:
    metadata = resource.get(WELL_KNOWN + path).json()

    assert metadata == {
        "resource": "https://api.example.com/v1",
        "authorization_servers": [ISSUER, "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_B"],
        "bearer_methods_supported": ["header"],
    }


def test_metadata_of_another_resource_is_not_found(resource: TestClient) -> None:
    assert_problem(resource.get(f"{WELL_KNOWN}/v2"), 404, "not-found")


def test_refused_tokens_are_answered_with_the_url_of_the_metadata(resource: TestClient) -> None:
    url = f"https://api.example.com{WELL_KNOWN}/v1"

    missing = resource.get("/api/auth_test")
    invalid = resource.get("/api/auth_test", headers={"Authorization": "Bearer x"})

    assert missing.headers["www-authenticate"] == f'Bearer resource_metadata="{url}"'
    assert invalid.headers["www-authenticate"] == f'Bearer error="invalid_token", resource_metadata="{url}"'


def test_a_missing_scope_is_answered_with_the_url_of_the_metadata(cognito_url: str, clock: Clock) -> None:
    browser = Browser(cognito_url)
    browser.request["scope"] = "openid"
    token = browser.tokens("Facebook", subject="scopeless", email="scopeless@example.com")["access_token"]
    settings = settings_for(cognito_url, resource_url="https://api.example.com")
    with running(settings, clock) as client:
        refused = client.get("/api/me", headers={"Authorization": f"Bearer {token}"})

    assert_problem(refused, 403, "insufficient-scope")
    assert refused.headers["www-authenticate"].endswith(
        f'scope="aws.cognito.signin.user.admin", resource_metadata="https://api.example.com{WELL_KNOWN}"'
    )


def test_without_a_resource_url_there_is_no_metadata(client: TestClient) -> None:
    assert_problem(client.get(WELL_KNOWN), 404, "not-found")
    assert client.get("/api/auth_test").headers["www-authenticate"] == "Bearer"


AUTHORIZATION_SERVER = "/.well-known/oauth-authorization-server"


def test_with_a_domain_the_authorization_server_is_described_here(cognito_url: str) -> None:
    settings = settings_for(cognito_url, resource_url="https://api.example.com/v1", cognito_domain="auth.example.com")
    with running(settings) as client:
        resource = client.get(f"{WELL_KNOWN}/v1").json()
        server = client.get(AUTHORIZATION_SERVER).json()

    assert resource["authorization_servers"] == [server["issuer"]] == ["https://api.example.com"]
    assert server["authorization_endpoint"] == "https://auth.example.com/oauth2/authorize"
    assert server["token_endpoint"] == "https://auth.example.com/oauth2/token"
    assert server["jwks_uri"] == f"{cognito_url}/us-east-1_Vestibule/.well-known/jwks.json"
    assert server["code_challenge_methods_supported"] == ["S256"]
    assert server["response_types_supported"] == ["code"]


def test_without_a_domain_no_authorization_server_is_described(resource: TestClient) -> None:
    assert_problem(resource.get(AUTHORIZATION_SERVER), 404, "not-found")
