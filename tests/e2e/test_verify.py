"""Verification of an address: a typed or pasted code, a link, another code."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.apps import Outbox, Person
from tests.e2e.browsers import Browsers
from tests.e2e.by_hand import button, expect_fault, field, heading, sign_up
from tests.e2e.console_errors import ConsoleErrors
from tests.servers import Clock

CONFIRM = "/api/auth/sign-up/confirm"
DAY = 24 * 3600
NEW = "Battery-staple-7"


class TestVerify:
    def test_a_pasted_code_signs_in(self, browsers: Browsers, newcomer: Person) -> None:
        page = browsers.open(permissions=["clipboard-read", "clipboard-write"])
        sign_up(page, newcomer)
        page.evaluate("text => navigator.clipboard.writeText(text)", f" {newcomer.code[:3]} {newcomer.code[3:]}\n")
        expect(field(page, "Code")).to_be_focused()
        page.keyboard.press("Control+V")

        expect(page.get_by_text(f"You are signed in as {newcomer.email}")).to_be_visible()

    def test_the_page_tells_where_the_code_went_and_what_is_wrong_with_a_code(
        self, page: Page, newcomer: Person, console_errors: ConsoleErrors
    ) -> None:
        console_errors.expect(400, CONFIRM)
        sign_up(page, newcomer)
        expect(page.get_by_text(f"We sent a code to {newcomer.email}.")).to_be_visible()
        expect(page.get_by_text("look in the spam folder")).to_be_visible()

        field(page, "Code").press_sequentially("12x3-4")
        button(page, "Verify").click()
        expect(field(page, "Code")).to_have_value("1234")
        expect(field(page, "Code")).to_be_focused()
        expect_fault(page, "Code", "The code has six digits.")

        field(page, "Code").fill("000000" if newcomer.code != "000000" else "000001")
        button(page, "Verify").click()
        expect_fault(page, "Code", "This code is not right, has expired, or was used already.")
        expect(field(page, "Code")).to_be_focused()

    def test_an_expired_code_is_reported(
        self, page: Page, newcomer: Person, clock: Clock, console_errors: ConsoleErrors
    ) -> None:
        console_errors.expect(400, CONFIRM)
        sign_up(page, newcomer)
        code = newcomer.code
        clock.advance(DAY + 1)
        field(page, "Code").fill(code)
        button(page, "Verify").click()

        expect_fault(page, "Code", "This code is not right, has expired, or was used already.")

    def test_another_code_is_sent_once_the_server_allows_it(self, page: Page, newcomer: Person, outbox: Outbox) -> None:
        page.clock.install()
        sign_up(page, newcomer)

        expect(page.get_by_role("button", name="A new code in")).to_be_disabled()
        page.clock.fast_forward(31_000)
        button(page, "Send a new code").click()
        expect(page.get_by_role("status").filter(has_text="A new code is on its way.")).to_be_visible()
        expect(page.get_by_role("button", name="A new code in")).to_be_disabled()
        assert len(outbox.messages(newcomer.email)) == 2

        field(page, "Code").fill(newcomer.code)
        button(page, "Verify").click()
        expect(page.get_by_text(f"You are signed in as {newcomer.email}")).to_be_visible()

    def test_a_new_code_requires_the_address(self, page: Page) -> None:
        page.goto("/auth/verify_account")
        button(page, "Send a new code").click()

        expect(field(page, "E-mail address")).to_be_focused()
        expect_fault(page, "E-mail address", "Please enter an address such as name@example.com.")

    def test_a_user_with_an_account_is_sent_to_a_new_password(
        self, page: Page, alice: Person, console_errors: ConsoleErrors
    ) -> None:
        console_errors.expect(400, CONFIRM)
        sign_up(page, alice)
        field(page, "Code").fill(alice.code)
        button(page, "Verify").click()
        expect_fault(page, "Code", "This code is not right, has expired, or was used already.")
        page.get_by_role("link", name="Reset the password").click()

        expect(heading(page)).to_have_text("Choose a new password")
        expect(field(page, "E-mail address")).to_have_value(alice.email)
        field(page, "New password").fill(NEW)
        field(page, "Confirm password").fill(NEW)
        button(page, "Set the new password").click()
        expect(page.get_by_role("status").filter(has_text="Your new password is set.")).to_be_visible()


class TestLink:
    @pytest.fixture
    def link(self, newcomer: Person) -> str:
        newcomer.sign_up()
        return f"/auth/verify_account?email={newcomer.email}&code={newcomer.code}"

    def test_a_link_works_on_a_new_device(self, page: Page, newcomer: Person, link: str) -> None:
        page.goto(link)
        expect(field(page, "E-mail address")).to_have_value(newcomer.email)
        expect(page).not_to_have_url(re.compile("code="))
        button(page, "Verify").click()

        expect(page.get_by_role("status").filter(has_text="Your address is verified. Please sign in.")).to_be_visible()
        expect(field(page, "E-mail address")).to_have_value(newcomer.email)
        field(page, "Password").fill(newcomer.password)
        button(page, "Sign in").click()
        expect(page.get_by_text(f"You are signed in as {newcomer.email}")).to_be_visible()

    def test_a_link_may_contain_a_code_with_other_characters(self, page: Page) -> None:
        page.goto("/auth/verify_account?email=ada@example.com&code=123-456")

        expect(field(page, "Code")).to_have_value("123456")

    def test_a_link_that_was_used_before_is_reported(
        self, page: Page, newcomer: Person, link: str, console_errors: ConsoleErrors
    ) -> None:
        newcomer.confirm()
        page.goto(link)
        console_errors.expect(400, CONFIRM)
        button(page, "Verify").click()

        expect_fault(page, "Code", "This code is not right, has expired, or was used already.")
        page.get_by_role("link", name="Back to sign in").click()
        expect(heading(page)).to_have_text("Welcome back")
