"""Edits of the profile that meet other changes: elsewhere, in between, and at the end of the session."""

import pytest
from playwright.sync_api import Page, expect

from tests.apps import Person
from tests.e2e.by_hand import button, field, heading, open_profile, press_sign_out
from tests.e2e.console_errors import ConsoleErrors

ME = "/api/me"
NAME = "Name (optional)"
AGENT_NAME = "Agent name (optional)"
SAVED = "Your profile has been saved."
RESTORED = "These are your changes from before. They are not saved yet."


@pytest.fixture
def page(alice_page: Page) -> Page:
    """Alice's profile."""
    alice_page.goto("/profile")
    expect(field(alice_page, NAME)).to_have_value("Alice")
    expect(alice_page.get_by_role("progressbar")).to_have_count(0)
    return alice_page


def change_elsewhere(person: Person, **attributes: str) -> None:
    answer = person.client.patch(ME, json={"attributes": attributes}, headers=person.headers)
    assert answer.status_code == 200


def attributes_of(person: Person) -> dict[str, str]:
    attributes: dict[str, str] = person.client.get(ME, headers=person.headers).json()["attributes"]
    return attributes


def open_elsewhere_and_return(page: Page) -> None:
    """Visit another page and come back, which reads the profile again."""
    page.get_by_role("link", name="Security").click()
    expect(heading(page)).to_have_text("Security")
    with page.expect_response(f"**{ME}"):
        page.get_by_role("navigation", name="Your account").get_by_role("link", name="Profile").click()


class TestChangesElsewhere:
    def test_a_change_elsewhere_is_not_undone_by_saving_another_field(self, page: Page, alice: Person) -> None:
        change_elsewhere(alice, name="Anna")
        field(page, AGENT_NAME).fill("Bond")
        button(page, "Save").click()

        expect(page.get_by_text(SAVED)).to_be_visible()
        expect(field(page, NAME)).to_have_value("Anna")
        assert attributes_of(alice) == {"name": "Anna", "agentName": "Bond"}

    def test_a_field_that_was_not_touched_takes_the_value_from_elsewhere(self, page: Page, alice: Person) -> None:
        field(page, AGENT_NAME).fill("Bond")
        change_elsewhere(alice, name="Anna")
        open_elsewhere_and_return(page)

        expect(field(page, NAME)).to_have_value("Anna")
        expect(field(page, AGENT_NAME)).to_have_value("Bond")
        button(page, "Save").click()
        expect(page.get_by_text(SAVED)).to_be_visible()
        assert attributes_of(alice) == {"name": "Anna", "agentName": "Bond"}


class TestDraft:
    def test_a_draft_survives_the_end_of_the_session(
        self, page: Page, alice: Person, console_errors: ConsoleErrors
    ) -> None:
        for path in (ME, "/api/auth/refresh"):
            console_errors.expect(401, path)
        field(page, NAME).fill("Alice Liddell")
        alice.client.post("/api/auth/sign-out", json={"everywhere": True}, headers=alice.headers)
        button(page, "Save").click()
        expect(page.get_by_text("Your session has ended. Please sign in again.")).to_be_visible()
        field(page, "Password").fill(alice.password)
        button(page, "Sign in").click()

        expect(field(page, NAME)).to_have_value("Alice Liddell")
        expect(page.get_by_text(RESTORED)).to_be_visible()
        button(page, "Save").click()
        expect(page.get_by_text(SAVED)).to_be_visible()

    def test_a_draft_survives_a_visit_to_another_page_until_it_is_saved(self, page: Page) -> None:
        field(page, NAME).fill("Alice Liddell")
        open_elsewhere_and_return(page)
        expect(page.get_by_text(RESTORED)).to_be_visible()
        expect(field(page, NAME)).to_have_value("Alice Liddell")
        button(page, "Save").click()
        expect(page.get_by_text(SAVED)).to_be_visible()
        open_elsewhere_and_return(page)

        expect(field(page, NAME)).to_have_value("Alice Liddell")
        expect(page.get_by_text(RESTORED)).to_have_count(0)

    def test_a_draft_is_deleted_at_sign_out(self, page: Page, alice: Person) -> None:
        field(page, NAME).fill("Alice Liddell")
        press_sign_out(page)
        page.get_by_role("link", name="Sign in again").click()
        field(page, "Password").fill(alice.password)
        button(page, "Sign in").click()
        open_profile(page)

        expect(field(page, NAME)).to_have_value("Alice")
        expect(page.get_by_text(RESTORED)).to_have_count(0)

    def test_a_draft_is_not_shown_to_another_user(
        self, page: Page, alice: Person, console_errors: ConsoleErrors
    ) -> None:
        for path in (ME, "/api/auth/refresh"):
            console_errors.expect(401, path)
        bob = Person(alice.client, alice.outbox).sign_up(name="Bob").confirm()
        field(page, NAME).fill("Alice Liddell")
        alice.client.post("/api/auth/sign-out", json={"everywhere": True}, headers=alice.headers)
        button(page, "Save").click()
        expect(heading(page)).to_have_text("Welcome back")
        field(page, "E-mail address").fill(bob.email)
        field(page, "Password").fill(bob.password)
        button(page, "Sign in").click()

        expect(field(page, NAME)).to_have_value("Bob")
