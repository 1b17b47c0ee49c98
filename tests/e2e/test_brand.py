"""The operator's name, logo and accent colour: from settings, without a build."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.apps import settings_for
from tests.e2e.browsers import Browsers
from tests.e2e.by_hand import heading
from tests.e2e.console_errors import ConsoleErrors
from tests.e2e.web import serve_web
from tests.servers import serve
from vestibule.main import create_app

LOGO = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='32' height='32'/%3E".replace(" ", "%20")
ACCENT = "#7a1fa2"


@pytest.fixture
def page(built: None, cognito_url: str, browser: Browser, console_errors: ConsoleErrors) -> Iterator[Page]:  # noqa: ARG001  built first
    """A browser before an API that has settings for the brand."""
    settings = settings_for(cognito_url, brand_name="Acme Bank", brand_logo_url=LOGO, brand_accent=ACCENT)
    with serve(create_app(settings)) as api_url, serve_web(api_url) as url:
        browsers = Browsers(browser, url, console_errors)
        yield browsers.open()
        browsers.close()
        assert console_errors.unexpected() == []


def test_the_brand_is_the_operators_on_every_page(page: Page) -> None:
    page.goto("/")
    home = page.get_by_role("link", name="Acme Bank, home")
    expect(home).to_contain_text("Acme Bank")
    expect(home.locator("img")).to_have_attribute("src", LOGO)
    expect(heading(page)).to_have_text("Welcome to Acme Bank")

    page.goto("/auth/login")
    expect(page).to_have_title("Sign in · Acme Bank")
    expect(page.locator("main form button[type=submit]")).to_have_css("background-color", "rgb(122, 31, 162)")
