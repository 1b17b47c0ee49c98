"""Console errors, warnings and uncaught errors: each fails its test unless the test announced it."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Response, WebError

REPORTED_TYPES = {"error", "warning", "assert"}
FAILED_LOAD = re.compile(r"Failed to load resource: (?:the server responded with a status of (\d+)|net::(\w+))")

Failure = tuple[int | str, str]

# Every tab repeats a sign-out until the server has heard it. Whichever comes second is answered with 401.
ALLOWED: frozenset[Failure] = frozenset({(401, "/api/auth/sign-out")})


class Complaints:
    """Collects the console messages of every browser of a test.

    Chromium logs each request that fails. A test announces the failures that it expects, by status (or network
    error) and path; exactly these may be logged, and those with a status must happen.
    """

    def __init__(self) -> None:
        self._announced: set[Failure] = set()
        self._failed: set[Failure] = set()
        self._heard: list[tuple[Failure | None, str]] = []

    def announce(self, status: int | str, path: str) -> None:
        """Announce that requests to `path` fail with this status or error in this test."""
        self._announced.add((status, path))

    def listen(self, context: BrowserContext) -> None:
        """Collect the messages of all pages of this browser."""
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)
        context.on("response", self._on_response)

    def unannounced(self) -> list[str]:
        """The messages that were not announced, and the announced failures that did not happen."""
        expected = self._announced | ALLOWED
        heard = [text for failure, text in self._heard if failure not in expected]
        failed = [f"answered unexpectedly: {failure}" for failure in sorted(self._failed - expected, key=str)]
        statuses = {failure for failure in self._announced if isinstance(failure[0], int)}
        return heard + failed + [f"did not happen: {failure}" for failure in sorted(statuses - self._failed, key=str)]

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in REPORTED_TYPES:
            url = message.location["url"]
            self._heard.append((_failure(message.text, url), f"console {message.type}: {message.text} ({url})"))

    def _on_error(self, error: WebError) -> None:
        self._heard.append((None, f"uncaught: {error.error}"))

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self._failed.add((response.status, urlsplit(response.url).path))


def _failure(text: str, url: str) -> Failure | None:
    found = FAILED_LOAD.match(text)
    if found is None:
        return None
    return (int(found[1]) if found[1] else found[2], urlsplit(url).path)
