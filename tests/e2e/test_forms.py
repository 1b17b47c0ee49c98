"""The attributes of forms for browsers and password managers."""

from playwright.sync_api import Page

from tests.apps import Person
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
    "/profile/security/password": {
        "Current password": "current-password",
        "New password": "new-password",
        "Confirm password": "new-password",
    },
}


def declared(page: Page, path: str) -> dict[str, str | None]:
    """The autocomplete values of the fields of a page, by their labels."""
    page.goto(path)
    return {label: field(page, label).get_attribute("autocomplete") for label in TOKENS[path]}


def test_fields_declare_their_autocomplete_values(page: Page) -> None:
    guests = [path for path in TOKENS if not path.startswith("/profile")]

    assert {path: declared(page, path) for path in guests} == {path: TOKENS[path] for path in guests}


def test_fields_of_the_account_declare_their_autocomplete_values(alice_page: Page, alice: Person) -> None:
    members = [path for path in TOKENS if path.startswith("/profile")]

    assert {path: declared(alice_page, path) for path in members} == {path: TOKENS[path] for path in members}
    assert alice_page.url.endswith("/profile/security/password")
    assert alice_page.locator("main form input[autocomplete=username]").input_value() == alice.email


def test_password_managers_find_the_username_beside_the_password(page: Page) -> None:
    for screen in SCREENS:
        if screen.name in {"sign-in-new-password", "sign-in-reset-required", "sign-in-password"}:
            screen.show(page)

            assert page.locator("main form input[autocomplete=username]").input_value() == "ada@example.com", screen


def test_code_field_opens_the_numeric_keyboard(page: Page) -> None:
    page.goto("/auth/verify_account")

    assert field(page, "Code").get_attribute("inputmode") == "numeric"


def test_page_title_names_the_page(page: Page) -> None:
    page.goto("/auth/login")
    heading(page).wait_for()

    assert page.title() == "Sign in · Vestibule"
