"""Light, dark, and as the system."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browsers import Browsers

LUMINANCE = """() => {
  const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).map(Number);
  return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
}"""


def is_dark(page: Page) -> bool:
    return bool(page.evaluate(LUMINANCE) < 0.5)


def switch(page: Page, now: str) -> Locator:
    return page.get_by_role("button", name=f"Colours: {now}")


class TestColorScheme:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_is_the_systems_from_the_first_paint(self, browsers: Browsers, scheme: str) -> None:
        page = browsers.open(color_scheme=scheme)
        page.route("**/assets/*.js", lambda route: None)  # noqa: ARG005  the app never starts
        page.goto("/", wait_until="commit")
        page.wait_for_selector("#root", state="attached")

        page.wait_for_function("document.documentElement.dataset.mantineColorScheme")
        assert is_dark(page) == (scheme == "dark")

    def test_follows_the_system_while_the_page_is_open(self, page: Page) -> None:
        page.goto("/")
        expect(switch(page, "as your system")).to_be_visible()
        page.emulate_media(color_scheme="dark")

        expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
        assert is_dark(page)

    def test_is_chosen_and_kept_against_the_system(self, browsers: Browsers) -> None:
        page = browsers.open(color_scheme="dark")
        page.goto("/")
        switch(page, "as your system").click()
        expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "light")
        page.reload()
        expect(switch(page, "light")).to_be_visible()
        assert not is_dark(page)

        switch(page, "light").click()
        expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
        switch(page, "dark").click()
        expect(switch(page, "as your system")).to_be_visible()
