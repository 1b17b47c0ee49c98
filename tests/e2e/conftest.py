"""The built app with the real API and a real local Cognito, in the system's browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from local_cognito.embedded_pool import IDENTITY_POOL_ID
from tests.apps import Person, settings_for
from tests.e2e.browsers import Browsers
from tests.e2e.chromium import launch
from tests.e2e.console_errors import ConsoleErrors
from tests.e2e.web import build, serve_web
from tests.servers import Clock, serve
from vestibule.main import create_app


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Build the app. The workers of one run share the parent of their directories."""
    shared = tmp_path_factory.getbasetemp().parent
    build(Path(shared) / "build.lock")


@pytest.fixture(scope="session")
def url(built: None, cognito_url: str, clock: Clock) -> Iterator[str]:  # noqa: ARG001  built first
    """The URL of the app."""
    settings = settings_for(cognito_url, cognito_identity_pool_id=IDENTITY_POOL_ID)
    with serve(create_app(settings, clock=clock)) as api_url, serve_web(api_url) as web_url:
        yield web_url


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One browser, not for the session: while it runs, no other test of this process can run an event loop."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def console_errors() -> ConsoleErrors:
    """The console messages of this test's browsers; tests name expected failures here."""
    return ConsoleErrors()


@pytest.fixture
def browsers(browser: Browser, url: str, console_errors: ConsoleErrors) -> Iterator[Browsers]:
    """Opens browsers. Any console message that is not expected fails the test."""
    browsers = Browsers(browser, url, console_errors)
    yield browsers
    browsers.close()
    assert console_errors.unexpected() == []


@pytest.fixture
def page(browsers: Browsers) -> Page:
    """A browser without cookies and storage."""
    return browsers.open()


@pytest.fixture
def alice_page(browsers: Browsers, alice: Person) -> Page:
    """A browser in which Alice is signed in."""
    return browsers.open(alice)
