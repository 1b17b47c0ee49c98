"""On a phone: nothing is wider than the screen, in either language."""

import pytest

from tests.apps import Person
from tests.e2e.browsers import PHONE, Browsers
from tests.e2e.screens import Audience, screens_for

TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


# As in a browser whose text size is set to 200 %.
DOUBLE_TEXT = (
    "document.addEventListener('DOMContentLoaded', () => { document.documentElement.style.fontSize = '200%' })"
)


@pytest.mark.parametrize("locale", ["en", "fr"])
@pytest.mark.parametrize("audience", ["guest", "member"])
def test_nothing_is_wider_than_a_small_phone_with_double_text(
    browsers: Browsers, alice: Person, audience: Audience, locale: str
) -> None:
    page = browsers.open(alice if audience == "member" else None, size=(320, 640), locale=locale)
    page.add_init_script(DOUBLE_TEXT)

    too_wide = {}
    for screen in screens_for(audience):
        screen.show(page)
        too_wide[screen.name] = page.evaluate(TOO_WIDE)

    assert {name: pixels for name, pixels in too_wide.items() if pixels > 0} == {}


@pytest.mark.parametrize("locale", ["en", "fr"])
@pytest.mark.parametrize("audience", ["guest", "member"])
def test_no_screen_is_wider_than_a_phone(browsers: Browsers, alice: Person, audience: Audience, locale: str) -> None:
    page = browsers.open(alice if audience == "member" else None, size=PHONE, locale=locale)

    too_wide = {}
    for screen in screens_for(audience):
        screen.show(page)
        too_wide[screen.name] = page.evaluate(TOO_WIDE)

    assert {name: pixels for name, pixels in too_wide.items() if pixels > 0} == {}
