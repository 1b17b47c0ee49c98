"""A browser at the domain, for the tests: cookies, redirects that are followed one by one, and the token endpoint."""

import base64
import hashlib
import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
from jose import jwt
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.local_cognito.people import CLIENT_ID, POOL_ID
from tests.servers import TLS

CALLBACK = "http://localhost:5173/auth/callback"

VERIFIER = "a-verifier-that-is-at-least-forty-three-characters"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
REQUEST = {
    "client_id": CLIENT_ID,
    "redirect_uri": CALLBACK,
    "response_type": "code",
    "scope": "openid email profile aws.cognito.signin.user.admin",
    "state": "the-state",
    "nonce": "the-nonce",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}


GetCode = Callable[..., str]


def query_of(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


def change_client(client: CognitoIdentityProviderClient, **changes: object) -> dict[str, Any]:
    """Change settings of the embedded client and keep the others. Returns what they were."""
    shape: Any = client.meta.service_model.operation_model("UpdateUserPoolClient").input_shape
    found = client.describe_user_pool_client(UserPoolId=POOL_ID, ClientId=CLIENT_ID)["UserPoolClient"]
    settings: dict[str, Any] = {name: value for name, value in found.items() if name in shape.members}
    client.update_user_pool_client(**{**settings, **changes})
    return settings


@dataclass
class Browser:
    """A browser without script. `request` are the parameters with which the app sends it to the domain."""

    url: str
    request: dict[str, str] = field(default_factory=lambda: dict(REQUEST))

    cookies: httpx.Cookies = field(default_factory=httpx.Cookies)
    language: str = "en"

    def get(self, url: str, **parameters: str) -> httpx.Response:
        return self._send("GET", url, params=parameters or None)

    def _send(self, method: str, url: str, **request: Any) -> httpx.Response:
        headers = {"Accept-Language": self.language, **request.pop("headers", {})}
        target = url if url.startswith("http") else f"{self.url}{url}"
        response = httpx.request(method, target, cookies=self.cookies, headers=headers, verify=TLS, **request)
        self.cookies.extract_cookies(response)
        return response

    def authorize(self, **changes: str | None) -> httpx.Response:
        """Visit /oauth2/authorize; a parameter that is None is left out."""
        given = {name: value for name, value in {**self.request, **changes}.items() if value is not None}
        return self.get("/oauth2/authorize", **given)

    def follow(self, response: httpx.Response) -> httpx.Response:
        """Follow redirects as long as they stay on the domain."""
        while response.is_redirect:
            target = str(response.url.join(response.headers["location"]))
            if not target.startswith(self.url):
                return response
            response = self.get(target)
        return response

    def submit(self, page: httpx.Response, origin: str | None = None, **fields: str) -> httpx.Response:
        """Submit the page's first form, with its hidden fields; returns what follows."""
        form = re.search(r"<form.*?</form>", page.text, re.DOTALL)
        assert form is not None, page.text
        action = re.search(r'<form[^>]* action="([^"]*)"', form[0])
        hidden = re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', form[0])
        data = {name: html.unescape(value) for name, value in hidden} | fields
        target = page.url.join(html.unescape(action[1])) if action else page.url
        return self.follow(self._send("POST", str(target), data=data, headers={"Origin": origin or self.url}))

    def sign_in_with(self, provider: str, action: str = "sign_in", **claims: str) -> dict[str, str]:
        """Sign in with a provider; returns what the app gets."""
        page = self.follow(self.authorize(identity_provider=provider))
        response = self.submit(page, action=action, **claims)
        location = response.headers["location"]
        assert location.startswith(CALLBACK), location
        return query_of(location)

    def exchange(self, code: str, **changes: str | None) -> httpx.Response:
        """Exchange a code at the token endpoint."""
        body = {
            "grant_type": "authorization_code",
            "code": code,
            "client_id": self.request["client_id"],
            "redirect_uri": CALLBACK,
            "code_verifier": VERIFIER,
        }
        return self.post("/oauth2/token", **{**body, **changes})

    def refresh(self, refresh_token: str) -> httpx.Response:
        client_id = self.request["client_id"]
        return self.post("/oauth2/token", grant_type="refresh_token", refresh_token=refresh_token, client_id=client_id)

    def post(self, path: str, **fields: str | None) -> httpx.Response:
        """POST a form as an app does: without cookies."""
        data = {name: value for name, value in fields.items() if value is not None}
        return httpx.post(f"{self.url}{path}", data=data, verify=TLS)

    def tokens(self, provider: str, **claims: str) -> dict[str, Any]:
        """Sign in with a provider and exchange the code."""
        response = self.exchange(self.sign_in_with(provider, **claims)["code"])
        assert response.status_code == 200, response.text
        found: dict[str, Any] = response.json()
        return found


def claims(tokens: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = jwt.get_unverified_claims(tokens[name])
    return found


def assert_error(response: httpx.Response, error: str, status: int = 400) -> None:
    assert (response.status_code, response.json()["error"]) == (status, error), response.text
    assert response.headers["cache-control"] == "no-store"


def bearer(tokens: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens['access_token']}"}
