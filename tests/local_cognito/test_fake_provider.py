"""The page that stands in for identity providers: for which sign-ins it is, and what it sends back."""

import uuid
from types import SimpleNamespace
from typing import Any

import pytest

from local_cognito.hooks import Hooks
from local_cognito.model import triggers
from local_cognito.model.pools import Pool
from tests.local_cognito.oauth_browser import Browser, change_client, query_of
from tests.local_cognito.people import POOL_ID, StandIn

PATHS = {"authorize_url": "/authorize", "token_url": "/token", "jwks_uri": "/keys"}


@pytest.fixture
def real(stand_in: StandIn) -> str:
    """The name of a provider of the embedded client that is not simulated."""
    name, issuer = f"R{uuid.uuid4().hex[:8]}", "https://login.example.com"
    details = {"client_id": "id", "authorize_scopes": "openid", "attributes_request_method": "GET"}
    urls = {member: issuer + path for member, path in PATHS.items()}
    stand_in.client.create_identity_provider(
        UserPoolId=POOL_ID,
        ProviderName=name,
        ProviderType="OIDC",
        ProviderDetails={**details, **urls, "oidc_issuer": issuer},
    )
    supported = change_client(stand_in.client)["SupportedIdentityProviders"]
    change_client(stand_in.client, SupportedIdentityProviders=[*supported, name])
    return name


def error_of(browser: Browser, path: str, **query: str) -> str:
    return query_of(browser.get(path, **query).headers["location"])["error"]


def test_the_page_is_only_for_the_provider_that_it_replaces(browser: Browser, real: str) -> None:
    sent = browser.authorize(identity_provider=real).headers["location"]
    real_state = query_of(sent)["state"]
    state = query_of(browser.authorize(identity_provider="Google").headers["location"])["state"]

    assert sent.startswith("https://login.example.com/authorize?")
    assert error_of(browser, f"/fake-provider/{real}", state=real_state) == "invalid_request"
    assert error_of(browser, "/fake-provider/Google", state=real_state) == "invalid_request"
    assert error_of(browser, "/fake-provider/Facebook", state=state) == "invalid_request"
    assert error_of(browser, "/fake-provider/Google") == "invalid_request"
    assert error_of(Browser(browser.url), "/fake-provider/Google", state=state) == "invalid_request"
    assert browser.get("/fake-provider/Google", state=state).status_code == 200
    for path in ("/fake-provider/Google", "/fake-provider/Google?state=x", f"/fake-provider/Facebook?state={state}"):
        assert query_of(browser.post(path, action="sign_in").headers["location"])["error"] == "invalid_request"


def test_a_request_to_a_provider_says_who_asks_for_what(browser: Browser, real: str) -> None:
    sent = browser.authorize(identity_provider=real, login_hint="a@b", prompt="login consent").headers["location"]

    query = query_of(sent)
    assert query | {"client_id": "id", "response_type": "code", "scope": "openid", "login_hint": "a@b"} == query
    assert query["redirect_uri"] == f"{browser.url}/oauth2/idpresponse"
    assert query["prompt"] == "consent login"
    assert len(query["state"]) == len(query["nonce"]) == 43
    assert query["state"] != query["nonce"]
    plain = query_of(browser.authorize(identity_provider=real).headers["location"])
    assert plain.keys() == query.keys() - {"login_hint", "prompt"}


@pytest.mark.parametrize(
    ("provider", "hint", "email", "says_verified"),
    [
        ("Google", "", "sam@example.com", True),
        ("Google", "ann@example.com", "ann@example.com", True),
        ("Google", "ann", "sam@example.com", True),
        ("Facebook", "", "sam@example.com", False),
    ],
)
def test_the_page_suggests_who_signs_in(
    browser: Browser, provider: str, hint: str, email: str, says_verified: bool
) -> None:
    more = {"login_hint": hint} if hint else {}
    page = browser.follow(browser.authorize(identity_provider=provider, **more))

    assert f'value="{email}"' in page.text
    assert ('name="email_verified"' in page.text) == says_verified
    assert "form-action 'self' http://localhost:5173" in page.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("action", "error", "description"),
    [
        ("refuse", "access_denied", "access_denied"),
        ("timeout", "invalid_request", "Timeout occurred in calling IdP token endpoint"),
        ("no_email", "invalid_request", "attributes required: [email]"),
    ],
)
def test_a_provider_can_fail(browser: Browser, action: str, error: str, description: str) -> None:
    answer = browser.sign_in_with("Google", action, subject=uuid.uuid4().hex, email="a@b", name="Sam")

    assert (answer["error"], answer["error_description"], answer["state"]) == (error, description, "the-state")


@pytest.mark.parametrize("answer", [{}, {"code": ""}, {"code": "x"}, {"code": "e30=.x"}, {"code": ".", "iss": "x"}])
def test_an_answer_that_nobody_signed_is_refused(browser: Browser, answer: dict[str, str]) -> None:
    state = query_of(browser.authorize(identity_provider="Google").headers["location"])["state"]

    response = browser.get("/oauth2/idpresponse", state=state, **answer)

    assert query_of(response.headers["location"])["error"] == "invalid_request"


@pytest.mark.parametrize(
    ("config", "name", "is_configured"),
    [
        (None, "PreSignUp", True),
        ({}, "PreSignUp", True),
        ({"PreSignUp": "arn"}, "PreSignUp", True),
        ({"PreSignUp": "arn"}, "CustomMessage", False),
        ({"PreTokenGenerationConfig": {}}, "PreTokenGeneration", True),
        ({"PreTokenGenerationConfig": {}}, "PreSignUp", False),
        ({"PreTokenGeneration": "arn"}, "PreTokenGeneration", True),
        ({"PreSignUp": "arn"}, "PreTokenGeneration", False),
        (None, "PostConfirmation", False),
    ],
)
def test_a_trigger_needs_a_hook_and_a_place_in_the_config_of_the_pool(
    config: dict[str, Any] | None, name: str, is_configured: bool
) -> None:
    settings: Any = {"PoolName": "test"} | ({} if config is None else {"LambdaConfig": config})
    hooks = Hooks(dict.fromkeys(("PreSignUp", "CustomMessage", "PreTokenGeneration"), "http://localhost"))
    context: Any = SimpleNamespace(hooks=hooks)

    assert triggers.is_configured(context, Pool("us-east-1_Test", settings, {}, 0, 0), name) is is_configured
