"""Attributes with a type of their own: their inputs, and the limits that they name."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.by_hand import button, expect_fault, field

PLAIN = {"required": False, "editable": True} | dict.fromkeys(("min_length", "max_length", "min_value", "max_value"))
TYPED: list[dict[str, Any]] = [
    PLAIN | {"name": "seats", "type": "number", "min_value": 1, "max_value": 12},
    PLAIN | {"name": "newsletter", "type": "boolean"},
    PLAIN | {"name": "memberSince", "type": "date_time"},
]


@pytest.fixture
def page(page: Page) -> Page:
    """The sign-up form of a pool with attributes of each type."""

    def add(route: Route) -> None:
        config = route.fetch().json()
        route.fulfill(json=config | {"attributes": [*config["attributes"], *TYPED]})

    page.route("**/api/auth/config", add)
    page.goto("/auth/signup")
    expect(field(page, "Seats (optional)")).to_be_visible()
    return page


def test_each_type_has_its_own_input(page: Page) -> None:
    expect(field(page, "Seats (optional)")).to_have_attribute("type", "number")
    expect(field(page, "Seats (optional)")).to_have_accessible_description("From 1 to 12")
    expect(field(page, "Newsletter")).to_have_attribute("type", "checkbox")
    expect(field(page, "Member since (optional)")).to_have_attribute("type", "date")


def test_a_number_out_of_bounds_is_told_the_bounds(page: Page) -> None:
    field(page, "Seats (optional)").fill("13")
    button(page, "Sign up").click()

    expect_fault(page, "Seats (optional)", "12")


def test_values_are_sent_as_the_pool_takes_them(page: Page) -> None:
    sent: list[dict[str, Any]] = []

    def answer(route: Route) -> None:
        sent.append(json.loads(route.request.post_data or ""))
        route.fulfill(status=201, json={"confirmed": False, "delivery": None})

    page.route("**/api/auth/sign-up", answer)
    field(page, "E-mail address").fill("ada@example.com")
    for label in ("Password", "Confirm password"):
        field(page, label).fill("Correct-horse-9")
    field(page, "Seats (optional)").fill("4")
    field(page, "Newsletter").check()
    field(page, "Member since (optional)").fill("2024-02-29")
    button(page, "Sign up").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Verify your address")
    assert sent[0]["attributes"] == {"seats": "4", "newsletter": "true", "memberSince": "2024-02-29"}
