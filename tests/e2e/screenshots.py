"""Screenshots of every screen: `python -m tests.e2e.screenshots [folder]`.

Every screen, at both sizes, in both schemes and both languages, goes to the folder, a temporary one if none is given;
the few that README shows go to docs/pictures.
"""

import sys
import tempfile
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.apps import Outbox, Person, running, settings_for
from tests.cognito import create_cognito
from tests.e2e.browsers import DESKTOP, PHONE, Browsers
from tests.e2e.by_hand import install_clock
from tests.e2e.chromium import launch
from tests.e2e.console_errors import ConsoleErrors
from tests.e2e.screens import SCREENS, Screen
from tests.e2e.web import build, serve_web
from tests.servers import Clock, serve
from vestibule.main import create_app

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
SHOWN_IN_README = ("sign-in", "sign-up", "profile", "protected")
NOON = 1_767_268_800.0  # 1 January 2026, so that repeated screenshots are equal
SIZES = {"1280": DESKTOP, "390": PHONE}
SCHEMES = ("light", "dark")
LOCALES = ("en", "fr")

README_SIZE = (640, 720)
SIDE_BY_SIDE = """<!doctype html><body style="margin: 0; display: flex; align-items: start">{}</body>"""
HALF = """<img src="data:image/png;base64,{}">"""


@contextmanager
def stage(clock: Clock) -> Iterator[tuple[Browsers, Browser, Person]]:
    """The app and its servers, and a person with an account."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        build(Path(folder) / "lock")
        with serve(create_cognito(Path(folder) / "pool.sqlite3", clock=clock)) as cognito_url:
            settings = settings_for(cognito_url)
            api = create_app(settings, clock=clock)
            with serve(api) as api_url, serve_web(api_url) as url, running(settings, clock) as client:
                person = Person(client, Outbox(cognito_url), email="ada@example.com")
                person.sign_up(name="Ada Lovelace", agentName="Enchantress").confirm()
                browser = launch(playwright)
                yield Browsers(browser, url, ConsoleErrors()), browser, person
                browser.close()


def take(page: Page, screen: Screen, path: Path) -> None:
    """One screenshot of a whole page."""
    screen.show(page)
    page.locator("header button").last.wait_for()  # the menus, which are fetched after the page
    page.screenshot(path=path, full_page=True, animations="disabled")


def take_all(folder: Path, browsers: Browsers, person: Person, clock: Clock) -> None:
    """Each screen in each size, colour scheme and language."""
    for size, scheme, locale in product(SIZES, SCHEMES, LOCALES):
        pages = {
            audience: browsers.open(signed_in, size=SIZES[size], color_scheme=scheme, locale=locale)
            for audience, signed_in in (("guest", None), ("member", person))
        }
        for page in pages.values():
            install_clock(page, clock)
        for screen in SCREENS:
            take(pages[screen.audience], screen, folder / f"{screen.name}-{size}-{scheme}-{locale}.png")
        browsers.close()


def take_for_readme(browsers: Browsers, browser: Browser, person: Person, clock: Clock) -> None:
    """The screenshots for README, light and dark side by side."""
    for screen in (screen for screen in SCREENS if screen.name in SHOWN_IN_README):
        halves = []
        for scheme in SCHEMES:
            signed_in = person if screen.audience == "member" else None
            page = browsers.open(signed_in, size=README_SIZE, color_scheme=scheme)
            install_clock(page, clock)
            screen.show(page)
            page.locator("header button").last.wait_for()  # the menus, which are fetched after the page
            halves.append(page.screenshot(animations="disabled"))
        join(browser, halves, PICTURES / f"{screen.name}.png")
        browsers.close()


def join(browser: Browser, pictures: list[bytes], path: Path) -> None:
    """One picture of several side by side."""
    page = browser.new_page(viewport={"width": README_SIZE[0] * len(pictures), "height": README_SIZE[1]})
    page.set_content(SIDE_BY_SIDE.format("".join(HALF.format(b64encode(picture).decode()) for picture in pictures)))
    page.screenshot(path=path)
    page.close()


def main() -> None:
    """Take all screenshots, and print where they are."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp(prefix="vestibule-pictures-"))
    folder.mkdir(parents=True, exist_ok=True)
    PICTURES.mkdir(parents=True, exist_ok=True)
    clock = Clock(NOON)
    with stage(clock) as (browsers, browser, person):
        take_all(folder, browsers, person, clock)
        take_for_readme(browsers, browser, person, clock)
    print(f"Every screen is in {folder}, README's are in {PICTURES}.")  # noqa: T201  for who ran it


if __name__ == "__main__":
    main()
