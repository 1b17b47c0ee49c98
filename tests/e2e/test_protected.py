"""The protected page: who can open it, and what it shows."""

import re

from playwright.sync_api import Page, expect

from tests.apps import Person
from tests.e2e.browsers import Browsers
from tests.e2e.by_hand import button, heading, install_clock, shorten_waits, sign_in
from tests.e2e.console_errors import ConsoleErrors
from tests.servers import Clock

PROTECTED = "/auth/authenticated_page"


class TestProtectedPage:
    def test_the_protected_page_shows_the_response_and_the_claims(self, alice_page: Page) -> None:
        alice_page.goto(PROTECTED)

        expect(alice_page.get_by_text("Nice job! Your token passed the auth test!")).to_be_visible()
        claims = alice_page.get_by_role("region", name="Claims of your token")
        expect(claims.get_by_role("term")).to_contain_text(["Subject", "Username", "App client", "Scopes"])
        expect(claims.get_by_text("vestibulelocal")).to_be_visible()

    def test_the_token_panel_counts_down_to_the_end_of_the_token(self, alice_page: Page, clock: Clock) -> None:
        install_clock(alice_page, clock)
        alice_page.goto(PROTECTED)
        timer = alice_page.get_by_role("timer")
        expect(timer).to_have_text(re.compile(r"^(59:\d\d|1:00:00)$"))
        alice_page.clock.fast_forward(10 * 60_000)

        expect(timer).to_have_text(re.compile(r"^(49:\d\d|50:00)$"))

    def test_the_token_panel_copies_the_token_and_a_curl_command(
        self, browsers: Browsers, alice: Person, url: str
    ) -> None:
        page = browsers.open(alice, permissions=["clipboard-read", "clipboard-write"])
        page.clock.install()
        page.goto(PROTECTED)
        expect(page.get_by_text(f'curl -H "Authorization: Bearer $TOKEN" {url}/api/auth_test')).to_be_visible()
        button(page, "Copy the token").click()
        expect(button(page, "Copied")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == alice.access_token

        button(page, "Copy the curl command with the token").click()
        page.clock.fast_forward(3_000)
        expect(button(page, "Copy the token")).to_be_visible()
        command = page.evaluate("navigator.clipboard.readText()")
        assert command == f'curl -H "Authorization: Bearer {alice.access_token}" {url}/api/auth_test'
        expect(page.get_by_text(alice.access_token)).to_have_count(0)

    def test_the_protected_page_repeats_the_request(self, alice_page: Page) -> None:
        alice_page.goto(PROTECTED)
        with alice_page.expect_response("**/api/auth_test") as answer:
            button(alice_page, "Send again").click()

        assert answer.value.ok

    def test_the_protected_page_marks_an_earlier_response(
        self, alice_page: Page, console_errors: ConsoleErrors
    ) -> None:
        page = alice_page
        shorten_waits(page)
        page.goto(PROTECTED)
        expect(page.get_by_text("The API has verified your token and responded:")).to_be_visible()
        console_errors.expect(503, "/api/auth_test")
        page.route("**/api/auth_test", lambda route: route.fulfill(status=503))
        button(page, "Send again").click()

        expect(page.get_by_role("alert")).to_contain_text("The service is not available at the moment.")
        expect(page.get_by_text("What the API responded before:")).to_be_visible()
        expect(page.get_by_text("The API has verified your token")).to_have_count(0)
        expect(button(page, "Try again")).to_have_count(0)

    def test_the_protected_page_sends_a_guest_to_sign_in_and_back(self, page: Page, alice: Person, url: str) -> None:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(PROTECTED)

        expect(heading(page)).to_have_text("Welcome back")
        assert f"{url}/api/auth_test" not in asked
        sign_in(page, alice, at=page.url)
        expect(heading(page)).to_have_text("The protected page")
