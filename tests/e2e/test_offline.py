"""Without a network: pages open that were fetched ahead, others say why they do not."""

import json
from urllib.parse import urlsplit

from playwright.sync_api import Page, Route, expect

from tests.apps import Person
from tests.e2e.browsers import Browsers
from tests.e2e.by_hand import (
    button,
    expect_fault,
    field,
    go_offline,
    heading,
    install_clock,
    open_and_fetch_ahead,
    sign_in,
)
from tests.e2e.console_errors import ConsoleErrors
from tests.servers import Clock

SIGN_IN_PAGE = "**/assets/SignInPage*"
FAULT_TEXTS = "**/assets/api-texts*"
SLOW = "This takes longer than usual."


class TestOffline:
    def test_a_page_that_was_not_visited_opens_offline(self, browsers: Browsers, console_errors: ConsoleErrors) -> None:
        page = browsers.open(prefetch=True)
        open_and_fetch_ahead(page)
        go_offline(page, console_errors)
        page.get_by_role("main").get_by_role("link", name="Sign in").click()

        expect(heading(page)).to_have_text("Welcome back")

    def test_a_page_that_could_not_be_fetched_opens_when_the_network_is_back(
        self, browsers: Browsers, console_errors: ConsoleErrors
    ) -> None:
        page = browsers.open(prefetch=True)
        _disconnect(page, SIGN_IN_PAGE, console_errors)
        open_and_fetch_ahead(page)
        go_offline(page, console_errors)
        page.get_by_role("main").get_by_role("link", name="Sign in").click()
        expect(heading(page)).to_have_text("You are offline")
        page.unroute(SIGN_IN_PAGE)
        page.context.set_offline(False)

        expect(heading(page)).to_have_text("Welcome back")

    def test_a_fault_whose_text_cannot_be_fetched_is_shown_in_general_words(
        self, page: Page, alice: Person, console_errors: ConsoleErrors
    ) -> None:
        console_errors.expect(401, "/api/auth/sign-in")
        _disconnect(page, FAULT_TEXTS, console_errors)
        alice.password = "Not-the-password-1"
        sign_in(page, alice)
        expect_fault(page, "Password", "Something went wrong. Please try again.")
        page.unroute(FAULT_TEXTS)
        button(page, "Sign in").click()

        expect_fault(page, "Password", "The address or the password is not right.")


def _disconnect(page: Page, files: str, console_errors: ConsoleErrors) -> None:
    """Let requests for these files fail as without a network."""

    def fail(route: Route) -> None:
        console_errors.expect("ERR_INTERNET_DISCONNECTED", urlsplit(route.request.url).path)
        route.abort("internetdisconnected")

    page.route(files, fail)


class TestSlowService:
    def test_a_slow_service_is_reported_after_five_seconds(self, alice_page: Page, clock: Clock) -> None:
        page, waiting = alice_page, []
        install_clock(page, clock)
        page.route("**/api/me", lambda route: waiting.append(route))  # noqa: PLW0108  a method of list cannot be marked
        page.goto("/profile")
        expect(page.locator(".mantine-Skeleton-root").first).to_be_visible()
        expect(page.get_by_text(SLOW)).to_have_count(0)
        page.clock.fast_forward(5_500)

        expect(page.get_by_text(SLOW)).to_be_visible()
        for route in waiting:
            route.continue_()
        expect(field(page, "Name (optional)")).to_have_value("Alice")

    def test_try_again_repeats_every_failed_request(self, alice_page: Page, console_errors: ConsoleErrors) -> None:
        page = alice_page
        problem = json.dumps({"code": "unknown-fault"})
        for path in ("/api/me", "/api/auth/config"):
            console_errors.expect(400, path)
            page.route(f"**{path}", lambda route: route.fulfill(status=400, body=problem))
        page.goto("/profile")
        expect(page.get_by_role("alert")).to_be_visible()
        page.unroute_all()
        page.get_by_role("main").get_by_role("button", name="Try again").click()

        expect(field(page, "Name (optional)")).to_have_value("Alice")


class TestCredentialsWithoutEvents:
    def test_credentials_filled_in_without_events_are_sent(self, page: Page, alice: Person) -> None:
        page.goto("/auth/login")
        expect(field(page, "Password")).to_be_visible()
        for label, value in (("E-mail address", alice.email), ("Password", alice.password)):
            field(page, label).evaluate("(input, value) => { input.value = value }", value)
        page.get_by_role("main").get_by_role("button", name="Sign in").click()

        expect(page.get_by_text(f"You are signed in as {alice.email}")).to_be_visible()
