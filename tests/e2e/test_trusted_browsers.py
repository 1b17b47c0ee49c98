"""Trust a browser, lose the phone, and end a session elsewhere, with a pool that tracks devices, and with mails."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

import httpx
import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
from playwright.sync_api import Page, expect

from tests.apps import Outbox, Person, settings_for
from tests.e2e.browsers import Browsers
from tests.e2e.by_hand import button, expect_signed_in, field, heading, sign_in, sign_out
from tests.e2e.console_errors import ConsoleErrors
from tests.e2e.screens import Screen
from tests.e2e.survey import check
from tests.e2e.web import serve_web
from tests.factors import TOTP_ON, App, make_pool, turn_on_totp
from tests.local_cognito.people import boto3_client
from tests.mail_server import MailServer, mail_server
from tests.servers import Clock, serve
from vestibule.main import create_app

POOL = {
    "DeviceConfiguration": {"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": True},
    "Schema": [{"Name": "recovery_codes", "AttributeDataType": "String", "Mutable": True}],
}
TRUST = "Trust this browser for 30 days: do not ask for a code here"


@dataclass
class Site:
    """The app, its API and its mail server, for a pool of their own."""

    url: str
    api_url: str
    mails: MailServer
    cognito: CognitoIdentityProviderClient


@pytest.fixture(scope="module")
def site(built: None, cognito_url: str, clock: Clock) -> Iterator[Site]:  # noqa: ARG001  built first
    cognito = boto3_client(cognito_url)
    pool = make_pool(cognito, pool=POOL, mfa={"MfaConfiguration": "OPTIONAL"} | TOTP_ON)
    with mail_server() as mails:
        app = create_app(settings_for(cognito_url, mail_url=mails.url, **pool), clock=clock)
        with serve(app) as api_url, serve_web(api_url) as url:
            yield Site(url, api_url, mails, cognito)


@pytest.fixture
def url(site: Site) -> str:
    """The app at this pool, for the browsers of these tests."""
    return site.url


@pytest.fixture
def gina(site: Site, outbox: Outbox) -> Iterator[Person]:
    """A user of this pool, who has signed in by another program."""
    with httpx.Client(base_url=site.api_url) as client:
        yield Person(cast("Any", client), outbox).sign_up().confirm().sign_in()


def enter_code(page: Page, app: App, *, trust: bool = False) -> None:
    field(page, "Code").fill(app.code)
    if trust:
        field(page, TRUST).check()
    button(page, "Sign in").click()


def test_a_trusted_browser_asks_for_no_code_until_it_is_forgotten_or_the_phone_is_lost(
    page: Page, site: Site, gina: Person, clock: Clock
) -> None:
    codes = gina.client.post("/api/me/recovery-codes", headers=gina.prove().headers).json()["codes"]
    assert site.mails.next_message()["Subject"].startswith("New recovery codes were created")
    app = turn_on_totp(gina, site.cognito, clock)
    sign_in(page, gina)
    enter_code(page, app, trust=True)
    expect_signed_in(page, gina)
    assert site.mails.next_message()["Subject"].startswith("New sign-in to your account")

    sign_out(page)
    sign_in(page, gina)
    expect_signed_in(page, gina)

    page.goto("/profile/security")
    browsers = page.get_by_role("list", name="Trusted browsers")
    expect(browsers.get_by_role("listitem")).to_have_count(1)
    expect(browsers).to_contain_text("this browser")
    assert check(page, Screen("security", "/profile/security", "member")) == {}
    page.goto("/profile/security")
    browsers.get_by_role("button", name="Forget").click()
    expect(page.get_by_role("status").filter(has_text="The browser is not trusted any more.")).to_be_visible()
    expect(page.get_by_text("You trust no browser yet.")).to_be_visible()

    sign_out(page)
    sign_in(page, gina)
    enter_code(page, app, trust=True)
    expect_signed_in(page, gina)
    sign_out(page)
    page.context.clear_cookies()
    sign_in(page, gina)
    button(page, "Lost your device?").click()
    field(page, "Recovery code").fill(codes[0])
    button(page, "Continue").click()
    field(page, "Password").fill(gina.password)
    button(page, "Sign in").click()
    expect(heading(page)).to_have_text("Security")  # to set up another factor
    assert site.mails.next_message()["Subject"].startswith("A recovery code was used")


def test_a_session_elsewhere_is_signed_out(
    browsers: Browsers, gina: Person, site: Site, console_errors: ConsoleErrors
) -> None:
    console_errors.expect(401, "/api/me")
    console_errors.expect(401, "/api/auth/refresh")
    here, there = browsers.open(), browsers.open(size=(390, 844))
    for page in (here, there):
        sign_in(page, gina)
        expect_signed_in(page, gina)
    here.goto("/profile/sessions")
    sessions = here.get_by_role("list", name="Where you are signed in")
    expect(sessions.get_by_role("listitem")).to_have_count(3)
    expect(sessions.get_by_role("listitem").filter(has_text="this session")).to_have_count(1)

    for left in (2, 1):
        sessions.get_by_role("button", name="Sign out").first.click()
        expect(sessions.get_by_role("listitem")).to_have_count(left)

    there.goto("/profile")
    expect(heading(there)).to_have_text("Welcome back")
    here.reload()
    expect(sessions.get_by_role("listitem")).to_have_count(1)
    while not site.mails.envelopes.empty():
        site.mails.next_message()
