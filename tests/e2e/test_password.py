"""The reset of a forgotten password, and the change-password URL of password managers."""

from playwright.sync_api import Page, expect

from tests.apps import Person
from tests.e2e.by_hand import button, expect_fault, field, heading, sign_in
from tests.e2e.console_errors import ConsoleErrors

NEW = "Battery-staple-7"
RESET = "/api/auth/password/reset"


class TestForgottenPassword:
    def test_a_forgotten_password_is_reset_and_the_address_is_prefilled(self, page: Page, alice: Person) -> None:
        page.goto("/auth/login")
        field(page, "E-mail address").fill(alice.email)
        page.get_by_role("link", name="Forgotten your password?").click()
        expect(field(page, "E-mail address")).to_have_value(alice.email)
        button(page, "Send the code").click()
        expect(heading(page)).to_have_text("Choose a new password")
        expect(field(page, "E-mail address")).to_have_value(alice.email)
        expect(page.get_by_role("button", name="A new code in")).to_be_disabled()
        field(page, "Code").fill(alice.code)
        field(page, "New password").fill(NEW)
        field(page, "Confirm password").fill(NEW)
        button(page, "Set the new password").click()

        notice = page.get_by_role("status").filter(has_text="Your new password is set. Please sign in with it.")
        expect(notice).to_be_visible()
        expect(field(page, "E-mail address")).to_have_value(alice.email)
        field(page, "Password").fill(NEW)
        button(page, "Sign in").click()
        expect(page.get_by_text(f"You are signed in as {alice.email}")).to_be_visible()

    def test_a_reset_returns_to_the_requested_page(self, page: Page, alice: Person) -> None:
        page.goto("/profile")
        field(page, "E-mail address").fill(alice.email)
        page.get_by_role("link", name="Forgotten your password?").click()
        button(page, "Send the code").click()
        expect(heading(page)).to_have_text("Choose a new password")  # the code is there
        field(page, "Code").fill(alice.code)
        field(page, "New password").fill(NEW)
        field(page, "Confirm password").fill(NEW)
        button(page, "Set the new password").click()
        field(page, "Password").fill(NEW)
        button(page, "Sign in").click()

        expect(heading(page)).to_have_text("Your profile")

    def test_the_second_step_survives_a_reload_and_leads_back_to_the_first(self, page: Page, alice: Person) -> None:
        page.goto("/auth/forgot_password")
        field(page, "E-mail address").fill(alice.email)
        button(page, "Send the code").click()
        expect(heading(page)).to_have_text("Choose a new password")
        page.reload()
        expect(heading(page)).to_have_text("Choose a new password")
        expect(field(page, "E-mail address")).to_have_value(alice.email)

        page.go_back()
        expect(heading(page)).to_have_text("Forgotten password")
        expect(field(page, "E-mail address")).to_have_value(alice.email)
        page.go_forward()
        expect(heading(page)).to_have_text("Choose a new password")

    def test_a_new_code_requires_the_address(self, page: Page) -> None:
        page.goto("/auth/forgot_password?code=123-456")
        expect(field(page, "Code")).to_have_value("123456")
        button(page, "Send a new code").click()

        expect(field(page, "E-mail address")).to_be_focused()
        expect_fault(page, "E-mail address", "Please enter an address such as name@example.com.")

    def test_a_wrong_code_is_reported_at_the_code_field(
        self, page: Page, alice: Person, console_errors: ConsoleErrors
    ) -> None:
        console_errors.expect(400, RESET)
        alice.client.post("/api/auth/password/forgot", json={"email": alice.email})
        wrong = "000000" if alice.code != "000000" else "000001"
        page.goto(f"/auth/forgot_password?email={alice.email}&code={wrong}")
        field(page, "New password").fill(NEW)
        field(page, "Confirm password").fill(NEW)
        button(page, "Set the new password").click()

        expect(field(page, "Code")).to_be_focused()
        expect_fault(page, "Code", "This code is not right, has expired, or was used already.")

    def test_a_weak_or_different_password_is_reported_at_its_field(self, page: Page) -> None:
        page.goto("/auth/forgot_password?email=someone@example.com&code=123456")
        field(page, "New password").fill("weak")
        field(page, "Confirm password").fill("other")
        button(page, "Set the new password").click()

        expect(field(page, "New password")).to_be_focused()
        expect_fault(page, "New password", "The password does not meet every point below.")
        expect_fault(page, "Confirm password", "The two passwords differ.")

    def test_a_reset_does_not_reveal_who_has_an_account(self, page: Page) -> None:
        page.goto("/auth/forgot_password")
        field(page, "E-mail address").fill("nobody@example.com")
        field(page, "E-mail address").press("Enter")

        expect(
            page.get_by_text("If there is an account with this address, a code is on its way to it.")
        ).to_be_visible()

    def test_the_mailed_link_fills_in_the_form(self, page: Page, alice: Person) -> None:
        alice.client.post("/api/auth/password/forgot", json={"email": alice.email})
        page.goto(f"/auth/forgot_password?email={alice.email}&code={alice.code}")
        field(page, "New password").fill(NEW)
        field(page, "Confirm password").fill(NEW)
        button(page, "Set the new password").click()

        expect(heading(page)).to_have_text("Welcome back")
        alice.password = NEW
        sign_in(page, alice)
        expect(heading(page)).to_have_text("Welcome to Vestibule")


class TestWellKnownAddress:
    def test_change_password_url_redirects_a_guest_to_the_reset(self, page: Page) -> None:
        page.goto("/.well-known/change-password")

        expect(heading(page)).to_have_text("Forgotten password")

    def test_change_password_url_redirects_a_user_to_the_form(self, alice_page: Page, url: str) -> None:
        alice_page.goto("/.well-known/change-password")

        expect(alice_page).to_have_url(f"{url}/profile/security/password")
        expect(alice_page.get_by_role("heading", name="Change password")).to_be_in_viewport()
