"""A page that the browser translates, as Chrome does: every text node becomes `<font><font>text</font></font>`."""

import pytest
from playwright.sync_api import Page, expect

from tests.apps import Person
from tests.e2e.browsers import Browsers
from tests.e2e.by_hand import choose_language, heading
from tests.e2e.screens import SCREENS, Screen

TRANSLATE = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) if (walker.currentNode.data.trim()) texts.push(walker.currentNode);
  for (const text of texts) {
    const [outer, inner] = [document.createElement("font"), document.createElement("font")];
    inner.textContent = text.data;
    outer.append(inner);
    text.replaceWith(outer);
  }
}"""


def use(page: Page) -> None:
    """Type into every field, and switch the language, with a translation before each step."""
    fields = page.locator("main input:visible:not([type=checkbox]):not([type=date]):not([readonly])")
    for index in range(fields.count()):
        page.evaluate(TRANSLATE)
        fields.nth(index).fill("12")
        fields.nth(index).press_sequentially("3")
    page.evaluate(TRANSLATE)
    choose_language(page, "Français")
    page.evaluate(TRANSLATE)


class TestTranslatedPage:
    @pytest.mark.parametrize("screen", [screen for screen in SCREENS if screen.name != "error"], ids=lambda s: s.name)
    def test_a_translated_page_keeps_working(self, screen: Screen, browsers: Browsers, alice: Person) -> None:
        page = browsers.open(alice if screen.audience == "member" else None)
        screen.show(page)
        if page.locator("dialog[open]").count() == 0:
            use(page)

        expect(page.locator("html")).to_have_attribute("lang", "en" if page.locator("dialog[open]").count() else "fr")
        expect(heading(page)).not_to_contain_text("Something went wrong")
        expect(heading(page)).not_to_contain_text("Quelque chose a mal tourné")
