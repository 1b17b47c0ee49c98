"""Every screen, of guests and of members: accessible, no wider than a phone, and usable in a translated page."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Page

from tests.apps import Outbox, Person
from tests.e2e.browsers import Browsers
from tests.e2e.console_errors import ConsoleErrors
from tests.e2e.screens import SCREENS, Audience, Screen
from tests.e2e.survey import AXE, DOUBLE_TEXT, PHONE_WIDTH, SMALL_TARGETS, check, in_french


@pytest.fixture(scope="module")
def opened(browser: Browser, url: str) -> Iterator[Browsers]:
    browsers = Browsers(browser, url, ConsoleErrors())
    yield browsers
    browsers.close()


@pytest.fixture(scope="module")
def page_of(opened: Browsers, api: TestClient, outbox: Outbox) -> Callable[[Audience], Page]:
    """One browser of a guest and one of a member, for all screens: they load the app once."""

    @cache
    def page(audience: Audience) -> Page:
        return opened.open(Person(api, outbox).sign_up(name="Alice").confirm() if audience == "member" else None)

    return page


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_a_screen_is_accessible_fits_on_a_phone_can_be_translated_and_logs_no_error(
    page_of: Callable[[Audience], Page], screen: Screen, console_errors: ConsoleErrors
) -> None:
    page = page_of(screen.audience)
    console_errors.listen(page.context)

    assert check(page, screen) == {}
    assert console_errors.unexpected() == []


def test_the_checks_find_a_broken_screen(opened: Browsers) -> None:
    image = """() => {
      const image = document.createElement("img");
      image.style.minWidth = "900px";
      document.querySelector("h1").after(image);
      const button = document.createElement("button");
      button.textContent = "small";
      document.querySelector("footer").append(button);
    }"""
    broken = Screen("broken", "/", prepare=lambda page: page.evaluate(image))

    found = check(opened.open(), broken)

    assert list(found) == [SMALL_TARGETS, PHONE_WIDTH, DOUBLE_TEXT, AXE, *map(in_french, (PHONE_WIDTH, DOUBLE_TEXT))]
