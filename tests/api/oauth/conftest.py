"""The API with a domain, and browsers that are sent to it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.api.oauth.domain import Visitor
from tests.apps import running, settings_for
from tests.local_cognito.oauth_browser import Browser
from tests.servers import Clock

PROVIDERS = "COGNITO,Facebook,Google"


@dataclass
class Redirect:
    """Where the API sent the browser, and the cookie that it set."""

    answer: Response
    url: str = field(init=False)
    query: dict[str, str] = field(init=False)
    cookie: str = field(init=False)

    def __post_init__(self) -> None:
        location = urlsplit(self.answer.headers["location"])
        self.url = location._replace(query="").geturl()
        self.query = dict(parse_qsl(location.query))
        self.cookie = self.answer.headers["set-cookie"].partition(";")[0]

    def callback(self, client: TestClient, **changes: Any) -> Response:
        """Send a callback with the right state and cookie, except for the changes."""
        headers = {"Cookie": changes.pop("cookie", self.cookie)}
        body = {"state": self.query["state"], **changes}
        return client.post("/api/auth/oauth/callback", json=body, headers=headers)


def begin(client: TestClient, **query: Any) -> Response:
    """Begin a sign-in by redirect."""
    return client.get("/api/auth/oauth/authorize", params={"provider": "Facebook", **query}, follow_redirects=False)


@pytest.fixture(scope="module")
def domain_api(cognito_url: str, clock: Clock) -> Iterator[TestClient]:
    """The API without AWS credentials, whose settings name a domain and its providers."""
    settings = settings_for(
        cognito_url, cognito_domain="http://localhost:9", identity_providers=PROVIDERS, cognito_admin="off"
    )
    with running(settings, clock) as client:
        yield client


@pytest.fixture
def browser(domain_api: TestClient) -> TestClient:
    """A browser without cookies; it keeps none, so that each request sends what its test gives it."""
    domain_api.cookies.clear()
    return domain_api


@pytest.fixture
def redirect(browser: TestClient) -> Redirect:
    """A sign-in that has begun."""
    answer = begin(browser, next="/profile")
    browser.cookies.clear()
    return Redirect(answer)


@pytest.fixture(scope="session")
def social_api(cognito_url: str, clock: Clock) -> Iterator[TestClient]:
    """The API with the embedded pool's domain and AWS credentials."""
    with running(settings_for(cognito_url, cognito_domain=cognito_url), clock) as client:
        yield client


@pytest.fixture
def visitor(social_api: TestClient, cognito_url: str) -> Visitor:
    """A person without an account, in a browser of their own."""
    return Visitor(social_api, Browser(cognito_url))


@pytest.fixture
def other_visitor(social_api: TestClient, cognito_url: str) -> Visitor:
    """Somebody else, in another browser."""
    return Visitor(social_api, Browser(cognito_url))
