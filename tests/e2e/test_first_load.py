"""`npm run size` counts all that a browser fetches of the app until a page that is opened first can be used."""

import gzip
import json
import subprocess
from functools import cache
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request

from tests.apps import Person
from tests.e2e.browsers import Browsers
from tests.e2e.web import FRONTEND

MAX_BYTES = 140_000


@pytest.fixture(scope="module")
def counted(built: None) -> dict[str, set[str]]:  # noqa: ARG001  built first
    """By page, the files that `npm run size` counts in English."""
    command = ["node", "scripts/size.js", "--files"]
    printed = subprocess.run(command, cwd=FRONTEND, check=True, capture_output=True, text=True).stdout
    return {page: set(languages[0]) for page, languages in json.loads(printed).items()}


def test_all_that_a_guest_fetches_is_counted(browsers: Browsers, counted: dict[str, set[str]]) -> None:
    page = _without_cache(browsers.open())

    for name, files in counted.items():
        _assert_counted(page, "/no/such/page" if name == "*" else name, files)


def test_all_that_a_user_fetches_is_counted(browsers: Browsers, alice: Person, counted: dict[str, set[str]]) -> None:
    page = _without_cache(browsers.open(alice))

    for name, files in counted.items():
        if name.startswith("/profile") or name in {"/", "/auth/authenticated_page", "/.well-known/change-password"}:
            _assert_counted(page, name, files)


def _assert_counted(page: Page, path: str, counted: set[str]) -> None:
    fetched: set[str] = set()

    def note(request: Request) -> None:
        fetched.add(urlsplit(request.url).path.lstrip("/"))

    page.on("request", note)
    page.goto(path, wait_until="networkidle")
    page.remove_listener("request", note)
    scripts = {file for file in fetched if file.endswith(".js")}

    assert sum(map(_compressed, scripts)) <= MAX_BYTES, path
    # A page that leads to another fetches files of both.
    if urlsplit(page.url).path == path:
        assert scripts <= counted, path


def _without_cache(page: Page) -> Page:
    page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    return page


@cache
def _compressed(file: str) -> int:
    return len(gzip.compress((FRONTEND / "dist" / file).read_bytes(), 9))
