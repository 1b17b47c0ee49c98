"""Light, dark, and as the system."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browsers import Browsers
from tests.e2e.by_hand import expect_shade


def switch(page: Page, now: str) -> Locator:
    return page.get_by_role("button", name=f"Colours: {now}")


class TestColorScheme:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_is_the_systems_from_the_first_paint(self, browsers: Browsers, scheme: str) -> None:
        page = browsers.open(color_scheme=scheme)
        page.route("**/assets/*.js", lambda route: None)  # noqa: ARG005  the app never starts
        page.goto("/", wait_until="commit")
        page.wait_for_selector("#root", state="attached")

        expect_shade(page, scheme)

    def test_follows_the_system_while_the_page_is_open(self, page: Page) -> None:
        page.goto("/")
        expect(switch(page, "as your system")).to_be_visible()
        page.emulate_media(color_scheme="dark")

        expect_shade(page, "dark")

    def test_is_chosen_and_kept_against_the_system(self, browsers: Browsers) -> None:
        page = browsers.open(color_scheme="dark")
        page.goto("/")
        switch(page, "as your system").click()
        expect_shade(page, "light")
        page.reload()
        expect(switch(page, "light")).to_be_visible()
        expect_shade(page, "light")

        switch(page, "light").click()
        expect_shade(page, "dark")
        switch(page, "dark").click()
        expect(switch(page, "as your system")).to_be_visible()
