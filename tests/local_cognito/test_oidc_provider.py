"""Sign-in with OIDC providers that are real servers: one from a public package, and one that lies."""

import gzip
import sys
import time
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from jose import jwt
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from tests.children import child_process
from tests.cognito import create_cognito
from tests.local_cognito.hostile_provider import HostileProvider, new_key, pem
from tests.local_cognito.oauth_browser import CALLBACK, Browser, change_client, query_of
from tests.local_cognito.people import POOL_ID, StandIn, boto3_client
from tests.processes import free_port
from tests.servers import TLS, Clock, serve

MAPPING = {"email": "email", "email_verified": "email_verified"}


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandIn]:
    """A local Cognito whose clock is right, because the providers' is."""
    clock = Clock()
    with serve(create_cognito(tmp_path_factory.mktemp("cognito") / "pool.sqlite3", clock=clock)) as url:
        client = boto3_client(url)
        yield StandIn(url, clock, client)
        client.close()


@pytest.fixture(scope="module")
def public_provider() -> Iterator[str]:
    """The issuer of a running oidc-provider-mock."""
    port = free_port()
    with child_process([sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]):
        issuer, deadline = f"http://127.0.0.1:{port}", time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                if httpx.get(f"{issuer}/.well-known/openid-configuration", verify=TLS).is_success:
                    break
            except httpx.TransportError:
                time.sleep(0.1)
        yield issuer


def add_provider(local: StandIn, issuer: str, **details: str) -> str:
    """Add a provider to the embedded pool and its client; returns its name."""
    name = f"P{uuid.uuid4().hex[:8]}"
    local.client.create_identity_provider(
        UserPoolId=POOL_ID,
        ProviderName=name,
        ProviderType="OIDC",
        ProviderDetails={
            "client_id": "our-id",
            "client_secret": "our-secret",
            "authorize_scopes": "openid email",
            "attributes_request_method": "GET",
            "oidc_issuer": issuer,
            **details,
        },
        AttributeMapping=MAPPING,
    )
    supported = change_client(local.client)["SupportedIdentityProviders"]
    change_client(local.client, SupportedIdentityProviders=[*supported, name])
    return name


def test_a_user_of_a_public_provider_signs_in(local: StandIn, public_provider: str) -> None:
    browser, name = Browser(local.url), add_provider(local, public_provider)

    page = browser.authorize(identity_provider=name, login_hint="sam@example.com", prompt="login")
    at_provider = page.headers["location"]
    back = httpx.post(at_provider, data={"sub": "sam@example.com"}, verify=TLS)
    answer = browser.get(back.headers["location"])
    tokens = browser.exchange(query_of(answer.headers["location"])["code"]).json()

    assert at_provider.startswith(f"{public_provider}/oauth2/authorize?")
    assert {"login_hint", "nonce", "prompt"} <= set(query_of(at_provider))
    claims = jwt.get_unverified_claims(tokens["id_token"])
    assert claims["cognito:username"] == f"{name}_sam@example.com"
    assert (claims["email"], claims["email_verified"]) == ("sam@example.com", False)
    assert claims["nonce"] == "the-nonce"


def test_a_user_who_refuses_at_a_public_provider_returns_to_the_app(local: StandIn, public_provider: str) -> None:
    browser, name = Browser(local.url), add_provider(local, public_provider)
    at_provider = browser.authorize(identity_provider=name).headers["location"]

    refused = httpx.post(at_provider, data={"action": "deny"}, verify=TLS).headers["location"]
    state = query_of(at_provider)["state"]
    answer = browser.get("/oauth2/idpresponse", **{"state": state, **query_of(refused)})

    assert query_of(answer.headers["location"])["error"] == "access_denied"


@pytest.fixture(scope="module")
def hostile() -> Iterator[HostileProvider]:
    provider = HostileProvider()
    with serve(provider.app) as url:
        provider.issuer = url
        yield provider


@pytest.fixture(scope="module")
def hostile_name(local: StandIn, hostile: HostileProvider) -> str:
    return add_provider(local, hostile.issuer)


@pytest.fixture(autouse=True)
def _honest_again(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "hostile" in request.fixturenames:
        provider: HostileProvider = request.getfixturevalue("hostile")
        provider.claims, provider.answers, provider.signing_key, provider.algorithm = {}, {}, "", "RS256"


def sign_in(local: StandIn, hostile: HostileProvider, name: str) -> dict[str, str]:
    """What the app gets after a sign-in with the hostile provider."""
    browser = Browser(local.url)
    first = browser.authorize(identity_provider=name).headers["location"]
    if first.startswith(CALLBACK):
        return query_of(first)
    sent = query_of(first)
    hostile.nonce = sent["nonce"]
    answer = browser.get("/oauth2/idpresponse", state=sent["state"], code="the-code")
    return query_of(answer.headers["location"])


def test_the_code_is_exchanged_with_the_secret_in_the_form(
    local: StandIn, hostile: HostileProvider, hostile_name: str
) -> None:
    assert "code" in sign_in(local, hostile, hostile_name)

    sent = hostile.requests["/token"]
    assert sent["headers"]["user-agent"] == "Amazon/Cognito"
    assert "authorization" not in sent["headers"]
    assert query_of(f"?{sent['body']}") == {
        "grant_type": "authorization_code",
        "code": "the-code",
        "redirect_uri": f"{local.url}/oauth2/idpresponse",
        "client_id": "our-id",
        "client_secret": "our-secret",
    }
    assert hostile.requests["/userinfo"]["headers"]["authorization"] == "Bearer access"


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"aud": "another-client"},
        {"aud": None},
        {"exp": 1},
        {"exp": None},
        {"nonce": "another"},
        {"nonce": None},
        {"sub": None},
        {"sub": "somebody-else"},
    ],
)
def test_an_id_token_that_is_not_for_this_sign_in_is_refused(
    local: StandIn, hostile: HostileProvider, hostile_name: str, claims: dict[str, Any]
) -> None:
    hostile.claims = claims

    answer = sign_in(local, hostile, hostile_name)

    assert answer["error"] == "invalid_request"
    assert "code" not in answer


def test_a_provider_that_does_not_send_the_claim_of_the_username_signs_nobody_in(
    local: StandIn, hostile: HostileProvider
) -> None:
    name = add_provider(local, hostile.issuer)
    mapping = {**MAPPING, "username": "employee"}
    local.client.update_identity_provider(UserPoolId=POOL_ID, ProviderName=name, AttributeMapping=mapping)

    assert "employee" in sign_in(local, hostile, name)["error_description"]
    hostile.claims = {"employee": 7}
    assert "code" in sign_in(local, hostile, name)
    assert local.client.admin_get_user(UserPoolId=POOL_ID, Username=f"{name}_7")


@pytest.mark.parametrize("algorithm", ["RS384", "RS512"])
def test_an_id_token_may_have_a_longer_digest(
    local: StandIn, hostile: HostileProvider, hostile_name: str, algorithm: str
) -> None:
    hostile.algorithm = algorithm

    assert "code" in sign_in(local, hostile, hostile_name)


@pytest.mark.parametrize(("key", "algorithm"), [("other", "RS256"), ("secret", "HS256")])
def test_an_id_token_of_another_key_is_refused(
    local: StandIn, hostile: HostileProvider, hostile_name: str, key: str, algorithm: str
) -> None:
    hostile.signing_key, hostile.algorithm = (pem(new_key()) if key == "other" else "our-secret"), algorithm

    assert sign_in(local, hostile, hostile_name)["error"] == "invalid_request"


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJzYW0ifQ."])
def test_something_else_than_an_id_token_is_refused(
    local: StandIn, hostile: HostileProvider, hostile_name: str, token: str
) -> None:
    hostile.answers["/token"] = JSONResponse({"access_token": "access", "id_token": token})

    assert sign_in(local, hostile, hostile_name)["error"] == "invalid_request"


ENDPOINTS = {
    "/.well-known/openid-configuration": "openid-configuration",
    "/token": "IdP token endpoint",
    "/keys": "jwks uri",
    "/userinfo": "IdP userinfo endpoint",
}
NO_OBJECT = "the response is not a JSON object"
EMPTY = {
    "/.well-known/openid-configuration": "The provider's issuer does not match its configuration.",
    "/token": "The provider's ID token is invalid: DecodeError.",
    "/keys": "The provider's ID token is invalid: KeyError.",
    "/userinfo": "The provider's user info is of another user.",
}


@pytest.mark.parametrize("path", ENDPOINTS)
@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (PlainTextResponse("failed", 500), "[IdP] Error - [500] error getting token"),
        (PlainTextResponse("<html>"), NO_OBJECT),
        (JSONResponse([]), NO_OBJECT),
        (JSONResponse({}), ""),
        (PlainTextResponse("[" * 100_000), NO_OBJECT),
        (PlainTextResponse('"' + "a" * 1_100_000 + '"'), NO_OBJECT),
        (RedirectResponse("/redirects/20/keys"), "MaxRetryError"),
    ],
    ids=["500", "html", "list", "empty", "nested", "large", "redirect"],
)
def test_the_app_is_told_when_a_provider_fails(
    local: StandIn, hostile: HostileProvider, hostile_name: str, path: str, answer: Response, reason: str
) -> None:
    hostile.answers[path] = answer

    result = sign_in(local, hostile, hostile_name)

    expected = reason if reason.startswith("[IdP]") else f"{ENDPOINTS[path]}: {reason}" if reason else EMPTY[path]
    assert (result["error"], result["error_description"]) == ("invalid_request", expected)


def test_the_answer_of_a_provider_may_be_compressed_and_have_a_million_bytes(
    local: StandIn, hostile: HostileProvider, hostile_name: str
) -> None:
    for size, is_accepted in ((10**6, True), (10**6 + 1, False)):
        content = gzip.compress(b'{"sub": "sam", "email": "sam@example.com"}'.ljust(size))
        hostile.answers["/userinfo"] = Response(content, headers={"Content-Encoding": "gzip"})

        assert ("code" in sign_in(local, hostile, hostile_name)) == is_accepted


def test_up_to_twenty_redirects_are_followed_except_with_the_code(
    local: StandIn, hostile: HostileProvider, hostile_name: str
) -> None:
    hostile.answers["/userinfo"] = RedirectResponse(f"{hostile.issuer}/redirects/19/info")
    hostile.answers["/info"] = JSONResponse({"sub": "sam", "email": "sam@example.com"})
    followed = sign_in(local, hostile, hostile_name)
    hostile.answers["/token"] = RedirectResponse(f"{hostile.issuer}/token")
    with_code = sign_in(local, hostile, hostile_name)

    assert "code" in followed
    assert with_code["error_description"] == "IdP token endpoint: MaxRetryError"


def test_a_provider_that_cannot_be_reached_is_an_error_for_the_app(local: StandIn) -> None:
    name = add_provider(local, f"http://127.0.0.1:{free_port()}")

    answer = query_of(Browser(local.url).authorize(identity_provider=name).headers["location"])

    assert answer["error"] == "invalid_request"


def test_urls_in_the_details_replace_discovery(local: StandIn, hostile: HostileProvider) -> None:
    urls = {name: f"{hostile.issuer}/{path}" for name, path in {"token_url": "token", "jwks_uri": "keys"}.items()}
    name = add_provider(local, hostile.issuer, authorize_url="https://login.example.com/start", **urls)
    hostile.answers["/.well-known/openid-configuration"] = PlainTextResponse("", 404)

    location = Browser(local.url).authorize(identity_provider=name).headers["location"]

    assert urlsplit(location).netloc == "login.example.com"
    assert "error" in sign_in(local, hostile, name)  # without attributes_url there is no e-mail
    hostile.claims = {"email": "sam@example.com"}
    assert "code" in sign_in(local, hostile, name)
