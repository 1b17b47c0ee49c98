"""All actions with the keyboard alone."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.apps import Outbox, Person
from tests.e2e.by_hand import button, choose_language, confirm_identity, field, heading, shorten_waits, sign_up
from tests.e2e.console_errors import ConsoleErrors

MANY = 40
SENT = {"delivery": None, "resend_wait_seconds": 30}
# At least two pixels: an outline around the control, or one that contrasts with its border.
FOCUS_CAN_BE_SEEN = """() => {
  const element = document.activeElement;
  if (element === document.body) return true;
  const ringed = element.matches("input") ? element.closest(".mantine-Input-input") : element;
  const { outlineStyle, outlineWidth, outlineOffset, outlineColor, borderColor } = getComputedStyle(ringed);
  if (outlineStyle === "none") return false;
  const isApart = parseFloat(outlineWidth) >= 2 && parseFloat(outlineOffset) >= 2;
  return isApart || (element.matches("input") && parseFloat(outlineWidth) >= 1 && outlineColor === borderColor);
}"""


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus; the focus must be visible at every stop."""
    expect(target).to_be_visible()
    for _ in range(MANY):
        page.keyboard.press("Tab")
        page.wait_for_function(FOCUS_CAN_BE_SEEN)
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab does not lead to {target}.")


class TestKeyboard:
    def test_keyboard_alone_is_enough_from_sign_up_to_sign_out(self, page: Page, newcomer: Person) -> None:
        main = page.get_by_role("main")
        page.goto("/")
        tab_to(page, main.get_by_role("link", name="Sign up"))
        page.keyboard.press("Enter")
        expect(heading(page)).to_be_focused()
        for label, text in (
            ("E-mail address", newcomer.email),
            ("Password", newcomer.password),
            ("Confirm password", newcomer.password),
        ):
            tab_to(page, field(page, label))
            page.keyboard.type(text)
        page.keyboard.press("Enter")
        expect(heading(page)).to_have_text("Verify your address")
        tab_to(page, field(page, "Code"))
        page.keyboard.type(newcomer.code)
        page.keyboard.press("Enter")
        tab_to(page, main.get_by_role("link", name="Open the protected page"))
        page.keyboard.press("Enter")
        expect(page.get_by_text("Nice job! Your token passed the auth test!")).to_be_visible()

        page.goto("/profile")
        tab_to(page, page.get_by_role("button", name=re.compile("^Account")))
        page.keyboard.press("Enter")
        expect(page.get_by_role("menuitem", name="Profile")).to_be_focused()
        page.keyboard.press("ArrowUp")
        expect(page.get_by_role("menuitem", name="Sign out")).to_be_focused()
        page.keyboard.press("Enter")
        expect(heading(page)).to_have_text("Goodbye")

    def test_skip_link_moves_to_the_content(self, page: Page) -> None:
        page.goto("/auth/login")
        expect(heading(page)).to_be_visible()
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")

        expect(field(page, "E-mail address")).to_be_focused()

    def test_keyboard_alone_shows_a_password_and_deletes_the_account(self, alice_page: Page) -> None:
        page = alice_page
        page.goto("/profile/security/password")
        tab_to(page, field(page, "Current password"))
        page.keyboard.type("Correct-horse-9")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        expect(field(page, "Current password")).to_have_attribute("type", "text")
        page.goto("/profile/data")
        tab_to(page, page.get_by_role("button", name="Delete my account"))
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("Escape")

        expect(page.get_by_role("button", name="Delete my account")).to_be_focused()


class TestFocus:
    """The focus never falls back to the body, where a user would have to start again."""

    @pytest.mark.parametrize(
        ("path", "name", "request_path"),
        [("/profile", "Save", "/api/me"), ("/auth/authenticated_page", "Send again", "/api/auth_test")],
    )
    def test_focus_stays_on_the_pressed_button(self, alice_page: Page, path: str, name: str, request_path: str) -> None:
        page = alice_page
        page.goto(path)
        if name == "Save":
            field(page, "Name (optional)").fill("Alice Liddell")
        expect(button(page, name)).to_be_enabled()
        with page.expect_response(f"**{request_path}"):
            button(page, name).click()

        expect(button(page, name)).to_be_enabled()
        expect(button(page, name)).to_be_focused()

    def test_focus_stays_on_a_disabled_button(self, page: Page, newcomer: Person) -> None:
        sign_up(page, newcomer)
        page.goto(f"/auth/verify_account?email={newcomer.email}")
        page.route("**/api/auth/sign-up/resend", lambda route: route.fulfill(json=SENT))
        button(page, "Send a new code").click()

        waiting = page.get_by_role("button", name="A new code in")
        expect(waiting).to_be_disabled()
        expect(waiting).to_be_focused()

    def test_focus_moves_to_the_heading_during_a_retry(self, alice_page: Page, console_errors: ConsoleErrors) -> None:
        page = alice_page
        console_errors.expect(503, "/api/auth_test")
        page.route("**/api/auth_test", lambda route: route.fulfill(status=503))
        shorten_waits(page)
        page.goto("/auth/authenticated_page")
        button(page, "Try again").click()

        expect(heading(page)).to_be_focused()

    def test_focus_moves_to_the_heading_of_the_next_step(self, page: Page) -> None:
        page.goto("/auth/forgot_password")
        expect(heading(page)).not_to_be_focused()
        field(page, "E-mail address").fill("nobody@example.com")
        button(page, "Send the code").click()

        expect(heading(page)).to_have_text("Choose a new password")
        expect(heading(page)).to_be_focused()

    def test_focus_stays_when_the_language_is_switched(self, page: Page) -> None:
        page.goto("/")
        page.get_by_role("main").get_by_role("link", name="Sign in").click()
        expect(heading(page)).to_be_focused()
        choose_language(page, "Français")

        expect(heading(page)).to_have_text("Heureux de vous revoir")
        expect(page.get_by_role("button", name="Langue")).to_be_focused()

    def test_focus_moves_to_the_address_change_and_back(
        self, alice_page: Page, alice: Person, outbox: Outbox, console_errors: ConsoleErrors
    ) -> None:
        page = alice_page
        console_errors.expect(403, "/api/me")
        page.goto("/profile")
        button(page, "Change address").click()
        expect(field(page, "New e-mail address")).to_be_focused()
        button(page, "Cancel").click()
        expect(button(page, "Change address")).to_be_focused()

        button(page, "Change address").click()
        field(page, "New e-mail address").fill("alices-new-address@example.com")
        button(page, "Change address").click()
        confirm_identity(page, alice)
        expect(field(page, "Code")).to_be_focused()
        field(page, "Code").fill(outbox.code("alices-new-address@example.com"))
        button(page, "Verify").click()
        expect(button(page, "Change address")).to_be_focused()

    def test_focus_returns_when_the_deletion_is_cancelled(self, alice_page: Page) -> None:
        page = alice_page
        page.goto("/profile/data")
        button(page, "Delete my account").click()
        page.get_by_role("dialog").get_by_role("button", name="Keep my account").click()

        expect(button(page, "Delete my account")).to_be_focused()
