"""An account from sign-up to deletion through Caddy: over HTTP, and in a browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.apps import Person
from tests.compose.stack import Stack
from tests.e2e.browsers import BROWSER_TIMEOUT_MS, Browsers
from tests.e2e.by_hand import field, heading, sign_in, sign_up as sign_up_by_hand
from tests.e2e.chromium import launch
from tests.e2e.console_errors import ConsoleErrors


@pytest.fixture
def browsers(stack: Stack) -> Iterator[Browsers]:
    """Browsers that use Caddy; any error on the console fails the test."""
    console_errors = ConsoleErrors()
    expect.set_options(timeout=BROWSER_TIMEOUT_MS)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        browsers = Browsers(browser, stack.url, console_errors)
        yield browsers
        browsers.close()
        browser.close()
    assert console_errors.unexpected() == []


def test_account_works_from_sign_up_to_deletion(alice_signed_in: Person) -> None:
    alice, client = alice_signed_in, alice_signed_in.client
    changed = client.patch("/api/me", json={"attributes": {"name": "Alice W."}}, headers=alice.headers)
    client.post("/api/auth/password/forgot", json={"email": alice.email})
    reset = {"email": alice.email, "code": alice.code, "password": "Battery-staple-7"}
    forgotten = client.post("/api/auth/password/reset", json=reset)
    alice.password = "Battery-staple-7"
    refreshed = alice.sign_in().client.post("/api/auth/refresh")
    alice.access_token = refreshed.json()["access_token"]
    welcome = client.get("/api/auth_test", headers=alice.headers)
    gone = client.delete("/api/me", headers=alice.prove().headers)

    assert changed.json()["attributes"]["name"] == "Alice W."
    assert forgotten.status_code == 204
    assert refreshed.status_code == 200
    assert welcome.json()["message"] == "Nice job! Your token passed the auth test!"
    assert gone.status_code == 204
    assert client.get("/api/auth_test", headers=alice.headers).json()["code"] == "token-revoked"


def test_app_works_in_a_browser_with_the_security_headers(browsers: Browsers, newcomer: Person) -> None:
    page = browsers.open()

    sign_up_by_hand(page, newcomer)
    newcomer.confirm()
    sign_in(page, newcomer, at="/auth/authenticated_page")

    expect(page.get_by_text("Nice job! Your token passed the auth test!")).to_be_visible()
    page.goto("/profile")
    expect(field(page, "Name (optional)")).to_be_visible()
    page.reload()
    expect(heading(page)).to_be_visible()
