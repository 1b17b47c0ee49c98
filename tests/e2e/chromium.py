"""The browser that the tests drive: the system's, where there is one."""

import shutil

from playwright.sync_api import Browser, Playwright, expect

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# How long to wait for what is sure to come: long, because a busy machine is not a fault.
BROWSER_TIMEOUT_MS = 10_000

# Root has no sandbox; the rest keeps the browser from talking to anyone but us.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def launch(playwright: Playwright) -> Browser:
    """Start Debian's Chromium or Google's Chrome; where neither is, the one that Playwright was asked to install."""
    expect.set_options(timeout=BROWSER_TIMEOUT_MS)
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return playwright.chromium.launch(executable_path=found, args=FLAGS)
