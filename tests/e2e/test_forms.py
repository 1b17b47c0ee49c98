"""The attributes of forms for browsers and password managers."""

import pytest
from playwright.sync_api import Page

from tests.apps import Person
from tests.e2e.browsers import Browsers
from tests.e2e.by_hand import field, heading
from tests.e2e.screens import SCREENS

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
    "/profile": {"Name (optional)": "name"},
    "/profile/security": {
        "Current password": "current-password",
        "New password": "new-password",
        "Confirm password": "new-password",
    },
}


@pytest.mark.parametrize("path", TOKENS)
def test_fields_declare_their_autocomplete_values(browsers: Browsers, alice: Person, path: str) -> None:
    page = browsers.open(alice if path.startswith("/profile") else None)
    page.goto(path)

    told = {label: field(page, label).get_attribute("autocomplete") for label in TOKENS[path]}

    assert told == TOKENS[path]


@pytest.mark.parametrize("name", ["sign-in-new-password", "sign-in-reset-required", "sign-in-password"])
def test_password_managers_find_the_username_beside_the_password(page: Page, name: str) -> None:
    next(screen for screen in SCREENS if screen.name == name).show(page)

    assert page.locator("main form input[autocomplete=username]").input_value() == "ada@example.com"


def test_password_managers_find_the_username_of_a_changed_password(alice_page: Page, alice: Person) -> None:
    alice_page.goto("/profile/security")

    assert alice_page.locator("main form input[autocomplete=username]").input_value() == alice.email


def test_code_field_opens_the_numeric_keyboard(page: Page) -> None:
    page.goto("/auth/verify_account")

    assert field(page, "Code").get_attribute("inputmode") == "numeric"


def test_page_title_names_the_page(page: Page) -> None:
    page.goto("/auth/login")
    heading(page).wait_for()

    assert page.title() == "Welcome back · Vestibule"
