"""Every screen, of guests and of members: accessible, no wider than a phone, and usable in a translated page."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser

from tests.apps import Outbox, Person
from tests.e2e.browsers import Browsers
from tests.e2e.complaints import Complaints
from tests.e2e.screens import Audience, Screen, screens_for
from tests.e2e.survey import (
    AXE,
    AXE_IN_THE_DARK,
    DOUBLE_TEXT,
    PHONE_WIDTH,
    TRANSLATED,
    Findings,
    check_all,
)


@pytest.fixture(scope="module")
def complaints() -> Complaints:
    return Complaints()


@pytest.fixture(scope="module", params=["guest", "member"])
def audience(request: pytest.FixtureRequest) -> Audience:
    chosen: Audience = request.param
    return chosen


@pytest.fixture(scope="module")
def opened(browser: Browser, url: str, complaints: Complaints) -> Iterator[Browsers]:
    browsers = Browsers(browser, url, complaints)
    yield browsers
    browsers.close()


@pytest.fixture(scope="module")
def member(audience: Audience, api: TestClient, outbox: Outbox) -> Person | None:
    return Person(api, outbox).sign_up(name="Alice").confirm() if audience == "member" else None


@pytest.fixture(scope="module")
def findings(opened: Browsers, audience: Audience, member: Person | None) -> Findings:
    return check_all(opened.open(member), screens_for(audience))


def test_no_screen_violates_a_rule_of_axe(findings: Findings) -> None:
    assert findings[AXE] == {}


def test_no_screen_violates_a_rule_of_axe_about_colours_in_the_dark(findings: Findings) -> None:
    assert findings[AXE_IN_THE_DARK] == {}


def test_a_translated_page_keeps_working(findings: Findings) -> None:
    assert findings[TRANSLATED] == {}


def test_no_screen_is_wider_than_a_phone(findings: Findings) -> None:
    assert findings[PHONE_WIDTH] == {}


def test_no_screen_is_wider_than_a_small_phone_with_double_text(findings: Findings) -> None:
    assert findings[DOUBLE_TEXT] == {}


def test_no_screen_logs_an_error(findings: Findings, complaints: Complaints) -> None:
    assert findings is not None
    assert complaints.unannounced() == []


def test_the_checks_find_a_broken_screen(opened: Browsers) -> None:
    image = """() => {
      const image = document.createElement("img");
      image.style.minWidth = "900px";
      document.querySelector("h1").after(image);
    }"""
    broken = Screen("broken", "/", prepare=lambda page: page.evaluate(image))

    found = check_all(opened.open(), (broken,))

    assert [name for name, screens in found.items() if screens] == [PHONE_WIDTH, DOUBLE_TEXT, AXE]
