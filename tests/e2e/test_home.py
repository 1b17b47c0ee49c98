"""The home page: what this is, who is signed in, and links."""

from playwright.sync_api import Page, expect

from tests.apps import Person


class TestHome:
    def test_home_shows_a_guest_how_to_sign_in(self, page: Page) -> None:
        page.goto("/")

        expect(page.get_by_role("heading", level=1)).to_have_text("Welcome to Vestibule")
        navigation = page.get_by_role("navigation")
        expect(navigation.get_by_role("link")).to_have_text(["Sign in", "Sign up"])
        expect(page.get_by_role("main").get_by_role("link", name="Sign up")).to_be_visible()

    def test_home_shows_who_is_signed_in(self, alice_page: Page, alice: Person) -> None:
        alice_page.goto("/")

        expect(alice_page.get_by_text(f"You are signed in as {alice.email}")).to_be_visible()
        navigation = alice_page.get_by_role("navigation")
        expect(navigation.get_by_role("button", name="Account: Alice")).to_be_visible()
        navigation.get_by_role("button").click()
        expect(navigation.get_by_text(alice.email)).to_be_visible()
        expect(navigation.get_by_role("menuitem")).to_have_text(["Profile", "Protected page", "Sign out"])

    def test_home_links_to_the_protected_page(self, alice_page: Page) -> None:
        alice_page.goto("/")
        alice_page.get_by_role("link", name="Open the protected page").click()

        expect(alice_page.get_by_text("Nice job! Your token passed the auth test!")).to_be_visible()
