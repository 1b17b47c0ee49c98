"""What tests of the domain's pages have in common: a pool with a domain, and what pages and codes lead to."""

import re
import uuid
from typing import Any

import httpx

from tests.local_cognito.oauth_browser import CALLBACK, Browser, query_of
from tests.local_cognito.people import Person

OAUTH: dict[str, Any] = {
    "AllowedOAuthFlowsUserPoolClient": True,
    "AllowedOAuthFlows": ["code"],
    "AllowedOAuthScopes": ["openid", "email", "profile", "aws.cognito.signin.user.admin"],
    "CallbackURLs": [CALLBACK],
    "SupportedIdentityProviders": ["COGNITO"],
}


def browser_of(person: Person, language: str = "en") -> Browser:
    browser = Browser(person.stand_in.url, language=language)
    browser.request["client_id"] = person.client_id
    return browser


def with_domain(person: Person) -> Person:
    """A person in the same pool, which gets a domain if it has none, and a client for it."""
    described = person.client.describe_user_pool(UserPoolId=person.pool_id)["UserPool"]
    if "Domain" not in described:
        person.client.create_user_pool_domain(Domain=f"p-{uuid.uuid4().hex[:8]}", UserPoolId=person.pool_id)
    made = person.client.create_user_pool_client(UserPoolId=person.pool_id, ClientName="web", **OAUTH)
    return Person(person.stand_in, made["UserPoolClient"]["ClientId"], person.pool_id)


def sign_in(browser: Browser, person: Person, password: str | None = None) -> httpx.Response:
    """What follows the sign-in page."""
    page = browser.follow(browser.authorize())
    return browser.submit(page, username=person.email, password=password or person.password)


def tokens(browser: Browser, response: httpx.Response) -> dict[str, Any]:
    """The tokens for the code with which the app got the browser back."""
    assert response.is_redirect, response.text
    answer = query_of(response.headers["location"])
    assert answer["state"] == "the-state", answer
    found: dict[str, Any] = browser.exchange(answer["code"]).json()
    return found


def error_on(page: httpx.Response) -> str:
    """The error that a page shows."""
    assert page.status_code == 200
    found = re.search(r'<p class="alert" role="alert" id="error">(.*?)</p>', page.text)
    assert found is not None, page.text
    return found[1]
