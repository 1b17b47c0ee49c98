"""What every form tells browsers and password managers."""

import pytest
from playwright.sync_api import Page

from tests.apps import Person
from tests.e2e.browsers import Browsers
from tests.e2e.by_hand import field, heading

TOKENS = {
    "/auth/signup": {
        "E-mail address": "username",
        "Password": "new-password",
        "Confirm password": "new-password",
    },
    "/auth/login": {"E-mail address": "username", "Password": "current-password"},
    "/auth/verify_account": {"E-mail address": "username", "Code": "one-time-code"},
    "/auth/forgot_password": {"E-mail address": "username"},
    "/auth/forgot_password?code=123456": {
        "E-mail address": "username",
        "Code": "one-time-code",
        "New password": "new-password",
        "Confirm password": "new-password",
    },
    "/profile": {
        "Name (optional)": "name",
        "Current password": "current-password",
        "New password": "new-password",
        "Confirm password": "new-password",
    },
}


@pytest.mark.parametrize("path", TOKENS)
def test_fields_say_what_may_be_filled_in(browsers: Browsers, alice: Person, path: str) -> None:
    page = browsers.open(alice if path == "/profile" else None)
    page.goto(path)

    told = {label: field(page, label).get_attribute("autocomplete") for label in TOKENS[path]}

    assert told == TOKENS[path]


def test_code_brings_up_the_digits_of_a_phone(page: Page) -> None:
    page.goto("/auth/verify_account")

    assert field(page, "Code").get_attribute("inputmode") == "numeric"


def test_tab_is_named_after_the_page(page: Page) -> None:
    page.goto("/auth/login")
    heading(page).wait_for()

    assert page.title() == "Welcome back · Vestibule"
