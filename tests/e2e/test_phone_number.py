"""A phone number is verified in the profile, so that codes by SMS can be turned on."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.apps import Outbox, Person, running, settings_for
from tests.e2e.browsers import PHONE as PHONE_SIZE, Browsers
from tests.e2e.by_hand import button, expect_fault, field
from tests.e2e.console_errors import ConsoleErrors
from tests.e2e.web import serve_web
from tests.factors import SMS_ON, make_pool
from tests.local_cognito.people import boto3_client
from tests.servers import Clock, serve
from vestibule.main import create_app

NUMBER = "+15555550142"
BY_EMAIL = {"AccountRecoverySetting": {"RecoveryMechanisms": [{"Priority": 1, "Name": "verified_email"}]}}


@pytest.fixture
def member(
    built: None,  # noqa: ARG001  built first
    browser: Browser,
    cognito_url: str,
    clock: Clock,
    console_errors: ConsoleErrors,
) -> Iterator[tuple[Page, Person]]:
    """A phone on which somebody with a phone number is signed in, in a pool that sends codes by SMS."""
    pool = make_pool(boto3_client(cognito_url), pool=BY_EMAIL, mfa={"MfaConfiguration": "OPTIONAL"} | SMS_ON)
    settings = settings_for(cognito_url, **pool)
    with (
        serve(create_app(settings, clock=clock)) as api_url,
        serve_web(api_url) as url,
        running(settings, clock) as client,
    ):
        person = Person(client, Outbox(cognito_url)).sign_up(phone_number=NUMBER).confirm()
        browsers = Browsers(browser, url, console_errors)
        yield browsers.open(person, size=PHONE_SIZE), person
        browsers.close()
    assert console_errors.unexpected() == []


def test_a_phone_number_is_verified_and_then_gets_codes(
    member: tuple[Page, Person], console_errors: ConsoleErrors
) -> None:
    page, person = member
    console_errors.expect(400, "/api/me/attributes/phone_number/verify")
    page.goto("/profile/security")
    expect(page.get_by_text("Codes by SMS need a verified phone number.")).to_be_visible()
    expect(page.get_by_test_id("factor-sms")).to_have_count(0)

    page.goto("/profile")
    expect(page.get_by_test_id("profile-phone")).to_have_text(NUMBER)
    button(page, "Verify this number").click()
    expect(field(page, "Code")).to_be_focused()
    field(page, "Code").press_sequentially("000000")
    button(page, "Verify").click()
    expect_fault(page, "Code", "This code is not right")
    button(page, "Cancel").click()
    expect(button(page, "Verify this number")).to_be_focused()
    button(page, "Verify this number").click()
    expect(page.get_by_text("We sent a code by SMS to")).to_be_visible()
    field(page, "Code").press_sequentially(person.outbox.code(NUMBER))
    button(page, "Verify").click()

    expect(page.get_by_role("status").filter(has_text="Your phone number has been verified.")).to_be_focused()
    page.get_by_role("link", name="Security").click()
    page.get_by_test_id("factor-sms").get_by_role("button").last.click()
    expect(page.get_by_text("Code by SMS: turned on.")).to_be_visible()
