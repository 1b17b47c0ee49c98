"""One visit to every screen makes all the checks that every screen must pass: loading a screen is the slow part."""

from collections import defaultdict
from typing import Any

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from tests.e2e.browsers import DESKTOP, PHONE
from tests.e2e.by_hand import choose_language, expect_shade, heading
from tests.e2e.screens import Screen

Findings = dict[str, dict[str, object]]
"""By check, what was found wrong with which screen."""

AXE, AXE_IN_THE_DARK = "axe", "axe in the dark colour scheme"
PHONE_WIDTH, DOUBLE_TEXT = "width on a phone", "width with double text on a small phone"
TRANSLATED = "translated by the browser"

SMALL_PHONE = (320, 640)
EVERYTHING = {"resultTypes": ["violations"]}
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"], "resultTypes": ["violations"]}

TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SET_TEXT_SIZE = "size => { document.documentElement.style.fontSize = size }"

# As Chrome translates a page: every text node becomes `<font><font>text</font></font>`.
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


def check_widths(page: Page, screens: tuple[Screen, ...]) -> Findings:
    """The pixels by which screens are wider than a phone, and than a small phone with text of 200 %."""
    found: Findings = defaultdict(dict)
    for screen in screens:
        _resize(page, PHONE)
        screen.show(page)
        found[PHONE_WIDTH][screen.name] = page.evaluate(TOO_WIDE)
        _resize(page, SMALL_PHONE)
        page.evaluate(SET_TEXT_SIZE, "200%")
        found[DOUBLE_TEXT][screen.name] = page.evaluate(TOO_WIDE)
    return _wrong(found)


def check_all(page: Page, screens: tuple[Screen, ...]) -> Findings:
    """The widths, axe's violations in both colour schemes, and the screens that break when the browser translates."""
    found: Findings = defaultdict(dict)
    for screen in screens:
        for check, result in check_widths(page, (screen,)).items():
            found[check] |= result
        page.evaluate(SET_TEXT_SIZE, "")
        _resize(page, DESKTOP)
        found[AXE][screen.name] = _violations(page, EVERYTHING)
        page.emulate_media(color_scheme="dark")
        expect_shade(page, "dark")
        found[AXE_IN_THE_DARK][screen.name] = _violations(page, COLOURS)
        page.emulate_media(color_scheme="light")
        if screen.name != "error":
            found[TRANSLATED][screen.name] = _breaks_when_translated(page)
    return _wrong(found)


def _resize(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})


def _violations(page: Page, options: dict[str, Any]) -> list[tuple[str, list[Any]]]:
    """Each violated rule, with its elements. What is found once only was a moment between two colour schemes."""
    for _ in range(2):
        found = Axe().run(page, options=options).response["violations"]
        if not found:
            break
    return [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]


def _breaks_when_translated(page: Page) -> bool:
    """Translate before typing into every field and before switching the language; an open dialog blocks the latter."""
    fields = page.locator("main input:visible:not([type=checkbox]):not([type=date]):not([readonly])")
    for index in range(fields.count()):
        page.evaluate(TRANSLATE)
        fields.nth(index).fill("12")
        fields.nth(index).press_sequentially("3")
    page.evaluate(TRANSLATE)
    if page.locator("dialog[open]").count() == 0:
        choose_language(page, "Français")
        expect(page.locator("html")).to_have_attribute("lang", "fr")
        page.evaluate(TRANSLATE)
        choose_language(page, "English")
        expect(page.locator("html")).to_have_attribute("lang", "en")
    return "Something went wrong" in heading(page).inner_text()


def _wrong(found: Findings) -> Findings:
    """The screens with a finding."""
    return {check: {name: wrong for name, wrong in screens.items() if wrong} for check, screens in found.items()}
