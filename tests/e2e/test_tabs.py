"""Several tabs of one browser: one session."""

from playwright.sync_api import Page, expect

from tests.apps import Outbox, Person
from tests.e2e.by_hand import heading, install_clock, press_sign_out, sign_in
from tests.e2e.session import HOUR, REFRESH
from tests.servers import Clock

# A file of the app's origin without script.
PLAIN = "/robots.txt"


class TestTabs:
    def test_tabs_sign_out_together(self, alice_page: Page) -> None:
        one, other = alice_page, alice_page.context.new_page()
        one.goto("/profile")
        other.goto("/auth/authenticated_page")
        press_sign_out(one)

        expect(heading(other)).to_have_text("Welcome back")
        expect(other.get_by_role("status")).to_have_text("You were signed out in another tab.")

    def test_tabs_sign_in_together(self, page: Page, alice: Person) -> None:
        other = page.context.new_page()
        other.goto("/auth/login?next=%2Fprofile")
        sign_in(page, alice)

        expect(heading(other)).to_have_text("Your profile")

    def test_tabs_notice_another_user(self, alice_page: Page, outbox: Outbox, alice: Person) -> None:
        bob = Person(alice.client, outbox).sign_up(name="Bob").confirm().sign_in()
        alice_page.goto("/profile")
        expect(alice_page.get_by_label("Name (optional)", exact=True)).to_have_value("Alice")
        other = alice_page.context.new_page()
        other.goto(PLAIN)
        other.evaluate("token => localStorage.setItem('user_token', token)", bob.access_token)

        notice = alice_page.get_by_text("You are now signed in as another user")
        expect(notice).to_be_visible()
        expect(alice_page.locator("[data-tone=info]")).to_contain_text("You are now signed in as another user")
        expect(alice_page.get_by_label("Name (optional)", exact=True)).to_have_value("Bob")
        alice_page.get_by_role("button", name="Dismiss").click()
        expect(notice).to_be_hidden()

    def test_tabs_show_nothing_of_the_previous_user(self, alice_page: Page, outbox: Outbox, alice: Person) -> None:
        bob = Person(alice.client, outbox).sign_up(name="Bob").confirm().sign_in()
        ids = [person.client.get("/api/me", headers=person.headers).json()["sub"] for person in (alice, bob)]
        alice_page.goto("/auth/authenticated_page")
        expect(alice_page.get_by_text(ids[0]).first).to_be_visible()
        other = alice_page.context.new_page()
        other.goto(PLAIN)
        other.evaluate("token => localStorage.setItem('user_token', token)", bob.access_token)

        expect(alice_page.get_by_text(ids[1]).first).to_be_visible()
        expect(alice_page.get_by_text(ids[0])).to_have_count(0)
        expect(alice_page.get_by_role("button", name="Account: Bob")).to_be_visible()

    def test_tabs_refresh_the_token_once(self, alice_page: Page, clock: Clock) -> None:
        self._renew_once(alice_page, clock)

    def test_tabs_refresh_the_token_once_without_web_locks(self, alice_page: Page, clock: Clock) -> None:
        alice_page.context.add_init_script("delete Navigator.prototype.locks")
        self._renew_once(alice_page, clock)

    def _renew_once(self, page: Page, clock: Clock) -> None:
        """Three tabs find the token expired at the same moment."""
        context = page.context
        refreshed: list[str] = []
        context.on("request", lambda request: refreshed.append(request.url) if REFRESH in request.url else None)
        clock.advance(2 * HOUR)
        install_clock(page, clock)
        tabs = [page, context.new_page(), context.new_page()]
        for tab in tabs:
            tab.goto("/auth/authenticated_page", wait_until="commit")

        for tab in tabs:
            expect(tab.get_by_text("Nice job! Your token passed the auth test!")).to_be_visible()
        assert len(refreshed) == 1
