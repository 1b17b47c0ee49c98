"""Signing in with a second factor: an authenticator app, mailed codes, and the set-up that a pool may require."""

from collections.abc import Iterator

import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
from playwright.sync_api import Browser, Page, expect

from tests.apps import Outbox, Person, running, settings_for
from tests.e2e.browsers import PHONE, Browsers
from tests.e2e.by_hand import (
    button,
    expect_fault,
    expect_password_seen,
    expect_signed_in,
    field,
    heading,
    send_a_new_code,
    sign_in,
    sign_out,
)
from tests.e2e.console_errors import ConsoleErrors
from tests.e2e.web import serve_web
from tests.factors import TOTP_ON, App, make_pool, turn_on_totp
from tests.local_cognito.people import boto3_client
from tests.servers import Clock, serve
from vestibule.main import create_app

CHALLENGE = "/api/auth/challenge"
CODE_REFUSED = "This code is not right, has expired, or was used already."
# A paste as browsers report it.
PASTE = """(input, text) => {
  input.focus();
  input.value = text;
  input.dispatchEvent(new InputEvent("input", { inputType: "insertFromPaste", bubbles: true }));
}"""


@pytest.fixture
def cognito(cognito_url: str) -> CognitoIdentityProviderClient:
    return boto3_client(cognito_url)


@pytest.fixture
def app(alice_signed_in: Person, cognito: CognitoIdentityProviderClient, clock: Clock) -> App:
    """Alice's authenticator app."""
    return turn_on_totp(alice_signed_in, cognito, clock)


@pytest.fixture(scope="module")
def strict(built: None, cognito_url: str, clock: Clock) -> Iterator[tuple[str, Person]]:  # noqa: ARG001  built first
    """The app on a pool that requires a second factor, and somebody with an account there."""
    changes = make_pool(boto3_client(cognito_url), pool={}, mfa={"MfaConfiguration": "ON", **TOTP_ON})
    settings = settings_for(cognito_url, **changes)
    with (
        serve(create_app(settings, clock=clock)) as api_url,
        serve_web(api_url) as url,
        running(settings, clock) as client,
    ):
        yield url, Person(client, Outbox(cognito_url)).sign_up().confirm()


def turn_on_mailed_codes(person: Person, cognito: CognitoIdentityProviderClient) -> None:
    """Ask for a mailed code at each sign-in."""
    cognito.set_user_mfa_preference(AccessToken=person.access_token, EmailMfaSettings={"Enabled": True})


class TestAuthenticatorApp:
    def test_the_code_of_an_app_signs_in_when_it_is_pasted(self, page: Page, alice: Person, app: App) -> None:
        sign_in(page, alice)

        expect(heading(page)).to_have_text("Enter the code from your app")
        expect(field(page, "Code")).to_be_focused()
        field(page, "Code").evaluate(PASTE, f"{app.code[:3]} {app.current_code[3:]}")
        expect_signed_in(page, alice)

    def test_a_wrong_code_can_be_corrected(
        self, page: Page, alice: Person, app: App, console_errors: ConsoleErrors
    ) -> None:
        console_errors.expect(400, CHALLENGE)
        sign_in(page, alice)
        field(page, "Code").fill("000000")
        button(page, "Sign in").click()

        expect_fault(page, "Code", CODE_REFUSED)
        expect(field(page, "Code")).to_be_focused()
        field(page, "Code").fill(app.code)
        page.keyboard.press("Enter")
        expect_signed_in(page, alice)

    def test_a_code_is_accepted_once(
        self, browsers: Browsers, page: Page, alice: Person, app: App, console_errors: ConsoleErrors
    ) -> None:
        console_errors.expect(400, CHALLENGE)
        sign_in(page, alice)
        field(page, "Code").fill(app.code)
        button(page, "Sign in").click()
        expect_signed_in(page, alice)
        other = browsers.open()
        sign_in(other, alice)
        field(other, "Code").fill(app.current_code)
        button(other, "Sign in").click()

        expect(field(other, "Code")).to_have_attribute("aria-invalid", "true")

    def test_a_late_code_leads_back_to_the_password(
        self, page: Page, alice: Person, app: App, clock: Clock, console_errors: ConsoleErrors
    ) -> None:
        console_errors.expect(400, CHALLENGE)
        sign_in(page, alice)
        expect(field(page, "Code")).to_be_visible()
        clock.advance(200)
        field(page, "Code").fill(app.code)
        button(page, "Sign in").click()

        expect(page.get_by_role("alert")).to_have_text("This step has expired. Please sign in again.")
        button(page, "Back to sign in").click()
        expect(field(page, "Password")).to_be_visible()

    def test_the_question_for_its_code_survives_a_reload(self, page: Page, alice: Person, app: App) -> None:
        sign_in(page, alice)
        expect(field(page, "Code")).to_be_visible()
        page.reload()
        field(page, "Code").fill(app.code)
        button(page, "Sign in").click()

        expect_signed_in(page, alice)
        assert page.evaluate("sessionStorage.getItem('vestibule_challenge')") is None


class TestMailedCode:
    def test_a_mailed_code_signs_in_and_can_be_sent_again(
        self, page: Page, alice_signed_in: Person, cognito: CognitoIdentityProviderClient, clock: Clock
    ) -> None:
        alice = alice_signed_in
        turn_on_mailed_codes(alice, cognito)
        page.clock.install()
        sign_in(page, alice)
        expect(heading(page)).to_have_text("Check your mail")
        expect(page.get_by_role("button", name="A new code in")).to_be_disabled()
        send_a_new_code(page, alice, clock)
        field(page, "Code").fill(alice.code)
        button(page, "Sign in").click()
        expect_signed_in(page, alice)

    @pytest.mark.usefixtures("app")
    def test_a_mailed_code_can_be_chosen_in_place_of_the_app(
        self, page: Page, alice: Person, cognito: CognitoIdentityProviderClient
    ) -> None:
        cognito.set_user_mfa_preference(
            AccessToken=alice.access_token,
            SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": False},
            EmailMfaSettings={"Enabled": True, "PreferredMfa": False},
        )
        sign_in(page, alice)
        expect(heading(page)).to_have_text("How do you want to sign in?")
        expect(button(page, "Authenticator app")).to_be_visible()
        button(page, "Code by e-mail").click()
        expect(heading(page)).to_have_text("Check your mail")
        expect(field(page, "Code")).to_be_focused()
        field(page, "Code").fill(alice.code)
        button(page, "Sign in").click()

        expect_signed_in(page, alice)


class TestForcedSetUp:
    def test_the_first_sign_in_sets_up_an_app_and_the_next_asks_for_its_code(
        self, browser: Browser, strict: tuple[str, Person], clock: Clock, console_errors: ConsoleErrors
    ) -> None:
        url, person = strict
        browsers = Browsers(browser, url, console_errors)
        page = browsers.open(size=PHONE)
        console_errors.expect(400, CHALLENGE)
        page.goto("/auth/login")
        expect_password_seen(page, seen=True)  # the pool offers nothing else
        sign_in(page, person)
        expect(heading(page)).to_have_text("Protect your account")
        button(page, "Use an authenticator app").click()
        expect(heading(page)).to_have_text("Set up your app")
        expect(page.get_by_role("img", name="QR code for your authenticator app")).to_be_visible()
        app = App(page.get_by_test_id("totp-secret").inner_text().replace(" ", ""), clock)
        field(page, "Code from the app").fill("000000")
        button(page, "Confirm and sign in").click()
        expect(field(page, "Code from the app")).to_have_attribute("aria-invalid", "true")
        page.reload()
        field(page, "Code from the app").fill(app.code)
        button(page, "Confirm and sign in").click()
        expect_signed_in(page, person)

        sign_out(page)
        sign_in(page, person)
        field(page, "Code").fill(app.code)
        button(page, "Sign in").click()
        expect_signed_in(page, person)
        browsers.close()
        assert console_errors.unexpected() == []
