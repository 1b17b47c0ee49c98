"""The colour scheme: light, dark, or the system's."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browsers import Browsers
from tests.e2e.by_hand import expect_shade


def switch(page: Page, now: str) -> Locator:
    return page.get_by_role("button", name=f"Colours: {now}")


def choose(page: Page, scheme: str) -> None:
    page.get_by_test_id("color-scheme").click()
    page.get_by_role("menuitemradio", name=scheme).click()


class TestColorScheme:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_the_colour_scheme_is_the_systems_from_the_first_paint(self, browsers: Browsers, scheme: str) -> None:
        page = browsers.open(color_scheme=scheme)
        page.route("**/assets/*.js", lambda route: None)  # noqa: ARG005  the app never starts
        page.goto("/", wait_until="commit")
        page.wait_for_selector("#root", state="attached")

        expect_shade(page, scheme)

    def test_the_colour_scheme_follows_the_system_while_the_page_is_open(self, page: Page) -> None:
        page.goto("/")
        expect(switch(page, "As your system")).to_be_visible()
        page.emulate_media(color_scheme="dark")

        expect_shade(page, "dark")

    def test_a_chosen_colour_scheme_overrides_the_system_and_is_stored(self, browsers: Browsers) -> None:
        page = browsers.open(color_scheme="dark")
        page.goto("/")
        choose(page, "Light")
        expect_shade(page, "light")
        page.reload()
        expect(switch(page, "Light")).to_be_visible()
        expect_shade(page, "light")

        choose(page, "Dark")
        expect_shade(page, "dark")
        choose(page, "As your system")
        expect(switch(page, "As your system")).to_be_visible()

    def test_the_colour_scheme_menu_shows_the_choices(self, page: Page) -> None:
        page.goto("/")
        switch(page, "As your system").click()

        expect(page.get_by_role("menuitemradio")).to_have_text(["As your system", "Light", "Dark"])
        expect(page.get_by_role("menuitemradio", name="As your system")).to_be_checked()
        page.keyboard.press("Escape")
        expect(page.get_by_role("menu")).to_have_count(0)
        expect(switch(page, "As your system")).to_be_focused()
