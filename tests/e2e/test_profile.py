"""The profile: details, password, address, sessions, and deletion of the account."""

import re
import secrets

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.apps import Outbox, Person
from tests.e2e.browsers import Browsers
from tests.e2e.by_hand import button, confirm_identity, expect_fault, field, heading, sign_in
from tests.e2e.console_errors import ConsoleErrors

NEW = "Battery-staple-7"


@pytest.fixture
def page(alice_page: Page) -> Page:
    """Alice's profile."""
    alice_page.goto("/profile")
    expect(heading(alice_page)).to_have_text("Your profile")
    return alice_page


def panel(page: Page, title: str) -> Locator:
    return page.get_by_role("region", name=title, exact=True)


class TestDetails:
    def test_details_are_sent_when_they_changed_saved_and_deleted(self, page: Page) -> None:
        button(page, "Save").click()
        notice = page.get_by_role("status").filter(has_text="There is nothing to save.")
        expect(notice).to_have_attribute("data-tone", "info")

        name, agent_name = field(page, "Name (optional)"), field(page, "Agent name (optional)")
        expect(name).to_have_value("Alice")
        name.fill("Alice Liddell")
        agent_name.fill("")
        button(page, "Save").click()

        expect(page.get_by_role("status").filter(has_text="Your profile has been saved.")).to_be_visible()
        page.reload()
        expect(name).to_have_value("Alice Liddell")
        expect(agent_name).to_have_value("")

    def test_refused_details_are_reported_at_their_field(self, page: Page, console_errors: ConsoleErrors) -> None:
        console_errors.expect(422, "/api/me")
        refusal = {"code": "invalid-attribute", "field": "attributes.agentName"}
        page.route("**/api/me", lambda route: route.fulfill(status=422, json=refusal))
        field(page, "Agent name (optional)").fill("Nobody")
        button(page, "Save").click()

        expect(field(page, "Agent name (optional)")).to_be_focused()
        expect_fault(page, "Agent name (optional)", "One of these details is missing or cannot be used.")

    def test_details_accept_a_phone_number_as_people_write_it(
        self, page: Page, alice: Person, console_errors: ConsoleErrors
    ) -> None:
        console_errors.expect(403, "/api/me")
        phone = field(page, "Phone number (optional)")
        expect(phone).to_have_accessible_description("With country code, such as +33 6 12 34 56 78")
        phone.fill("06 12 34 56 78")
        button(page, "Save").click()
        expect_fault(page, "Phone number (optional)", "Please enter the number with its country code")
        phone.fill("+33 6 12 34 56 78")
        button(page, "Save").click()
        confirm_identity(page, alice)

        expect(page.get_by_role("status").filter(has_text="Your profile has been saved.")).to_be_visible()
        page.reload()
        expect(phone).to_have_value("+33612345678")


class TestNavigation:
    def test_the_navigation_leads_to_every_part_of_the_account(self, page: Page) -> None:
        navigation = page.get_by_role("navigation", name="Your account")
        for name, path, title in (
            ("Security", "/profile/security", "Security"),
            ("Sessions", "/profile/sessions", "Sessions"),
            ("Your data", "/profile/data", "Your data"),
            ("Profile", "/profile", "Your profile"),
        ):
            link = navigation.get_by_role("link", name=name)
            link.click()

            expect(heading(page)).to_have_text(title)
            expect(page).to_have_url(re.compile(f"{path}$"))
            expect(link).to_have_attribute("aria-current", "page")

    def test_the_navigation_stays_when_a_part_is_reloaded(self, page: Page) -> None:
        page.goto("/profile/sessions")
        page.reload()

        expect(heading(page)).to_have_text("Sessions")
        expect(page.get_by_role("navigation", name="Your account")).to_be_visible()


class TestPassword:
    @pytest.fixture
    def page(self, alice_page: Page) -> Page:
        """The page on which the password is changed."""
        alice_page.goto("/profile/security")
        alice_page.get_by_role("link", name="Change password").click()
        return alice_page

    def test_the_password_is_changed_with_the_current_one_only(
        self, page: Page, browsers: Browsers, alice: Person, console_errors: ConsoleErrors
    ) -> None:
        console_errors.expect(400, "/api/me/password")
        field(page, "Current password").fill("Not-the-password-1")
        field(page, "New password").fill(NEW)
        field(page, "Confirm password").fill(NEW)
        button(page, "Change password").click()
        expect(field(page, "Current password")).to_be_focused()
        expect_fault(page, "Current password", "The current password is not right.")

        field(page, "Current password").fill(alice.password)
        field(page, "New password").fill(NEW)
        field(page, "Confirm password").fill(NEW)
        button(page, "Change password").click()
        expect(page.get_by_role("status").filter(has_text="Your password has been changed.")).to_be_visible()
        expect(field(page, "New password")).to_have_value("")
        alice.password = NEW
        other = browsers.open()
        sign_in(other, alice)
        expect(heading(other)).to_have_text("Welcome to Vestibule")


class TestAddress:
    def test_the_address_changes_to_another_one_after_it_is_verified(
        self, page: Page, alice: Person, outbox: Outbox, console_errors: ConsoleErrors
    ) -> None:
        console_errors.expect(400, "/api/me/attributes/email/verify")
        console_errors.expect(403, "/api/me")
        new = f"{secrets.token_hex(6)}@example.com"
        address = panel(page, "E-mail address")
        expect(address.get_by_text("verified", exact=True)).to_be_visible()
        button(page, "Change address").click()
        field(page, "New e-mail address").fill(alice.email.upper())
        button(page, "Change address").click()
        expect_fault(page, "New e-mail address", "This is your current address.")
        button(page, "Cancel").click()
        expect(field(page, "New e-mail address")).to_have_count(0)

        button(page, "Change address").click()
        field(page, "New e-mail address").fill(new)
        button(page, "Change address").click()
        confirm_identity(page, alice)
        expect(address.get_by_role("status").first).to_contain_text(
            f"Your address changes to {new} once it is verified. We sent a code there;"
        )
        expect(address.get_by_text(alice.email)).to_be_visible()

        code = outbox.code(new)
        field(page, "Code").fill("000000" if code != "000000" else "000001")
        button(page, "Verify").click()
        expect_fault(page, "Code", "This code is not right, has expired, or was used already.")
        field(page, "Code").fill(code)
        button(page, "Verify").click()

        expect(address.get_by_text("Your e-mail address has been verified.")).to_be_visible()
        expect(address.get_by_text(new)).to_be_visible()
        page.goto("/")
        expect(page.get_by_text(f"You are signed in as {new}")).to_be_visible()


class TestSessions:
    @pytest.fixture
    def page(self, alice_page: Page) -> Page:
        """The page of the sessions."""
        alice_page.goto("/profile/sessions")
        return alice_page

    def test_sign_out_everywhere_asks_for_confirmation_and_ends_all_sessions(
        self, page: Page, browsers: Browsers, alice: Person, console_errors: ConsoleErrors
    ) -> None:
        for path in ("/api/auth_test", "/api/auth/refresh"):
            console_errors.expect(401, path)
        elsewhere = browsers.open(alice)
        elsewhere.goto("/", wait_until="networkidle")  # it has finished its requests before the session ends
        button(page, "Sign out everywhere").click()
        dialog = page.get_by_role("dialog", name="Sign out everywhere?")
        dialog.get_by_role("button", name="Stay signed in").click()
        expect(dialog).to_be_hidden()
        expect(button(page, "Sign out everywhere")).to_be_focused()
        expect(heading(page)).to_have_text("Sessions")

        button(page, "Sign out everywhere").click()
        dialog.get_by_role("button", name="Sign out everywhere").click()
        expect(page.get_by_text("You are signed out on all your devices. See you soon.")).to_be_visible()

        elsewhere.get_by_role("link", name="Open the protected page").click()
        expect(elsewhere.get_by_text("Your session has ended. Please sign in again.")).to_be_visible()


class TestDeletion:
    @pytest.fixture
    def page(self, alice_page: Page) -> Page:
        """The page on which the account is deleted."""
        alice_page.goto("/profile/data")
        expect(button(alice_page, "Delete my account")).to_be_visible()
        return alice_page

    def test_account_deletion_asks_for_confirmation_and_can_be_cancelled_until_it_is_sent(
        self, page: Page, alice: Person, console_errors: ConsoleErrors
    ) -> None:
        button(page, "Delete my account").click()
        dialog = page.get_by_role("dialog", name="Delete your account?")
        expect(dialog).to_be_visible()
        dialog.get_by_label("E-mail address").fill("someone-else@example.com")
        dialog.get_by_role("button", name="Delete permanently").click()
        expect(dialog.get_by_text("This is not the address of this account.")).to_be_visible()
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(button(page, "Delete my account")).to_be_focused()

        console_errors.expect(403, "/api/me")
        waiting: list[Route] = []
        page.route("**/api/me", lambda route: waiting.append(route), times=1)  # noqa: PLW0108  a method of list cannot be marked
        button(page, "Delete my account").click()
        dialog.get_by_label("E-mail address").fill(alice.email)
        with page.expect_request("**/api/me"):
            dialog.get_by_role("button", name="Delete permanently").click()
        expect(dialog.get_by_role("button", name="Keep my account")).to_be_disabled()
        for _ in range(2):
            page.keyboard.press("Escape")
        expect(dialog).to_be_visible()
        waiting[0].continue_()
        page.unroute("**/api/me")
        confirm_identity(page, alice)
        expect(heading(page)).to_have_text("Goodbye")

        expect(page.get_by_role("status").filter(has_text="Your account has been deleted.")).to_be_visible()
        page.get_by_role("link", name="Go to the home page").click()
        expect(heading(page)).to_have_text("Welcome to Vestibule")
        assert page.evaluate("localStorage.getItem('User_Email')") is None
        console_errors.expect(401, "/api/auth/sign-in")
        sign_in(page, alice)
        expect_fault(page, "Password", "The address or the password is not right.")
