"""Sign-out: only by a button, immediate, and repeated until the service knows."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.apps import Person, assert_problem
from tests.e2e.browsers import Browsers
from tests.e2e.by_hand import button, field, go_offline, heading, open_and_fetch_ahead, press_sign_out, sign_in
from tests.e2e.console_errors import ConsoleErrors
from tests.e2e.session import REFRESH, token
from tests.servers import Clock

SIGN_OUT = "/api/auth/sign-out"
GOODBYE = "You are signed out. See you soon."
PENDING = "the service has not been notified yet"


def refresh_status(page: Page) -> int:
    """The API's response to a refresh with this browser's cookie."""
    status: int = page.evaluate(
        "path => fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' })"
        ".then(({ status }) => status)",
        REFRESH,
    )
    return status


class TestSignOut:
    def test_sign_out_shows_a_confirmation_until_the_user_continues(self, alice_page: Page, alice: Person) -> None:
        page = alice_page
        page.clock.install()
        page.goto("/profile")
        press_sign_out(page)

        expect(heading(page)).to_have_text("Goodbye")
        expect(page.get_by_role("status").filter(has_text=GOODBYE)).to_be_visible()
        page.clock.fast_forward(60_000)
        expect(heading(page)).to_have_text("Goodbye")
        page.get_by_role("link", name="Sign in again").click()
        expect(heading(page)).to_have_text("Welcome back")
        expect(field(page, "E-mail address")).to_have_value(alice.email)

    def test_sign_out_leaves_no_token_and_no_cookie(self, alice_page: Page, alice: Person) -> None:
        alice_page.goto("/")
        press_sign_out(alice_page)
        expect(alice_page.get_by_text(GOODBYE)).to_be_visible()

        assert token(alice_page) is None
        assert alice_page.context.cookies() == []
        assert_problem(alice.client.get("/api/me", headers=alice.headers), 401, "token-revoked")

    def test_sign_out_is_a_button_and_not_a_link(self, alice_page: Page) -> None:
        page = alice_page
        for path in ("/auth/signout", "/auth/SignOut/", "/auth/login?next=/auth/SIGNOUT"):
            page.goto(path)
            expect(heading(page)).to_be_visible()
            expect(page.get_by_role("button", name=re.compile("^Account"))).to_be_visible()
            assert token(page) is not None

    def test_sign_out_by_a_link_asks_for_confirmation(self, alice_page: Page, alice: Person) -> None:
        page = alice_page
        page.goto("/auth/signout")
        expect(heading(page)).to_have_text("Sign out?")
        expect(page.get_by_text(f"You are signed in as {alice.email}.")).to_be_visible()

        button(page, "Sign out").click()
        expect(page.get_by_text(GOODBYE)).to_be_visible()
        assert token(page) is None

    def test_sign_out_is_not_repeated_by_back_or_reload(self, alice_page: Page, alice: Person, clock: Clock) -> None:
        page = alice_page
        page.goto("/profile/sessions")
        button(page, "Sign out everywhere").click()
        page.get_by_role("dialog").get_by_role("button", name="Sign out everywhere").click()
        expect(page.get_by_text("You are signed out on all your devices.")).to_be_visible()
        clock.advance(1)  # revocation compares whole seconds of issue
        page.locator("header").get_by_role("link", name="Sign in").click()
        field(page, "Password").fill(alice.password)
        button(page, "Sign in").click()
        expect(page.get_by_role("button", name=re.compile("^Account"))).to_be_visible()

        page.go_back()
        page.goto("/auth/signout")
        page.reload()
        expect(heading(page)).to_have_text("Sign out?")
        assert token(page) is not None

    def test_a_second_sign_out_stays_at_the_confirmation(self, alice_page: Page) -> None:
        page = alice_page
        page.goto("/")
        page.get_by_role("button", name=re.compile("^Account")).click()
        box = page.get_by_role("menuitem", name="Sign out").bounding_box()
        assert box is not None
        at = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.click(*at)
        expect(heading(page)).to_have_text("Goodbye")
        page.mouse.click(*at)

        expect(heading(page)).to_have_text("Goodbye")
        assert page.url.endswith("/auth/signout")


class TestOffline:
    def test_offline_sign_out_deletes_the_token_and_is_sent_later(
        self, browsers: Browsers, alice: Person, console_errors: ConsoleErrors
    ) -> None:
        page = browsers.open(alice, prefetch=True)
        console_errors.expect("ERR_INTERNET_DISCONNECTED", SIGN_OUT)
        open_and_fetch_ahead(page)
        go_offline(page, console_errors)
        press_sign_out(page)

        expect(page.get_by_role("alert")).to_contain_text(PENDING)
        assert token(page) is None
        expect(page.locator("header").get_by_role("link", name="Sign in")).to_be_visible()
        with page.expect_response(f"**{SIGN_OUT}") as answer:
            page.context.set_offline(False)
        assert answer.value.status == 204
        expect(page.get_by_text(GOODBYE)).to_be_visible()
        assert page.context.cookies() == []


class TestPendingSignOut:
    @pytest.fixture
    def pending_sign_out(self, alice_page: Page, console_errors: ConsoleErrors) -> Page:
        """Alice has signed out, and the service has answered 503."""
        console_errors.expect(503, SIGN_OUT)
        alice_page.route(f"**{SIGN_OUT}", lambda route: route.fulfill(status=503))
        alice_page.goto("/")
        press_sign_out(alice_page)
        expect(alice_page.get_by_role("alert")).to_contain_text(PENDING)
        return alice_page

    def test_a_failed_sign_out_is_shown_and_can_be_repeated(self, pending_sign_out: Page) -> None:
        assert token(pending_sign_out) is None
        pending_sign_out.unroute(f"**{SIGN_OUT}")
        button(pending_sign_out, "Try again").click()

        expect(pending_sign_out.get_by_text(GOODBYE)).to_be_visible()
        assert pending_sign_out.context.cookies() == []

    def test_a_failed_sign_out_is_shown_after_a_reload_and_on_every_page(self, pending_sign_out: Page) -> None:
        pending_sign_out.reload()
        expect(pending_sign_out.get_by_role("alert")).to_contain_text(PENDING)
        pending_sign_out.goto("/")
        expect(pending_sign_out.get_by_text(PENDING)).to_be_visible()

    def test_a_failed_sign_out_is_sent_on_the_next_visit(
        self, pending_sign_out: Page, console_errors: ConsoleErrors
    ) -> None:
        pending_sign_out.unroute(f"**{SIGN_OUT}")
        pending_sign_out.goto("/auth/signout")
        expect(pending_sign_out.get_by_text(GOODBYE)).to_be_visible()

        console_errors.expect(401, REFRESH)
        assert refresh_status(pending_sign_out) == 401

    def test_a_failed_sign_out_does_not_end_the_next_users_session(self, pending_sign_out: Page, alice: Person) -> None:
        sign_in(pending_sign_out, alice)
        expect(pending_sign_out.get_by_role("button", name=re.compile("^Account"))).to_be_visible()
        pending_sign_out.unroute(f"**{SIGN_OUT}")
        pending_sign_out.reload()
        expect(pending_sign_out.get_by_role("button", name=re.compile("^Account"))).to_be_visible()

        assert refresh_status(pending_sign_out) == 200
