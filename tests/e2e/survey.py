"""One visit to every screen makes all the checks that every screen must pass: loading a screen is the slow part."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from tests.e2e.browsers import DESKTOP, PHONE
from tests.e2e.by_hand import choose_language, expect_shade, heading
from tests.e2e.screens import Screen

Findings = dict[str, object]
"""By check, what was found wrong."""

AXE, AXE_IN_THE_DARK = "axe", "axe in the dark colour scheme"
SMALL_TARGETS = "targets too small for a thumb"
PHONE_WIDTH, DOUBLE_TEXT = "width on a phone", "width with double text on a small phone"
TRANSLATED = "translated by the browser"

SMALL_PHONE = (320, 640)
EVERYTHING = {"resultTypes": ["violations"]}
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"], "resultTypes": ["violations"]}

# In the second frame, what the page changed before is drawn: until then, a style may still be that of before.
RUN_AXE = """async options => {
  await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const { violations } = await axe.run(options);
  return violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)]);
}"""

SAVE_LANGUAGE = "language => localStorage.setItem('vestibule_language', language)"
BROKEN = {"Something went wrong", "Quelque chose a mal tourné"}
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

# What can be pressed and is less than 40 pixels high, or wide if it is no text.
TOO_SMALL = """() => [...document.querySelectorAll("a, button, select, label:has([type=checkbox])")]
  .filter(element => element.checkVisibility({ opacityProperty: true }))
  .map(element => [element, element.getBoundingClientRect()])
  .filter(([element, { width, height }]) => height < 40 || (width < 40 && !element.textContent))
  .map(([element]) => element.ariaLabel ?? element.textContent)"""
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


def in_french(check: str) -> str:
    """The name of a check in the other language."""
    return f"{check}, in French"


def check(page: Page, screen: Screen) -> Findings:
    """Too wide in which language, axe's violations in both colour schemes, and whether a translated page breaks."""
    page.emulate_media(color_scheme="light")
    _resize(page, PHONE)
    screen.show(page)
    found = {SMALL_TARGETS: page.evaluate(TOO_SMALL)} | _check_widths(page)
    _resize(page, DESKTOP)
    found[AXE] = _violations(page, EVERYTHING)
    page.emulate_media(color_scheme="dark")
    expect_shade(page, "dark")
    found[AXE_IN_THE_DARK] = _violations(page, COLOURS)
    page.emulate_media(color_scheme="light")
    _resize(page, PHONE)
    try:
        _show_in_french(page, screen)
        found |= {in_french(name): wrong for name, wrong in _check_widths(page).items()}
        found[TRANSLATED] = _breaks_when_translated(page) and screen.name != "error"
    finally:
        page.evaluate(SAVE_LANGUAGE, "en")
    return {name: wrong for name, wrong in found.items() if wrong}


def _check_widths(page: Page) -> Findings:
    """The pixels by which a screen is wider than a phone, and than a small phone with text of 200 %."""
    found: Findings = {PHONE_WIDTH: page.evaluate(TOO_WIDE)}
    _resize(page, SMALL_PHONE)
    page.evaluate(SET_TEXT_SIZE, "200%")
    found[DOUBLE_TEXT] = page.evaluate(TOO_WIDE)
    page.evaluate(SET_TEXT_SIZE, "")
    return found


def _show_in_french(page: Page, screen: Screen) -> None:
    """Switch the language in place. Where an open dialog prevents it, show the screen again."""
    if page.locator("dialog[open]").count() == 0:
        choose_language(page, "Français")
    else:
        page.evaluate(SAVE_LANGUAGE, "fr")
        screen.show(page)
    expect(page.locator("html")).to_have_attribute("lang", "fr")


def _resize(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})


def _violations(page: Page, options: dict[str, Any]) -> list[Any]:
    """Each violated rule, with its elements. What is found once only was a moment between two colour schemes."""
    found: list[Any] = []
    for _ in range(2):
        if page.evaluate("window.axe === undefined"):
            page.evaluate(AXE_SCRIPT)
        found = page.evaluate(RUN_AXE, options)
        if not found:
            break
    return found


def _breaks_when_translated(page: Page) -> bool:
    """Translate before typing into every field and before switching the language; an open dialog blocks the latter."""
    fields = page.locator("main input:visible:not([type=checkbox]):not([type=date]):not([readonly])")
    for index in range(fields.count()):
        page.evaluate(TRANSLATE)
        fields.nth(index).fill("12")
        fields.nth(index).press_sequentially("3")
    page.evaluate(TRANSLATE)
    if page.locator("dialog[open]").count() == 0:
        choose_language(page, "English")
        expect(page.locator("html")).to_have_attribute("lang", "en")
    return heading(page).inner_text() in BROKEN
