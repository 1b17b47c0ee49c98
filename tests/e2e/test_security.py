"""The account's second factors: turned on, chosen among, turned off; and signing in with what was set up."""

import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
from playwright.sync_api import Page, expect

from tests.apps import Person
from tests.e2e.browsers import Browsers
from tests.e2e.by_hand import button, expect_fault, field, heading, press_sign_out, sign_in
from tests.e2e.complaints import Complaints
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


class TestAuthenticatorApp:
    def test_it_is_turned_on_and_asked_for_at_the_next_sign_in(
        self, page: Page, alice: Person, clock: Clock, complaints: Complaints
    ) -> None:
        complaints.announce(400, "/api/me/mfa/totp/verify")
        app = set_up_app(page, clock)
        expect(page.get_by_text("Scan this picture")).to_be_focused()
        field(page, "Code from the app").fill("000000")
        button(page, "Turn on").click()
        expect_fault(page, "Code from the app", "This code is not right, has expired, or was used already.")
        field(page, "Name of this app or phone (optional)").fill("Alice's phone")
        field(page, "Code from the app").fill(app.code)
        button(page, "Turn on").click()
        expect(page.get_by_role("status").filter(has_text="Authenticator app: turned on.")).to_be_focused()
        expect(page.get_by_test_id("factor-totp")).to_contain_text("on")

        press_sign_out(page)
        sign_in(page, alice)
        expect(page.get_by_text("Alice's phone")).to_be_visible()
        field(page, "Code").fill(app.code)
        button(page, "Sign in").click()
        expect(page.get_by_text(f"You are signed in as {alice.email}")).to_be_visible()

    def test_the_set_up_is_given_up(self, page: Page, clock: Clock) -> None:
        set_up_app(page, clock)
        button(page, "Cancel").click()

        expect(page.get_by_test_id("totp-secret")).to_have_count(0)
        expect(button(page, "Turn on: Authenticator app")).to_be_focused()

    def test_it_is_turned_off(
        self, browsers: Browsers, alice_signed_in: Person, cognito: CognitoIdentityProviderClient, clock: Clock
    ) -> None:
        page = browsers.open(alice_signed_in)
        turn_on_totp(alice_signed_in, cognito, clock)
        page.goto("/profile/security")
        button(page, "Turn off: Authenticator app").click()

        expect(page.get_by_role("status").filter(has_text="Authenticator app: turned off.")).to_be_visible()
        press_sign_out(page)
        sign_in(page, alice_signed_in)
        expect(page.get_by_text(f"You are signed in as {alice_signed_in.email}")).to_be_visible()


class TestMailedCode:
    def test_it_is_turned_on_and_off(self, page: Page) -> None:
        button(page, "Turn on: Code by e-mail").click()
        expect(page.get_by_role("status").filter(has_text="Code by e-mail: turned on.")).to_be_visible()
        expect(button(page, "Turn off: Code by e-mail")).to_be_focused()
        button(page, "Turn off: Code by e-mail").click()

        expect(page.get_by_role("status").filter(has_text="Code by e-mail: turned off.")).to_be_visible()
        expect(page.get_by_test_id("factor-email_otp")).to_contain_text("off")

    def test_it_can_be_asked_for_before_the_app(
        self, page: Page, alice: Person, cognito: CognitoIdentityProviderClient, clock: Clock
    ) -> None:
        turn_on_totp(alice, cognito, clock)
        page.reload()
        button(page, "Turn on: Code by e-mail").click()
        button(page, "Ask for this first: Code by e-mail").click()
        expect(page.get_by_test_id("factor-email_otp")).to_contain_text("asked for first")

        press_sign_out(page)
        sign_in(page, alice)
        expect(heading(page)).to_have_text("Check your mail")
