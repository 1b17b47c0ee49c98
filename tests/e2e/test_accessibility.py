"""axe finds no violation on any screen, in either colour scheme."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

from tests.apps import Person
from tests.e2e.browsers import Browsers
from tests.e2e.by_hand import expect_shade
from tests.e2e.screens import Audience, screens_for

COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"], "resultTypes": ["violations"]}
EVERYTHING = {"resultTypes": ["violations"]}


def violations(page: Page, options: dict[str, Any]) -> list[tuple[str, list[Any]]]:
    """Each violated rule, with its elements."""
    found = Axe().run(page, options=options).response["violations"]
    return [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]


def hindrances(page: Page) -> list[tuple[str, list[Any]]]:
    """The violations in the light scheme, and those of the colour rules in the dark scheme."""
    in_light = violations(page, EVERYTHING)
    page.emulate_media(color_scheme="dark")
    expect_shade(page, "dark")
    in_dark = violations(page, COLOURS)
    page.emulate_media(color_scheme="light")
    return in_light + in_dark


@pytest.mark.parametrize("audience", ["guest", "member"])
def test_every_screen_passes_axe_in_both_colour_schemes(browsers: Browsers, alice: Person, audience: Audience) -> None:
    page = browsers.open(alice if audience == "member" else None)

    found = {}
    for screen in screens_for(audience):
        screen.show(page)
        found[screen.name] = hindrances(page)

    assert {name: broken for name, broken in found.items() if broken} == {}
