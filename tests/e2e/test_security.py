"""The account's second factors: turned on, chosen among, turned off; and signing in with what was set up."""

import re

import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
from playwright.sync_api import Locator, Page, expect

from tests.apps import Person
from tests.e2e.by_hand import button, confirm_identity, expect_fault, field, heading, sign_in, sign_out
from tests.e2e.console_errors import ConsoleErrors
from tests.factors import App, turn_on_totp
from tests.local_cognito.people import boto3_client
from tests.servers import Clock


@pytest.fixture
def cognito(cognito_url: str) -> CognitoIdentityProviderClient:
    return boto3_client(cognito_url)


@pytest.fixture
def page(alice_page: Page) -> Page:
    """Alice's security page."""
    alice_page.goto("/profile/security")
    expect(heading(alice_page)).to_have_text("Security")
    return alice_page


def set_up_app(page: Page, clock: Clock) -> App:
    """Begin to set up an authenticator app, which takes the key that is shown."""
    button(page, "Turn on: Authenticator app").click()
    expect(page.get_by_role("img", name="QR code for your authenticator app")).to_be_visible()
    return App(page.get_by_test_id("totp-secret").inner_text().replace(" ", ""), clock)


def step_up_dialog(page: Page) -> Locator:
    """The dialog that asks for a fresh proof of identity."""
    return page.get_by_role("dialog", name="Confirm that it is you")


class TestAuthenticatorApp:
    def test_the_set_up_of_an_app_is_cancelled_and_repeated_and_the_next_sign_in_asks_for_it(
        self, page: Page, alice: Person, clock: Clock, console_errors: ConsoleErrors
    ) -> None:
        console_errors.expect(400, "/api/me/mfa/totp/verify")
        set_up_app(page, clock)
        button(page, "Cancel").click()
        expect(page.get_by_test_id("totp-secret")).to_have_count(0)
        expect(button(page, "Turn on: Authenticator app")).to_be_focused()

        app = set_up_app(page, clock)
        expect(page.get_by_text("Scan this QR code")).to_be_focused()
        field(page, "Code from the app").fill("000000")
        button(page, "Turn on").click()
        expect_fault(page, "Code from the app", "This code is not right, has expired, or was used already.")
        field(page, "Name of this app or phone (optional)").fill("Alice's phone")
        field(page, "Code from the app").fill(app.code)
        button(page, "Turn on").click()
        expect(page.get_by_role("status").filter(has_text="Authenticator app: turned on.")).to_be_focused()
        expect(page.get_by_test_id("factor-totp")).to_contain_text("on")

        sign_out(page)
        sign_in(page, alice)
        expect(page.get_by_text("Alice's phone")).to_be_visible()
        field(page, "Code").fill(app.code)
        button(page, "Sign in").click()
        expect(page.get_by_text(f"You are signed in as {alice.email}")).to_be_visible()

    def test_an_app_is_turned_off_with_its_code(
        self,
        page: Page,
        alice: Person,
        cognito: CognitoIdentityProviderClient,
        clock: Clock,
        console_errors: ConsoleErrors,
    ) -> None:
        console_errors.expect(403, "/api/me/mfa/totp")
        app = turn_on_totp(alice, cognito, clock)
        page.reload()
        button(page, "Turn off: Authenticator app").click()
        dialog = step_up_dialog(page)
        expect(dialog.get_by_label("Code from the app")).to_be_focused()
        dialog.get_by_label("Code from the app").fill(app.code)
        page.keyboard.press("Enter")

        expect(page.get_by_role("status").filter(has_text="Authenticator app: turned off.")).to_be_visible()
        sign_out(page)
        sign_in(page, alice)
        expect(page.get_by_text(f"You are signed in as {alice.email}")).to_be_visible()


class TestMailedCode:
    def test_the_mailed_code_is_turned_on_and_off(
        self, page: Page, alice: Person, console_errors: ConsoleErrors
    ) -> None:
        console_errors.expect(403, "/api/me/mfa")
        button(page, "Turn on: Code by e-mail").click()
        expect(page.get_by_role("status").filter(has_text="Code by e-mail: turned on.")).to_be_visible()
        expect(button(page, "Turn off: Code by e-mail")).to_be_focused()
        button(page, "Turn off: Code by e-mail").click()
        confirm_identity(page, alice)

        expect(page.get_by_role("status").filter(has_text="Code by e-mail: turned off.")).to_be_visible()
        expect(page.get_by_test_id("factor-email_otp")).to_contain_text("off")

    def test_the_mailed_code_can_be_asked_for_before_the_app(
        self, page: Page, alice: Person, cognito: CognitoIdentityProviderClient, clock: Clock
    ) -> None:
        turn_on_totp(alice, cognito, clock)
        page.reload()
        button(page, "Turn on: Code by e-mail").click()
        button(page, "Ask for this first: Code by e-mail").click()
        expect(page.get_by_test_id("factor-email_otp")).to_contain_text("asked for first")

        sign_out(page)
        sign_in(page, alice)
        expect(heading(page)).to_have_text("Check your mail")


class TestStepUp:
    @pytest.fixture
    def page(self, page: Page) -> Page:
        """The security page, with mailed codes turned on, which a step-up turns off again."""
        button(page, "Turn on: Code by e-mail").click()
        expect(button(page, "Turn off: Code by e-mail")).to_be_enabled()
        return page

    @pytest.fixture(autouse=True)
    def _expected(self, console_errors: ConsoleErrors) -> None:
        console_errors.expect(403, "/api/me/mfa")

    def test_a_cancelled_step_up_changes_nothing_and_a_wrong_password_can_be_corrected(
        self, page: Page, alice: Person, console_errors: ConsoleErrors
    ) -> None:
        button(page, "Turn off: Code by e-mail").click()
        expect(step_up_dialog(page)).to_be_visible()
        page.keyboard.press("Escape")
        expect(step_up_dialog(page)).to_be_hidden()
        expect(page.get_by_role("alert")).to_contain_text("Nothing was changed")
        expect(button(page, "Turn off: Code by e-mail")).to_be_focused()
        expect(page.get_by_test_id("factor-email_otp")).to_contain_text("on")

        console_errors.expect(400, "/api/auth/step-up")
        button(page, "Turn off: Code by e-mail").click()
        password = step_up_dialog(page).get_by_label("Password", exact=True)
        password.fill("Not-the-password-1")
        page.keyboard.press("Enter")
        expect(password).to_have_attribute("aria-invalid", "true")
        confirm_identity(page, alice)

        expect(page.get_by_role("status").filter(has_text="Code by e-mail: turned off.")).to_be_visible()

    def test_a_mailed_code_proves_the_identity(self, page: Page, alice: Person) -> None:
        button(page, "Turn off: Code by e-mail").click()
        dialog = step_up_dialog(page)
        dialog.get_by_role("button", name="Use a code by e-mail instead").click()
        dialog.get_by_role("button", name="Send me a code").click()
        expect(dialog.get_by_label("Code from the e-mail")).to_be_focused()
        dialog.get_by_label("Code from the e-mail").fill(alice.code)
        page.keyboard.press("Enter")

        expect(page.get_by_role("status").filter(has_text="Code by e-mail: turned off.")).to_be_visible()

    def test_a_proof_counts_for_five_minutes(self, page: Page, alice: Person, clock: Clock) -> None:
        for seconds in (301, 240):
            clock.advance(seconds)
            button(page, "Turn off: Code by e-mail").click()
            if seconds == 301:
                confirm_identity(page, alice)
            button(page, "Turn on: Code by e-mail").click()
            expect(button(page, "Turn off: Code by e-mail")).to_be_enabled()
        clock.advance(301)
        button(page, "Turn off: Code by e-mail").click()

        expect(step_up_dialog(page)).to_be_visible()


class TestRecoveryCodes:
    def test_a_recovery_code_signs_in_who_lost_the_device_and_works_once(
        self,
        page: Page,
        alice: Person,
        cognito: CognitoIdentityProviderClient,
        clock: Clock,
        console_errors: ConsoleErrors,
    ) -> None:
        console_errors.expect(403, "/api/me/recovery-codes")
        console_errors.expect(400, "/api/auth/challenge")
        codes = make_recovery_codes(page, alice)
        turn_on_totp(alice, cognito, clock)
        sign_out(page)
        for expected in ("signed in", "refused"):
            sign_in(page, alice)
            button(page, "Lost your device?").click()
            expect(field(page, "Recovery code")).to_be_focused()
            field(page, "Recovery code").fill(codes[0].upper().replace("-", " "))
            button(page, "Continue").click()
            if expected == "signed in":
                field(page, "Password").fill(alice.password)
                button(page, "Sign in").click()
                expect(button(page, "Turn on: Authenticator app")).to_be_visible()
                alice.sign_in()
                turn_on_totp(alice, cognito, clock)
                sign_out(page)

        expect_fault(page, "Recovery code", "This code is not right, has expired, or was used already.")

    def test_recovery_codes_are_shown_once_to_be_copied_downloaded_and_printed(
        self, page: Page, alice: Person, console_errors: ConsoleErrors
    ) -> None:
        console_errors.expect(403, "/api/me/recovery-codes")
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        codes = make_recovery_codes(page, alice)
        button(page, "Copy the codes").click()
        expect(page.get_by_role("status").filter(has_text="Copied")).to_have_count(1)
        assert page.evaluate("navigator.clipboard.readText()").split() == codes
        with page.expect_download() as download:
            button(page, "Download").click()
        assert download.value.path().read_text().split() == codes
        page.emulate_media(media="print", color_scheme="dark")
        expect(page.get_by_role("list", name="Your recovery codes")).to_have_css("color", "rgb(0, 0, 0)")
        expect(heading(page)).to_be_hidden()
        assert len(re.findall(rb"/Type */Page\b", page.pdf())) == 1
        page.emulate_media(media="screen", color_scheme="light")
        button(page, "I have saved them").click()

        expect(page.get_by_role("list", name="Your recovery codes")).to_have_count(0)
        expect(page.get_by_test_id("recovery-codes-left")).to_have_text("10 codes are left.")


def make_recovery_codes(page: Page, person: Person) -> list[str]:
    """Make codes on the security page, and read them."""
    button(page, "Make recovery codes").click()
    confirm_identity(page, person)
    codes = page.get_by_role("list", name="Your recovery codes").get_by_role("listitem")
    expect(codes).to_have_count(10)
    return codes.all_inner_texts()
