"""Browsers for a test: each has its own cookies and storage, like another device."""

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, StorageState

from tests.apps import Person
from tests.e2e.chromium import BROWSER_TIMEOUT_MS
from tests.e2e.console_errors import ConsoleErrors

DESKTOP = (1280, 800)
PHONE = (390, 844)

# The app fetches every page ahead, one after the other: half of the processor time of a page load.
SAVE_DATA = "Object.defineProperty(NetworkInformation.prototype, 'saveData', { value: true })"


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
            storage_state=self._left_by(person) if person else None,
            **device,
        )
        self._opened.append(context)
        self._console_errors.listen(context)
        context.set_default_timeout(BROWSER_TIMEOUT_MS)
        if not prefetch:
            context.add_init_script(SAVE_DATA)
        return context.new_page()

    def close(self) -> None:
        """Close them all."""
        while self._opened:
            self._opened.pop().close()

    def _left_by(self, person: Person) -> StorageState:
        """The cookies and storage that a sign-in leaves in the browser."""
        person.sign_in()
        kept = {"user_token": person.access_token, "User_Email": person.email}
        return {
            "cookies": [
                {
                    "name": "vestibule_refresh",
                    "value": person.refresh_token,
                    "domain": str(urlsplit(self._url).hostname),
                    "path": "/api/auth",
                    "expires": -1,
                    "httpOnly": True,
                    "secure": False,
                    "sameSite": "Strict",
                }
            ],
            "origins": [{"origin": self._url, "localStorage": [{"name": n, "value": v} for n, v in kept.items()]}],
        }
