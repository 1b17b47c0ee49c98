"""Browsers for a test: each has its own cookies and storage, like another device."""

import json
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

from tests.apps import Person
from tests.e2e.chromium import BROWSER_TIMEOUT_MS
from tests.e2e.console_errors import ConsoleErrors

DESKTOP = (1280, 800)
PHONE = (390, 844)

# The app fetches every page ahead, one after the other: half of the processor time of a page load.
SAVE_DATA = "Object.defineProperty(NetworkInformation.prototype, 'saveData', { value: true })"

# Fills the storage when a tab opens its first page. Playwright's `storage_state` would load a page of its own for this.
FILL_STORAGE_ONCE = """(([origin, kept]) => {
  if (location.origin !== origin || window.name === "filled") return;
  window.name = "filled";
  for (const [name, value] of Object.entries(kept)) localStorage.setItem(name, value);
})(%s)"""


class Browsers:
    """Opens browsers on the app, and records their console errors."""

    def __init__(self, browser: Browser, url: str, console_errors: ConsoleErrors) -> None:
        self._browser = browser
        self._url = url
        self._console_errors = console_errors
        self._opened: list[BrowserContext] = []

    def open(
        self,
        person: Person | None = None,
        *,
        size: tuple[int, int] = DESKTOP,
        locale: str = "en-GB",
        color_scheme: Any = "light",
        prefetch: bool = False,
        **device: Any,
    ) -> Page:
        """A new browser in which `person` is signed in; returns its first tab, which is empty.

        It saves data, as its user wants it: without `prefetch`, the app fetches a page when it is opened.
        """
        context = self._browser.new_context(
            base_url=self._url,
            viewport={"width": size[0], "height": size[1]},
            locale=locale,
            color_scheme=color_scheme,
            reduced_motion="reduce",
            **device,
        )
        self._opened.append(context)
        self._console_errors.listen(context)
        context.set_default_timeout(BROWSER_TIMEOUT_MS)
        if not prefetch:
            context.add_init_script(SAVE_DATA)
        page = context.new_page()
        if person:
            self._leave_a_sign_in(page, person)
        return page

    def close(self) -> None:
        """Close them all."""
        while self._opened:
            self._opened.pop().close()

    def _leave_a_sign_in(self, page: Page, person: Person) -> None:
        """Leave what a sign-in leaves: the cookie, and in the storage, once this tab opens a page, the token."""
        person.sign_in()
        page.context.add_cookies(
            [
                {
                    "name": "vestibule_refresh",
                    "value": person.refresh_token,
                    "domain": str(urlsplit(self._url).hostname),
                    "path": "/api/auth",
                    "httpOnly": True,
                    "sameSite": "Strict",
                }
            ]
        )
        kept = {"user_token": person.access_token, "User_Email": person.email}
        page.add_init_script(FILL_STORAGE_ONCE % json.dumps([self._url, kept]))
