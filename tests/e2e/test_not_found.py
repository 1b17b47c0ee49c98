"""The not-found page and the error page."""

from urllib.parse import urlsplit

from playwright.sync_api import Page, Route, expect

from tests.e2e.by_hand import heading
from tests.e2e.console_errors import ConsoleErrors


class TestNotFound:
    def test_the_not_found_page_links_to_home(self, page: Page) -> None:
        page.goto("/no/such/page")

        expect(heading(page)).to_have_text("Page not found")
        page.get_by_role("link", name="Go to the home page").click()
        expect(heading(page)).to_have_text("Welcome to Vestibule")


class TestErrorPage:
    def test_the_error_page_offers_a_retry_when_a_screen_cannot_be_loaded(
        self, page: Page, console_errors: ConsoleErrors
    ) -> None:
        def fail(route: Route) -> None:
            console_errors.expect("ERR_FAILED", urlsplit(route.request.url).path)
            route.abort()

        page.route("**/assets/SignInPage*", fail)
        page.goto("/")
        page.get_by_role("main").get_by_role("link", name="Sign in").click()
        expect(heading(page)).to_have_text("Something went wrong")
        page.unroute("**/assets/SignInPage*")
        page.get_by_role("link", name="Reload the page").click()
        expect(heading(page)).to_have_text("Welcome back")
