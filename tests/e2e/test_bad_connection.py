"""A session while the network or the API is unavailable: it continues, with a notice."""

from playwright.sync_api import Page, expect

from tests.apps import Person
from tests.e2e.browsers import Browsers
from tests.e2e.by_hand import button, go_offline, heading, install_clock, let_pass, open_and_fetch_ahead, shorten_waits
from tests.e2e.console_errors import ConsoleErrors
from tests.e2e.session import HOUR, REFRESH, token
from tests.servers import Clock


class TestBadConnection:
    def test_the_session_is_kept_while_the_service_fails(
        self, alice_page: Page, clock: Clock, console_errors: ConsoleErrors
    ) -> None:
        page = alice_page
        console_errors.expect(503, REFRESH)
        install_clock(page, clock)
        page.route(f"**{REFRESH}", lambda route: route.fulfill(status=503))
        page.goto("/profile")
        before = token(page)
        let_pass(HOUR - 30, clock, page)

        notice = page.get_by_text("You are still signed in; we are trying again.")
        expect(notice).to_be_visible()
        expect(heading(page)).to_have_text("Your profile")
        assert token(page) == before
        page.unroute(f"**{REFRESH}")
        let_pass(5, clock, page)
        expect(notice).to_be_hidden()
        assert token(page) != before

    def test_a_failure_that_the_page_shows_is_not_shown_twice(
        self, alice_page: Page, clock: Clock, console_errors: ConsoleErrors
    ) -> None:
        page = alice_page
        for path in (REFRESH, "/api/auth_test"):
            console_errors.expect(503, path)
            page.route(f"**{path}", lambda route: route.fulfill(status=503))
        install_clock(page, clock)
        shorten_waits(page)
        page.goto("/auth/authenticated_page")
        expect(page.get_by_role("alert")).to_be_visible()
        with page.expect_response(f"**{REFRESH}"):
            let_pass(HOUR - 30, clock, page)

        notice = page.get_by_text("You are still signed in; we are trying again.")
        expect(notice).to_be_attached()
        expect(notice).to_be_hidden()
        expect(page.get_by_role("alert")).to_be_visible()
        page.get_by_role("link", name="Vestibule, home").click()
        expect(notice).to_be_visible()

    def test_the_session_is_kept_offline_and_continues_online(
        self, browsers: Browsers, alice: Person, console_errors: ConsoleErrors
    ) -> None:
        page = browsers.open(alice, prefetch=True)
        open_and_fetch_ahead(page, "/auth/authenticated_page")
        expect(page.get_by_text("Nice job! Your token passed the auth test!")).to_be_visible()
        go_offline(page, console_errors)

        notice = page.get_by_text("You are offline, and still signed in. This page will continue when you reconnect.")
        expect(notice).to_be_visible()
        expect(page.locator("[data-tone=warning]")).to_contain_text("You are offline")
        page.get_by_role("contentinfo").scroll_into_view_if_needed()
        expect(notice).to_be_in_viewport()
        button(page, "Send again").click()
        expect(heading(page)).to_have_text("The protected page")
        with page.expect_response("**/api/auth_test") as answer:
            page.context.set_offline(False)
        assert answer.value.ok
        expect(notice).to_be_hidden()

    def test_a_token_that_expired_offline_is_refreshed_online(
        self, alice_page: Page, clock: Clock, console_errors: ConsoleErrors
    ) -> None:
        page = alice_page
        console_errors.expect("ERR_INTERNET_DISCONNECTED", REFRESH)
        install_clock(page, clock)
        page.goto("/profile")
        before = token(page)
        go_offline(page, console_errors)
        let_pass(2 * HOUR, clock, page)
        expect(page.get_by_text("You are offline, and still signed in.")).to_be_visible()
        assert token(page) == before

        with page.expect_response(f"**{REFRESH}") as answer:
            page.context.set_offline(False)
        assert answer.value.ok
        expect(heading(page)).to_have_text("Your profile")

    def test_a_session_that_cannot_be_restored_yet_is_announced(
        self, alice_page: Page, clock: Clock, console_errors: ConsoleErrors
    ) -> None:
        page = alice_page
        console_errors.expect(503, REFRESH)
        clock.advance(2 * HOUR)
        install_clock(page, clock)
        page.route(f"**{REFRESH}", lambda route: route.fulfill(status=503))
        page.goto("/auth/authenticated_page")

        expect(page.get_by_text("The service cannot be reached at the moment.").first).to_be_visible()
        assert token(page) is not None
        page.unroute(f"**{REFRESH}")
        let_pass(60, clock, page)
        expect(page.get_by_text("Nice job! Your token passed the auth test!")).to_be_visible()
