"""Signing out: a goodbye, and nothing that is left behind."""

from playwright.sync_api import Page, expect

from tests.apps import Person, assert_problem
from tests.e2e.by_hand import button, field, heading
from tests.e2e.complaints import Complaints

SIGN_OUT = "/api/auth/sign-out"


class TestSignOut:
    def test_says_goodbye_and_stays_until_one_goes_on(self, alice_page: Page, alice: Person) -> None:
        page = alice_page
        page.clock.install()
        page.goto("/profile")
        page.get_by_role("link", name="Sign out", exact=True).click()

        expect(heading(page)).to_have_text("Goodbye")
        expect(page.get_by_role("status").filter(has_text="You are signed out. See you soon.")).to_be_visible()
        page.clock.fast_forward(60_000)
        expect(heading(page)).to_have_text("Goodbye")
        page.get_by_role("link", name="Sign in again").click()
        expect(heading(page)).to_have_text("Welcome back")
        expect(field(page, "E-mail address")).to_have_value(alice.email)

    def test_leaves_no_token_and_no_cookie(self, alice_page: Page, alice: Person) -> None:
        alice_page.goto("/auth/signout")
        expect(alice_page.get_by_text("You are signed out. See you soon.")).to_be_visible()

        assert alice_page.evaluate("localStorage.getItem('user_token')") is None
        assert alice_page.context.cookies() == []
        assert_problem(alice.client.get("/api/me", headers=alice.headers), 401, "token-revoked")

    def test_says_so_when_the_service_cannot_be_told(self, alice_page: Page, complaints: Complaints) -> None:
        page = alice_page
        complaints.announce(503, SIGN_OUT)
        page.route(f"**{SIGN_OUT}", lambda route: route.fulfill(status=503))
        page.goto("/auth/signout")

        expect(page.get_by_role("alert")).to_contain_text("the service could not be told")
        assert page.evaluate("localStorage.getItem('user_token')") is None
        page.unroute(f"**{SIGN_OUT}")
        button(page, "Try again").click()
        expect(page.get_by_text("You are signed out. See you soon.")).to_be_visible()
        assert page.context.cookies() == []
