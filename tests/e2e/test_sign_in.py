"""Sign-in: errors, challenges, and the page that follows."""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.apps import PASSWORD, Outbox, Person
from tests.e2e.by_hand import button, expect_fault, field, heading, press_sign_out, sign_in
from tests.e2e.console_errors import ConsoleErrors
from tests.local_cognito.people import POOL_ID, boto3_client

SIGN_IN = "/api/auth/sign-in"


class TestSignIn:
    def test_sign_in_remembers_the_address(self, page: Page, alice: Person) -> None:
        sign_in(page, alice)
        expect(page.get_by_text(f"You are signed in as {alice.email}")).to_be_visible()

        press_sign_out(page)
        page.get_by_role("link", name="Sign in again").click()
        expect(field(page, "E-mail address")).to_have_value(alice.email)
        expect(field(page, "Password")).to_have_value("")

    def test_sign_in_reports_a_wrong_password_in_the_form(
        self, page: Page, alice: Person, console_errors: ConsoleErrors
    ) -> None:
        console_errors.expect(401, SIGN_IN)
        alice.password = "Not-the-password-1"
        sign_in(page, alice)

        expect(field(page, "Password")).to_be_focused()
        expect_fault(page, "Password", "The address or the password is not right.")
        expect(field(page, "Password")).to_have_attribute("aria-invalid", "true")

    def test_sign_in_needs_an_address_alone(self, page: Page) -> None:
        page.goto("/auth/login")
        button(page, "Sign in").click()

        expect(field(page, "E-mail address")).to_be_focused()
        expect(field(page, "E-mail address")).to_have_attribute("aria-invalid", "true")
        expect(field(page, "Password")).not_to_have_attribute("aria-invalid", "true")

    def test_sign_in_waits_after_too_many_attempts(
        self, page: Page, alice: Person, console_errors: ConsoleErrors
    ) -> None:
        for _ in range(6):
            alice.try_to_sign_in("Not-the-password-1")
        console_errors.expect(429, SIGN_IN)
        sign_in(page, alice)

        expect(page.get_by_role("alert")).to_have_text(re.compile(r"Too many attempts\. Please wait (\d+|one) \w+\."))
        expect(page.get_by_role("button", name="Try again in")).to_be_disabled()

    def test_sign_in_continues_after_the_wait(self, page: Page, alice: Person, console_errors: ConsoleErrors) -> None:
        console_errors.expect(429, SIGN_IN)
        page.clock.install()
        problem = {"code": "too-many-attempts", "retry_after": 900}
        page.route(f"**{SIGN_IN}", lambda route: route.fulfill(status=429, json=problem))
        sign_in(page, alice)
        expect(page.get_by_role("alert")).to_have_text("Too many attempts. Please wait 15 minutes.")
        expect(button(page, "Try again in 15 minutes")).to_be_disabled()
        page.clock.fast_forward(901_000)

        expect(page.get_by_role("alert")).to_have_count(0)
        expect(button(page, "Sign in")).to_be_focused()

    def test_sign_in_redirects_signed_in_users(self, alice_page: Page) -> None:
        alice_page.goto("/auth/login")

        expect(heading(alice_page)).to_have_text("Welcome to Vestibule")


class TestFurtherSteps:
    def test_unconfirmed_users_are_sent_to_verify(self, page: Page, newcomer: Person) -> None:
        newcomer.sign_up()
        sign_in(page, newcomer, at="/auth/login?next=%2Fprofile")

        expect(heading(page)).to_have_text("Verify your address")
        expect(field(page, "E-mail address")).to_have_value(newcomer.email)
        expect(page.get_by_role("button", name="A new code in")).to_be_disabled()
        field(page, "Code").fill(newcomer.code)
        button(page, "Verify").click()
        expect(heading(page)).to_have_text("Your profile")

    def test_verification_asks_for_the_password_after_a_reload(self, page: Page, newcomer: Person) -> None:
        newcomer.sign_up()
        sign_in(page, newcomer)
        expect(heading(page)).to_have_text("Verify your address")

        page.reload()
        field(page, "Code").fill(newcomer.code)
        button(page, "Verify").click()
        expect(page.get_by_role("status").filter(has_text="Your address is verified. Please sign in.")).to_be_visible()

    def test_invited_users_choose_a_new_password(
        self, page: Page, newcomer: Person, cognito_url: str, outbox: Outbox
    ) -> None:
        boto3_client(cognito_url).admin_create_user(
            UserPoolId=POOL_ID,
            Username=newcomer.email,
            UserAttributes=[{"Name": "email", "Value": newcomer.email}, {"Name": "email_verified", "Value": "true"}],
            DesiredDeliveryMediums=["EMAIL"],
        )
        newcomer.password = outbox.code(newcomer.email)
        sign_in(page, newcomer)

        expect(heading(page)).to_have_text("Choose a new password")
        field(page, "New password").fill("weak")
        button(page, "Save and sign in").click()
        expect_fault(page, "New password", "The password does not meet every point below.")
        field(page, "New password").fill(PASSWORD)
        field(page, "Confirm password").fill(PASSWORD)
        button(page, "Save and sign in").click()
        expect(page.get_by_text(f"You are signed in as {newcomer.email}")).to_be_visible()


class TestReturn:
    @pytest.mark.parametrize("wanted", ["/profile/security#password", "/auth/authenticated_page?page=2"])
    def test_sign_in_returns_to_the_requested_page(self, page: Page, alice: Person, url: str, wanted: str) -> None:
        sign_in(page, alice, at=wanted)

        expect(page).to_have_url(f"{url}{wanted}")
        expect(page.get_by_role("banner").get_by_role("button", name=re.compile("^Account"))).to_be_visible()

    def test_sign_in_returns_home_from_any_other_url(self, alice_page: Page, url: str) -> None:
        # The unit tests of the app have all kinds of such URLs.
        for wanted in ("//evil.example", "https://evil.example/", "/auth/signout"):
            alice_page.goto(f"/auth/login?next={quote(wanted, safe='')}")

            expect(heading(alice_page)).to_have_text("Welcome to Vestibule")
            expect(alice_page).to_have_url(f"{url}/")
