"""The whole journey without a mouse."""

from playwright.sync_api import Locator, Page, expect

from tests.apps import Person
from tests.e2e.by_hand import field, heading

MANY = 40
FOCUS_CAN_BE_SEEN = """() => {
  const element = document.activeElement;
  const { outlineStyle, outlineWidth, borderColor } = getComputedStyle(element);
  const ring = outlineStyle !== "none" && outlineWidth !== "0px";
  return element === document.body || ring || (element.matches("input") && borderColor !== "rgba(0, 0, 0, 0)");
}"""


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus; every stop on the way can be seen to have it."""
    expect(target).to_be_visible()
    for _ in range(MANY):
        page.keyboard.press("Tab")
        page.wait_for_function(FOCUS_CAN_BE_SEEN)
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab does not lead to {target}.")


class TestKeyboard:
    def test_leads_from_home_through_sign_up_to_the_protected_page_and_out(self, page: Page, newcomer: Person) -> None:
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
        tab_to(page, page.get_by_role("link", name="Sign out", exact=True))
        page.keyboard.press("Enter")
        expect(heading(page)).to_have_text("Goodbye")

    def test_skips_to_the_content(self, page: Page) -> None:
        page.goto("/auth/login")
        expect(heading(page)).to_be_visible()
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")

        expect(field(page, "E-mail address")).to_be_focused()

    def test_looks_at_a_password_and_asks_to_delete_the_account(self, alice_page: Page) -> None:
        page = alice_page
        page.goto("/profile")
        tab_to(page, field(page, "Current password"))
        page.keyboard.type("Correct-horse-9")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        expect(field(page, "Current password")).to_have_attribute("type", "text")
        tab_to(page, page.get_by_role("button", name="Delete my account"))
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("Escape")

        expect(page.get_by_role("button", name="Delete my account")).to_be_focused()
