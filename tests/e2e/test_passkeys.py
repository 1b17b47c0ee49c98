"""Passkeys in Chromium's virtual authenticator, and signing in by the address alone."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.apps import Person
from tests.e2e.by_hand import button, confirm_identity, field, heading, sign_in, sign_out
from tests.e2e.complaints import Complaints

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def begin_without_password(page: Page, base: str, person: Person) -> None:
    """Give the address alone."""
    page.goto(f"{base}/auth/login")
    field(page, "E-mail address").fill(person.email)
    button(page, "Use a passkey or a code").click()
    expect(heading(page)).to_have_text("How do you want to sign in?")


class TestPasskeys:
    @pytest.fixture
    def base(self, url: str) -> str:
        """The app at the host name that passkeys of the embedded pool are bound to."""
        return f"http://localhost:{urlsplit(url).port}"

    @pytest.fixture
    def page(self, page: Page) -> Page:
        """A browser with an authenticator that is built in."""
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        return page

    def test_one_is_added_signs_in_and_is_deleted(
        self, page: Page, base: str, alice: Person, complaints: Complaints
    ) -> None:
        complaints.announce(403, "/api/me/passkeys/options")
        sign_in(page, alice, at=f"{base}/auth/login?next=/profile/security")
        field(page, "Name of the new passkey (optional)").fill("Alice's laptop")
        button(page, "Add a passkey").click()
        confirm_identity(page, alice)
        expect(page.get_by_role("status").filter(has_text="The passkey was added.")).to_be_visible()
        expect(page.get_by_role("list", name="Passkeys")).to_contain_text("Alice's laptop")

        sign_out(page)
        begin_without_password(page, base, alice)
        button(page, "With a passkey").click()
        button(page, "Use my passkey").click()
        expect(page.get_by_text(f"You are signed in as {alice.email}")).to_be_visible()

        page.goto(f"{base}/profile/security")
        with page.expect_response("**/api/me/passkeys/*") as refusal:
            button(page, "Delete: Alice's laptop").click()
        complaints.announce(403, urlsplit(refusal.value.url).path)
        confirm_identity(page, alice)
        expect(page.get_by_text("You have no passkeys yet.")).to_be_visible()


class TestWithoutPassword:
    def test_the_password_can_still_be_chosen(self, page: Page, url: str, alice: Person) -> None:
        begin_without_password(page, url, alice)
        button(page, "With my password").click()
        field(page, "Password").fill(alice.password)
        button(page, "Sign in").click()

        expect(page.get_by_text(f"You are signed in as {alice.email}")).to_be_visible()
