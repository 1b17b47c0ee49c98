"""The browser of the tests: the system's, if there is one."""

import shutil

from playwright.sync_api import Browser, Playwright, expect

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# The timeout of expectations: long, because a busy machine is not a failure.
BROWSER_TIMEOUT_MS = 10_000

# The sandbox does not work for root; the other flags keep the browser from connecting to other hosts.
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
    """Start Debian's Chromium or Google's Chrome, or else the browser that Playwright installed."""
    expect.set_options(timeout=BROWSER_TIMEOUT_MS)
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return playwright.chromium.launch(executable_path=found, args=FLAGS)
