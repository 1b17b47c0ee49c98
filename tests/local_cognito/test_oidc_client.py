"""What the client of an OIDC provider sends, and which clocks it tolerates. Without a pool."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from starlette.responses import JSONResponse

from local_cognito.errors import OAuthError
from local_cognito.http.oauth import oidc_client, provider_http
from local_cognito.model.identity_providers import IdentityProvider
from tests.local_cognito.hostile_provider import HostileProvider
from tests.local_cognito.oauth_browser import query_of
from tests.servers import serve

NOW = 1_800_000_000
REDIRECT = "https://login.example/oauth2/idpresponse"


@pytest.fixture(scope="module")
def served() -> Iterator[HostileProvider]:
    provider = HostileProvider()
    with serve(provider.app) as url:
        provider.issuer = url
        yield provider


@pytest.fixture
def hostile(served: HostileProvider) -> HostileProvider:
    served.claims, served.answers, served.nonce = {"iat": NOW, "exp": NOW + 300}, {}, "nonce"
    return served


def claims(hostile: HostileProvider, **details: str) -> Any:
    given = {"client_id": "our-id", "oidc_issuer": hostile.issuer, **details}
    provider = IdentityProvider("us-east-1_Test", "Work", "OIDC", given, {}, [], 0, 0)
    return oidc_client.claims(provider, "code", REDIRECT, "nonce", NOW + 0.9)


@pytest.mark.parametrize(
    ("times", "is_valid"),
    [
        ({"exp": NOW - 59}, True),
        ({"exp": NOW - 60}, False),
        ({"nbf": NOW + 60}, True),
        ({"nbf": NOW + 61}, False),
    ],
)
def test_the_clock_of_a_provider_may_be_a_minute_off(
    hostile: HostileProvider, times: dict[str, int], is_valid: bool
) -> None:
    hostile.claims |= times

    if is_valid:
        assert claims(hostile)["sub"] == "sam"
    else:
        with pytest.raises(OAuthError, match="The provider's ID token is invalid"):
            claims(hostile)


def test_the_claims_of_the_id_token_come_before_those_of_the_user_info(hostile: HostileProvider) -> None:
    hostile.claims["name"] = "Sam of the token"
    hostile.answers["/userinfo"] = JSONResponse({"sub": "sam", "name": "Sam of the info", "email": "sam@example.com"})

    found = claims(hostile)

    assert (found["name"], found["email"]) == ("Sam of the token", "sam@example.com")


def test_without_an_access_token_nobody_asks_for_the_user_info(hostile: HostileProvider) -> None:
    hostile.answers["/token"] = JSONResponse({"id_token": hostile.id_token()})

    assert "email" not in claims(hostile)


def test_requests_say_who_sends_them_and_a_public_client_has_an_empty_secret(hostile: HostileProvider) -> None:
    claims(hostile, attributes_request_method="POST")

    for path in ("/.well-known/openid-configuration", "/token", "/keys", "/userinfo"):
        headers = hostile.requests[path]["headers"]
        assert (headers["user-agent"], headers["accept"]) == ("Amazon/Cognito", "application/json")
        assert (headers.get("content-type") == "application/x-www-form-urlencoded") is (path == "/token")
    assert query_of(f"?{hostile.requests['/token']['body']}") == {
        "grant_type": "authorization_code",
        "code": "code",
        "redirect_uri": REDIRECT,
        "client_id": "our-id",
        "client_secret": "",
    }


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_request_that_a_provider_cuts_off_is_not_repeated(method: str) -> None:
    connections = []
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:

        def hang_up() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    connections.append(connection.recv(65536))

        thread = threading.Thread(target=hang_up, daemon=True)
        thread.start()
        with pytest.raises(OAuthError, match="IdP token endpoint: "):
            provider_http.fetch_json(method, f"http://127.0.0.1:{listener.getsockname()[1]}", "IdP token endpoint")
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(10)

    assert len(connections) == 1
