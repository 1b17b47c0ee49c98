"""People who sign in through the domain: their browser there, and the API's answers."""

import re
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.apps import Outbox
from tests.local_cognito.oauth_browser import Browser

API = "/api/auth/oauth"


@dataclass
class Visitor:
    """A person with one browser, and an account at a provider."""

    client: TestClient
    domain: Browser
    provider: str = "Facebook"
    subject: str = field(default_factory=lambda: secrets.token_hex(6))
    email: str = field(default_factory=lambda: f"{secrets.token_hex(6)}@example.com")
    cookies: dict[str, str] = field(default_factory=dict)
    access_token: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """The cookies, and the bearer token if there is one."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        bearer = {"Authorization": f"Bearer {self.access_token}"} if self.access_token else {}
        return bearer | ({"Cookie": cookies} if cookies else {})

    def send(self, method: str, path: str, **request: Any) -> Response:
        """Send a request with this browser's cookies, and keep those that it answers with."""
        self.client.cookies.clear()
        answer = self.client.request(method, path, headers=self.headers, follow_redirects=False, **request)
        for header in answer.headers.get_list("set-cookie"):
            name, _, value = header.partition(";")[0].partition("=")
            self.cookies[name] = value.strip('"')
            if "Max-Age=0" in header:
                del self.cookies[name]
        self.client.cookies.clear()
        return answer

    def authorize(self, **query: Any) -> str:
        """Where the API sends the browser."""
        answer = self.send("GET", f"{API}/authorize", params={"provider": self.provider, **query})
        assert answer.status_code == 302, answer.text
        return str(answer.headers["location"])

    def visit(self, url: str) -> httpx.Response:
        """Follow the API's redirect; the domain's name is another at its own port."""
        own = urlsplit(self.domain.url).netloc
        return self.domain.get(urlsplit(url)._replace(scheme="http", netloc=own).geturl())

    def at_login(self, url: str, password: str) -> dict[str, str]:
        """Sign in on the domain's own page; returns the parameters of the callback."""
        page = self.domain.follow(self.visit(url))
        return self.callback_of(self.domain.submit(page, username=self.email, password=password))

    def at_provider(self, url: str, action: str = "sign_in", **claims: str) -> dict[str, str]:
        """Visit the provider's page, and answer; returns the parameters of the callback."""
        page = self.domain.follow(self.visit(url))
        fields = {"subject": self.subject, "email": self.email, "name": "Sam", **claims}
        return self.callback_of(self.domain.submit(page, action=action, **fields))

    def callback_of(self, answer: httpx.Response) -> dict[str, str]:
        """The parameters with which the domain sends the browser back."""
        assert answer.is_redirect, answer.text
        location = answer.headers["location"]
        assert re.match(r"http://localhost:5173/auth/callback\?", location), location
        return dict(parse_qsl(urlsplit(location).query))

    def finish(self, callback: dict[str, str]) -> Response:
        """Send a callback; a session that begins is kept."""
        answer = self.send("POST", f"{API}/callback", json=callback)
        if answer.json().get("status") == "signed_in":
            self.access_token = answer.json()["access_token"]
        return answer

    def sign_in(self, action: str = "sign_in", next_path: str = "/", **claims: str) -> Response:
        """Sign in with the provider, from beginning to end."""
        return self.finish(self.at_provider(self.authorize(next=next_path), action, **claims))

    def prove_by_mail(self) -> None:
        """Prove again who they are, by a code to their verified address."""
        method = {"method": "email_otp"}
        assert self.send("POST", "/api/auth/step-up/options", json=method).status_code == 200
        proof = {**method, "code": Outbox(self.domain.url).code(self.email)}
        assert self.send("POST", "/api/auth/step-up", json=proof).status_code == 200
