"""Signing in with the address first, where the pool offers more than passwords."""

import re

from playwright.sync_api import Page, expect

from tests.apps import Person
from tests.e2e.browsers import PHONE, Browsers
from tests.e2e.by_hand import (
    begin_sign_in,
    button,
    expect_fault,
    expect_password_seen,
    expect_signed_in,
    field,
    heading,
    send_a_new_code,
)
from tests.e2e.console_errors import ConsoleErrors
from tests.servers import Clock

CHALLENGE = "/api/auth/challenge"
NEW = "Battery-staple-7"


class TestPassword:
    def test_the_address_is_asked_first_and_the_password_next(self, browsers: Browsers, alice: Person) -> None:
        page = browsers.open(size=PHONE)
        page.goto("/auth/login")
        expect(heading(page)).to_have_text("Welcome back")
        expect_password_seen(page, seen=False)
        begin_sign_in(page, alice)

        expect(heading(page)).to_have_text("How do you want to sign in?")
        expect(page.get_by_text(f"Signing in as {alice.email}.")).to_be_visible()
        expect(field(page, "Password")).to_be_focused()
        assert page.locator("main form input[autocomplete=username]").input_value() == alice.email
        page.keyboard.type(alice.password)
        page.keyboard.press("Enter")
        expect_signed_in(page, alice)

    def test_the_tab_key_leads_from_the_address_to_the_password(self, page: Page, alice: Person) -> None:
        page.goto("/auth/login")
        expect_password_seen(page, seen=False)
        field(page, "E-mail address").fill(alice.email)
        page.keyboard.press("Tab")
        expect(field(page, "Password")).to_be_focused()
        expect_password_seen(page, seen=True)
        page.keyboard.type(alice.password)
        expect_password_seen(page, seen=True)
        page.keyboard.press("Enter")

        expect_signed_in(page, alice)

    def test_an_unconfirmed_user_verifies_the_address_and_is_signed_in(self, page: Page, newcomer: Person) -> None:
        newcomer.sign_up()
        begin_sign_in(page, newcomer)
        field(page, "Password").fill(newcomer.password)
        button(page, "Sign in").click()
        expect(heading(page)).to_have_text("Verify your address")
        field(page, "Code").fill(newcomer.code)
        button(page, "Verify").click()

        expect(page.get_by_role("button", name=re.compile("^Account"))).to_be_visible()


class TestMailedCode:
    def test_a_mailed_code_signs_in_after_a_reload_a_wrong_code_and_another_mail(
        self, page: Page, alice: Person, clock: Clock, console_errors: ConsoleErrors
    ) -> None:
        console_errors.expect(400, CHALLENGE)
        page.clock.install()
        begin_sign_in(page, alice)
        button(page, "Code by e-mail").click()
        expect(heading(page)).to_have_text("Check your mail")
        page.reload()
        field(page, "Code").fill("00000000")
        button(page, "Sign in").click()
        expect_fault(page, "Code", "This code is not right, has expired, or was used already.")
        expect(button(page, "Lost your device?")).to_have_count(0)
        send_a_new_code(page, alice, clock)
        field(page, "Code").fill(alice.code)
        button(page, "Sign in").click()

        expect_signed_in(page, alice)

    def test_another_way_can_be_chosen(self, page: Page, alice: Person) -> None:
        begin_sign_in(page, alice)
        button(page, "Code by e-mail").click()
        expect(heading(page)).to_have_text("Check your mail")
        button(page, "Choose another way").click()
        field(page, "Password").fill(alice.password)
        button(page, "Sign in").click()

        expect_signed_in(page, alice)

    def test_whoever_reads_the_mail_takes_over_an_account_that_somebody_else_prepared(
        self, page: Page, newcomer: Person
    ) -> None:
        newcomer.sign_up(name="Mallory")
        begin_sign_in(page, newcomer)
        button(page, "Code by e-mail").click()
        expect(heading(page)).to_have_text("Check your mail")  # the code is there
        field(page, "Code").fill(newcomer.code)
        button(page, "Sign in").click()
        expect(heading(page)).to_have_text("Your password must be reset")
        field(page, "Code").fill(newcomer.code)
        field(page, "New password").fill(NEW)
        field(page, "Confirm password").fill(NEW)
        button(page, "Save and sign in").click()

        expect_signed_in(page, newcomer)
        assert newcomer.try_to_sign_in().status_code == 401
