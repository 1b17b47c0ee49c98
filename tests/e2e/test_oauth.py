"""Sign in with a provider, connect one, and disconnect it."""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.apps import Outbox, Person, settings_for
from tests.e2e.browsers import PHONE, Browsers
from tests.e2e.by_hand import button, choose_language, confirm_identity, field as input_field, heading, press_sign_out
from tests.e2e.console_errors import ConsoleErrors
from tests.e2e.web import serve_web
from tests.local_cognito.people import CLIENT_ID, POOL_ID, boto3_client
from tests.servers import Clock, serve
from vestibule.main import create_app

CALLBACK = "/api/auth/oauth/callback"


@pytest.fixture(scope="module")
def social_url(built: None, cognito_url: str, clock: Clock) -> Iterator[str]:  # noqa: ARG001  built first
    """The URL of an app whose pool has a domain, with the app's URLs registered at the app client."""
    settings = settings_for(cognito_url, cognito_domain=cognito_url, trusted_proxies="127.0.0.1")
    with serve(create_app(settings, clock=clock)) as api_url, serve_web(api_url) as web_url:
        cognito = boto3_client(cognito_url)
        client = cognito.describe_user_pool_client(UserPoolId=POOL_ID, ClientId=CLIENT_ID)["UserPoolClient"]
        kept: Any = {name: value for name, value in client.items() if name not in READ_ONLY}
        urls = {
            "CallbackURLs": [*client["CallbackURLs"], f"{web_url}/auth/callback"],
            "LogoutURLs": [*client["LogoutURLs"], f"{web_url}/auth/signout"],
        }
        cognito.update_user_pool_client(**kept | urls)
        cognito.close()
        yield web_url


SESSIONS = {"cognito", "vestibule_refresh"}
"""The cookies with the sessions of the domain and of the API."""
READ_ONLY = {"CreationDate", "LastModifiedDate", "ClientSecret", "ClientType"}


@pytest.fixture
def social_browsers(browser: Browser, social_url: str, console_errors: ConsoleErrors) -> Iterator[Browsers]:
    browsers = Browsers(browser, social_url, console_errors)
    yield browsers
    browsers.close()
    assert console_errors.unexpected() == []


@dataclass
class ProviderAccount:
    """An account at a provider."""

    subject: str = field(default_factory=lambda: secrets.token_hex(6))
    email: str = field(default_factory=lambda: f"{secrets.token_hex(6)}@example.com")

    def continue_with(self, page: Page, provider: str = "Facebook") -> None:
        """Press the provider's button on the sign-in page, and fill in who they are there."""
        page.goto("/auth/login?next=%2Fprofile")
        page.get_by_role("link", name=f"Continue with {provider}").click()
        self.fill_in(page)

    def fill_in(self, page: Page) -> None:
        """Say who they are, on the provider's page."""
        page.locator("#subject").fill(self.subject)
        page.locator("#email").fill(self.email)

    def answer(self, page: Page, action: str = "sign_in") -> None:
        """Press a button of the provider's page."""
        page.locator(f"button[value={action}]").click()


def test_newcomer_signs_in_with_facebook_connects_google_and_signs_out_at_the_domain_too(
    social_browsers: Browsers, console_errors: ConsoleErrors
) -> None:
    console_errors.expect(403, "/api/me/identities/Google")
    page, account = social_browsers.open(), ProviderAccount()
    account.continue_with(page)
    account.answer(page)

    expect(heading(page)).to_have_text("Your profile")
    assert page.url.endswith("/profile")
    assert {cookie.get("name") for cookie in page.context.cookies()} >= SESSIONS
    expect(page.get_by_text(account.email).first).to_be_visible()
    page.get_by_role("link", name="Security").click()
    expect(page.get_by_role("heading", name="Ways to sign in")).to_be_visible()
    expect(page.get_by_text("created this account")).to_be_visible()
    expect(page.get_by_role("link", name="Change password")).to_have_count(0)
    expect(page.get_by_role("heading", name="Second step at sign-in")).to_have_count(0)
    page.reload()
    expect(page.get_by_text("created this account")).to_be_visible()

    button(page, "Connect: Google").click()
    page.get_by_role("dialog").get_by_role("button", name="Sign in again").click()
    account.fill_in(page)
    account.answer(page)
    expect(heading(page)).to_have_text("Security")
    button(page, "Connect: Google").click()
    account.fill_in(page)
    account.answer(page)
    expect(page.get_by_text("Google is connected: you can sign in with it.")).to_be_visible()

    press_sign_out(page)
    page.wait_for_url("**/auth/signout")
    expect(page.get_by_text("You are signed out. See you soon.")).to_be_visible()
    assert {cookie.get("name") for cookie in page.context.cookies()}.isdisjoint(SESSIONS)


def test_failures_at_the_provider_are_explained_in_both_languages(
    social_browsers: Browsers, console_errors: ConsoleErrors
) -> None:
    console_errors.expect(400, CALLBACK)
    console_errors.expect(504, CALLBACK)
    page, account = social_browsers.open(size=PHONE), ProviderAccount()
    account.continue_with(page)
    account.answer(page, "refuse")
    expect(page.get_by_role("alert")).to_have_text("You cancelled the sign-in.")
    assert "code=" not in page.url
    assert "state=" not in page.url
    page.get_by_role("link", name="Back to sign in").click()

    page.get_by_role("link", name="Continue with Facebook").click()
    account.answer(page, "timeout")
    expect(page.get_by_role("alert")).to_have_text("The provider did not answer in time. Please try again.")
    choose_language(page, "Français")
    expect(page.get_by_role("alert")).to_have_text(re.compile("Le fournisseur n.a pas répondu à temps"))
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    page.get_by_role("link", name="Retour à la connexion").click()

    page.get_by_role("link", name="Continuer avec Facebook").click()
    account.answer(page, "no_email")
    expect(page.get_by_role("alert")).to_contain_text("pas transmis votre adresse e-mail")


def test_someone_with_an_account_is_told_connects_facebook_uses_it_and_disconnects(
    social_browsers: Browsers, console_errors: ConsoleErrors, alice: Person, outbox: Outbox
) -> None:
    console_errors.expect(409, CALLBACK)
    console_errors.expect(403, "/api/me/identities/Facebook")
    page, account = social_browsers.open(), ProviderAccount(email=alice.email)
    account.continue_with(page)
    account.answer(page)
    expect(page.get_by_role("alert")).to_contain_text("There is already an account with this e-mail address.")

    page.get_by_role("link", name="Sign in to your account").click()
    input_field(page, "E-mail address").fill(alice.email)
    input_field(page, "Password").fill(alice.password)
    button(page, "Sign in").click()
    expect(heading(page)).to_have_text("Security")
    button(page, "Connect: Facebook").click()
    confirm_identity(page, alice)
    account.fill_in(page)
    account.answer(page)
    expect(page.get_by_text("Facebook is connected: you can sign in with it.")).to_be_visible()

    press_sign_out(page)
    expect(page.get_by_text("You are signed out. See you soon.")).to_be_visible()
    account.continue_with(page)
    account.answer(page)
    expect(heading(page)).to_have_text("Your profile")
    expect(page.get_by_text(alice.email).first).to_be_visible()

    page.goto("/profile/security")
    button(page, "Disconnect: Facebook").click()
    confirm_identity(page, alice)
    expect(page.get_by_text("Disconnected.")).to_be_visible()
    expect(button(page, "Connect: Facebook")).to_be_visible()
    assert outbox.messages(alice.email)
