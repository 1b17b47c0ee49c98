"""`npm run size` counts all that a browser fetches of the app until a page that is opened first can be used."""

import gzip
import json
import subprocess
from functools import cache
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.apps import Person
from tests.e2e.browsers import Browsers
from tests.e2e.web import FRONTEND

MAX_BYTES = 140_000
TABS = 6


@pytest.fixture(scope="module")
def counted(built: None) -> dict[str, set[str]]:  # noqa: ARG001  built first
    """By page, the files that `npm run size` counts in English."""
    command = ["node", "scripts/size.js", "--files"]
    printed = subprocess.run(command, cwd=FRONTEND, check=True, capture_output=True, text=True).stdout
    return {page: set(languages[0]) for page, languages in json.loads(printed).items()}


def test_all_that_a_guest_fetches_is_counted(browsers: Browsers, counted: dict[str, set[str]]) -> None:
    paths = {"/no/such/page" if name == "*" else name: files for name, files in counted.items()}

    _assert_counted(browsers.open().context, paths)


def test_all_that_a_user_fetches_is_counted(browsers: Browsers, alice: Person, counted: dict[str, set[str]]) -> None:
    page = browsers.open(alice)
    page.goto("/robots.txt")  # fills the storage for all tabs

    _assert_counted(page.context, {name: files for name, files in counted.items() if _is_for_users(name)})


def _is_for_users(path: str) -> bool:
    return path.startswith("/profile") or path in {"/", "/auth/authenticated_page", "/.well-known/change-password"}


def _assert_counted(browser: BrowserContext, paths: dict[str, set[str]]) -> None:
    """Open each path in a tab of its own, some at the same time: until nothing is fetched any more takes a while."""
    waiting = list(paths.items())
    while waiting:
        some, waiting = waiting[:TABS], waiting[TABS:]
        for path, counted, page, fetched in [(path, counted, *_open(browser, path)) for path, counted in some]:
            page.wait_for_load_state("networkidle")
            scripts = {file for file in fetched if file.endswith(".js")}
            assert sum(map(_compressed, scripts)) <= MAX_BYTES, path
            # A page that leads to another fetches files of both.
            if urlsplit(page.url).path == path:
                assert scripts <= counted, path
            page.close()


def _open(browser: BrowserContext, path: str) -> tuple[Page, set[str]]:
    """A tab without cache on its way to a path, and the files that it fetches."""
    page, fetched = browser.new_page(), set[str]()
    browser.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.on("request", lambda request: fetched.add(urlsplit(request.url).path.lstrip("/")))
    page.goto(path, wait_until="commit")
    return page, fetched


@cache
def _compressed(file: str) -> int:
    return len(gzip.compress((FRONTEND / "dist" / file).read_bytes(), 9))
