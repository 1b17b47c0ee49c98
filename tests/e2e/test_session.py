"""The session: restored without a flash of another page, refreshed in time, and ended only by `session-ended`."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.apps import Outbox, Person, running, settings_for
from tests.cognito import create_cognito
from tests.e2e.browsers import Browsers
from tests.e2e.by_hand import button, field, heading, install_clock, let_pass, open_profile, press_sign_out
from tests.e2e.console_errors import ConsoleErrors
from tests.e2e.session import FILL_STORAGE, HOUR, ME, REFRESH, REMEMBER_WHAT_IS_SHOWN, requests_to, token
from tests.e2e.web import serve_web
from tests.servers import Clock, serve
from vestibule.main import create_app


class TestRestoring:
    def test_restoring_shows_the_requested_page_and_no_other(self, alice_page: Page) -> None:
        alice_page.add_init_script(REMEMBER_WHAT_IS_SHOWN)
        alice_page.goto("/profile")

        expect(heading(alice_page)).to_have_text("Your profile")
        shown = alice_page.evaluate("window.shown")
        assert "Welcome back" not in shown
        assert "Sign in" not in shown

    def test_restoring_with_an_expired_token_waits_for_the_refresh(self, alice_page: Page, clock: Clock) -> None:
        page, waiting = alice_page, []
        clock.advance(2 * HOUR)
        install_clock(page, clock)
        page.add_init_script(REMEMBER_WHAT_IS_SHOWN)
        page.route(f"**{REFRESH}", lambda route: waiting.append(route))  # noqa: PLW0108  a method of list cannot be marked
        page.goto("/profile")

        expect(page.get_by_role("status")).to_have_text("Restoring your session")
        expect(page.get_by_role("navigation").locator("a, button")).to_have_count(0)
        waiting[0].continue_()
        expect(heading(page)).to_have_text("Your profile")
        assert "Welcome back" not in page.evaluate("window.shown")

    def test_restoring_ignores_an_unreadable_token(self, alice_page: Page) -> None:
        alice_page.add_init_script("localStorage.setItem('user_token', 'no token')")
        alice_page.goto("/profile")

        expect(heading(alice_page)).to_have_text("Your profile")


class TestStorage:
    def test_cleared_storage_is_no_sign_out(self, alice_page: Page) -> None:
        page = alice_page
        page.goto("/")
        page.evaluate("localStorage.clear()")
        page.goto("/profile")

        expect(heading(page)).to_have_text("Your profile")
        assert token(page) is not None

    def test_cleared_storage_in_another_tab_is_no_sign_out(self, alice_page: Page) -> None:
        page, other = alice_page, alice_page.context.new_page()
        page.goto("/profile")
        expect(heading(page)).to_have_text("Your profile")
        other.goto("/")
        other.evaluate("localStorage.clear()")

        expect(page.get_by_role("button", name=re.compile("^Account"))).to_be_visible()
        expect(heading(page)).to_have_text("Your profile")

    def test_cleared_storage_after_a_sign_out_stays_signed_out(self, alice_page: Page) -> None:
        page = alice_page
        page.goto("/")
        press_sign_out(page)
        expect(page.get_by_text("You are signed out. See you soon.")).to_be_visible()
        page.evaluate("localStorage.clear()")
        page.goto("/profile")

        expect(heading(page)).to_have_text("Welcome back")

    def test_full_storage_keeps_the_session_in_memory(self, page: Page, alice: Person) -> None:
        page.goto("/auth/login")
        page.evaluate(FILL_STORAGE)
        field(page, "E-mail address").fill(alice.email)
        field(page, "Password").fill(alice.password)
        button(page, "Sign in").click()

        expect(page.get_by_role("button", name="Account: Alice")).to_be_visible()
        page.get_by_role("link", name="Open the protected page").click()
        expect(page.get_by_text("Nice job! Your token passed the auth test!")).to_be_visible()


class TestRenewal:
    def test_the_token_is_refreshed_before_it_expires(self, alice_page: Page, clock: Clock) -> None:
        page = alice_page
        install_clock(page, clock)
        page.goto("/auth/authenticated_page")
        before = token(page)
        with page.expect_response(f"**{REFRESH}") as answer:
            let_pass(HOUR - 30, clock, page)

        assert answer.value.ok
        page.wait_for_function("before => localStorage.getItem('user_token') !== before", arg=before)
        expect(heading(page)).to_have_text("The protected page")

    def test_a_refused_token_is_refreshed_once_and_the_request_repeated(
        self, alice_page: Page, alice: Person, clock: Clock, console_errors: ConsoleErrors
    ) -> None:
        page = alice_page
        console_errors.expect(401, "/api/auth_test")
        page.goto("/", wait_until="networkidle")  # the page's requests are answered while the token is valid
        expect(page.get_by_text(f"You are signed in as {alice.email}")).to_be_visible()
        refreshed = requests_to(page, REFRESH)
        clock.advance(2 * HOUR)
        page.get_by_role("link", name="Open the protected page").click()

        expect(page.get_by_text("Nice job! Your token passed the auth test!")).to_be_visible()
        open_profile(page)
        expect(heading(page)).to_have_text("Your profile")
        assert len(refreshed) == 1

    def test_the_token_is_refreshed_without_web_locks(self, alice_page: Page, clock: Clock) -> None:
        page = alice_page
        page.add_init_script("delete Navigator.prototype.locks")
        install_clock(page, clock)
        page.goto("/", wait_until="networkidle")
        assert page.evaluate("navigator.locks") is None
        before = token(page)
        with page.expect_response(f"**{REFRESH}") as answer:
            let_pass(HOUR - 30, clock, page)
            page.context.clock.run_for(1_000)

        assert answer.value.ok
        page.wait_for_function("before => localStorage.getItem('user_token') !== before", arg=before)


class TestEnd:
    def test_the_end_of_a_session_is_shown_with_a_link_to_sign_in(
        self, alice_page: Page, alice: Person, console_errors: ConsoleErrors
    ) -> None:
        page = alice_page
        page.goto("/auth/authenticated_page", wait_until="networkidle")
        alice.client.post("/api/auth/sign-out", json={"everywhere": True}, headers=alice.headers)
        for path in (ME, REFRESH):
            console_errors.expect(401, path)
        open_profile(page)

        notice = page.get_by_role("status").filter(has_text="Your session has ended.")
        expect(notice).to_have_text("Your session has ended. Please sign in again.")
        expect(notice).to_have_attribute("data-tone", "info")
        assert token(page) is None
        field(page, "Password").fill(alice.password)
        button(page, "Sign in").click()
        expect(heading(page)).to_have_text("Your profile")


class TestShortLivedTokens:
    """With a pool whose tokens are valid for seconds, on the real clock."""

    LIFE = 3

    @pytest.fixture
    def cognito_url(self, tmp_path: Path) -> Iterator[str]:
        with serve(create_cognito(tmp_path / "pool.sqlite3", access_token_seconds=self.LIFE)) as url:
            yield url

    @pytest.fixture
    def page(self, cognito_url: str, browser: Browser, console_errors: ConsoleErrors) -> Iterator[Page]:
        settings = settings_for(cognito_url)
        with serve(create_app(settings)) as api_url, serve_web(api_url) as url, running(settings, time.time) as client:
            browsers = Browsers(browser, url, console_errors)
            person = Person(client, Outbox(cognito_url)).sign_up().confirm()
            yield browsers.open(person)
            browsers.close()

    def test_short_lived_tokens_are_refreshed_repeatedly(self, page: Page) -> None:
        page.goto("/auth/authenticated_page")
        for _ in range(2):
            with page.expect_response(f"**{REFRESH}") as answer:
                pass
            assert answer.value.ok

        with page.expect_response("**/api/auth_test") as answer:
            button(page, "Send again").click()
        assert answer.value.ok
