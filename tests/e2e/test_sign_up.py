"""Sign-up: the pool's requirements, and errors."""

import re

from playwright.sync_api import Page, Route, expect

from tests.apps import Person
from tests.e2e.by_hand import button, expect_fault, field, fill_in_sign_up, heading, open_profile
from tests.e2e.console_errors import ConsoleErrors

SIGN_UP = "/api/auth/sign-up"


class TestSignUp:
    def test_sign_up_leads_to_the_protected_page(self, page: Page, newcomer: Person) -> None:
        page.goto("/")
        page.get_by_role("main").get_by_role("link", name="Sign up").click()
        fill_in_sign_up(page, newcomer)
        field(page, "Agent name (optional)").fill("Bond")
        button(page, "Sign up").click()
        expect(heading(page)).to_have_text("Verify your address")
        field(page, "Code").fill(newcomer.code)
        button(page, "Verify").click()

        expect(page.get_by_text(f"You are signed in as {newcomer.email}")).to_be_visible()
        page.get_by_role("link", name="Open the protected page").click()
        expect(page.get_by_text("Nice job! Your token passed the auth test!")).to_be_visible()
        open_profile(page)
        expect(field(page, "Agent name (optional)")).to_have_value("Bond")

    def test_sign_up_returns_to_the_requested_page(self, page: Page, newcomer: Person) -> None:
        page.goto("/auth/authenticated_page")
        page.get_by_role("main").get_by_role("link", name="Sign up").click()
        fill_in_sign_up(page, newcomer)
        button(page, "Sign up").click()
        expect(heading(page)).to_have_text("Verify your address")
        field(page, "Code").fill(newcomer.code)
        button(page, "Verify").click()

        expect(heading(page)).to_have_text("The protected page")

    def test_the_password_policy_is_checked_while_typing(self, page: Page) -> None:
        page.goto("/auth/signup")
        points = page.get_by_role("list", name="The password needs").get_by_role("listitem")

        expect(points).to_have_text(
            [
                "at least 8 characters: still missing",
                "a lower-case letter: still missing",
                "an upper-case letter: still missing",
                "a number: still missing",
                "a symbol, such as ! ? #: still missing",
            ]
        )
        expect(field(page, "Password")).to_have_accessible_description(
            re.compile("at least 8 characters ?: still missing")
        )
        field(page, "Password").press_sequentially("aB3")
        expect(points.filter(has_text=": done")).to_have_text(
            ["a lower-case letter: done", "an upper-case letter: done", "a number: done"]
        )
        field(page, "Password").fill("aB3 aB3 ")
        expect(points.filter(has_text=": done")).to_have_count(5)

    def test_every_invalid_field_is_reported_and_the_first_is_focused(self, page: Page) -> None:
        page.goto("/auth/signup")
        field(page, "E-mail address").fill("not an address")
        field(page, "Agent name (optional)").fill("x" * 65)
        field(page, "Password").fill("weak")
        button(page, "Sign up").click()

        expect(field(page, "E-mail address")).to_be_focused()
        expect_fault(page, "E-mail address", "Please enter an address such as name@example.com.")
        expect_fault(page, "Agent name (optional)", "At most 64 characters.")
        expect_fault(page, "Password", "The password does not meet every point below.")
        expect_fault(page, "Confirm password", "The two passwords differ.")

    def test_different_passwords_are_reported(self, page: Page, newcomer: Person) -> None:
        page.goto("/auth/signup")
        fill_in_sign_up(page, newcomer)
        field(page, "Confirm password").fill("Something-else-1")
        field(page, "Confirm password").press("Enter")

        expect(field(page, "Confirm password")).to_be_focused()
        expect_fault(page, "Confirm password", "The two passwords differ.")

    def test_a_wrong_address_can_be_corrected_after_the_sign_up(self, page: Page, newcomer: Person) -> None:
        page.goto("/auth/signup")
        right, newcomer.email = newcomer.email, f"typo-{newcomer.email}"
        fill_in_sign_up(page, newcomer)
        field(page, "Agent name (optional)").fill("Bond")
        button(page, "Sign up").click()
        page.get_by_role("link", name="Wrong address? Change it").click()

        expect(field(page, "E-mail address")).to_have_value(newcomer.email)
        expect(field(page, "Agent name (optional)")).to_have_value("Bond")
        expect(field(page, "Password")).to_have_value("")
        newcomer.email = right
        fill_in_sign_up(page, newcomer)
        button(page, "Sign up").click()
        expect(page.get_by_text(f"We sent a code to {right}.")).to_be_visible()
        field(page, "Code").fill(newcomer.code)
        button(page, "Verify").click()
        expect(page.get_by_text(f"You are signed in as {right}")).to_be_visible()

    def test_sign_up_does_not_reveal_who_has_an_account(self, page: Page, alice: Person) -> None:
        page.goto("/auth/signup")
        fill_in_sign_up(page, alice)
        button(page, "Sign up").click()

        expect(heading(page)).to_have_text("Verify your address")

    def test_sign_up_is_sent_once(self, page: Page, newcomer: Person) -> None:
        waiting: list[Route] = []
        page.route(f"**{SIGN_UP}", lambda route: waiting.append(route))  # noqa: PLW0108  a method of list cannot be marked
        page.goto("/auth/signup")
        fill_in_sign_up(page, newcomer)
        with page.expect_request(f"**{SIGN_UP}"):
            field(page, "Confirm password").press("Enter")
        field(page, "Confirm password").press("Enter")
        page.get_by_role("main").locator("button[type=submit]").click(force=True)

        expect(page.get_by_role("main").locator("form")).to_have_attribute("aria-busy", "true")
        assert len(waiting) == 1
        waiting[0].continue_()
        expect(heading(page)).to_have_text("Verify your address")

    def test_sign_up_keeps_the_input_while_the_service_is_unavailable(
        self, page: Page, newcomer: Person, console_errors: ConsoleErrors
    ) -> None:
        console_errors.expect(503, SIGN_UP)
        page.route(f"**{SIGN_UP}", lambda route: route.fulfill(status=503, body="<h1>Bad gateway</h1>"))
        page.goto("/auth/signup")
        fill_in_sign_up(page, newcomer)
        button(page, "Sign up").click()

        expect(page.get_by_role("alert")).to_have_text("The service is not available at the moment. Please try again.")
        page.unroute(f"**{SIGN_UP}")
        button(page, "Sign up").click()
        expect(heading(page)).to_have_text("Verify your address")

    def test_the_password_can_be_shown_while_typing(self, page: Page) -> None:
        page.goto("/auth/signup")
        password = field(page, "Password")
        password.fill("Correct-horse-9")

        toggle = page.get_by_role("button", name="Show password").first

        expect(password).to_have_attribute("type", "password")
        toggle.click()
        expect(password).to_have_attribute("type", "text")
        expect(toggle).to_have_attribute("aria-pressed", "true")
        toggle.press("Space")
        expect(password).to_have_attribute("type", "password")
