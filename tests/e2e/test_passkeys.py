"""Passkeys in Chromium's virtual authenticator."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.apps import Person
from tests.e2e.by_hand import button, confirm_identity, expect_signed_in, field, sign_in, sign_out
from tests.e2e.console_errors import ConsoleErrors

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class TestPasskeys:
    @pytest.fixture
    def base(self, url: str) -> str:
        """The app at the host name that passkeys of the embedded pool are bound to."""
        return f"http://localhost:{urlsplit(url).port}"

    @pytest.fixture
    def authenticator(self, page: Page) -> Callable[[bool], object]:
        """An authenticator that is built in; the answer says whether it recognizes its user from now on."""
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        added = session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        return lambda recognizes: session.send("WebAuthn.setUserVerified", {**added, "isUserVerified": recognizes})

    def test_a_passkey_is_added_signs_in_and_is_deleted(
        self,
        page: Page,
        base: str,
        alice: Person,
        console_errors: ConsoleErrors,
        authenticator: Callable[[bool], object],
    ) -> None:
        console_errors.expect(403, "/api/me/passkeys/options")
        sign_in(page, alice, at=f"{base}/auth/login?next=/profile/security")
        field(page, "Name of the new passkey (optional)").fill("Alice's laptop")
        button(page, "Add a passkey").click()
        confirm_identity(page, alice)
        expect(page.get_by_role("status").filter(has_text="The passkey was added.")).to_be_visible()
        expect(page.get_by_role("list", name="Passkeys")).to_contain_text("Alice's laptop")

        sign_out(page)
        authenticator(False)
        page.goto(f"{base}/auth/login")
        expect(field(page, "E-mail address")).to_have_value(alice.email)
        button(page, "Sign in").click()
        expect(page.get_by_role("alert")).to_contain_text("passkey")
        button(page, "Choose another way").click()
        expect(field(page, "Password")).to_be_focused()
        authenticator(True)
        button(page, "Use a passkey").click()
        expect_signed_in(page, alice)

        sign_out(page)
        page.goto(f"{base}/auth/login")  # the suggestions of the address offer it, and this authenticator takes it
        expect_signed_in(page, alice)

        page.goto(f"{base}/profile/security")
        with page.expect_response("**/api/me/passkeys/*") as refusal:
            button(page, "Delete: Alice's laptop").click()
        console_errors.expect(403, urlsplit(refusal.value.url).path)
        dialog = page.get_by_role("dialog", name="Confirm that it is you")
        dialog.get_by_role("button", name="Use a passkey instead").click()
        dialog.get_by_role("button", name="Use my passkey").click()
        expect(page.get_by_text("You have no passkeys yet.")).to_be_visible()
