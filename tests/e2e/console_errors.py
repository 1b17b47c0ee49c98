"""Console errors, warnings and uncaught errors: each fails its test unless the test expects it."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Response, WebError

REPORTED_TYPES = {"error", "warning", "assert"}
FAILED_LOAD = re.compile(r"Failed to load resource: (?:the server responded with a status of (\d+)|net::(\w+))")

Failure = tuple[int | str, str]

# Every tab repeats a sign-out until the server has received it. Whichever comes second is answered with 401.
ALLOWED: frozenset[Failure] = frozenset({(401, "/api/auth/sign-out")})


class ConsoleErrors:
    """Collects the console messages of every browser of a test.

    Chromium logs each request that fails. A test names the failures that it expects, by status (or network
    error) and path; exactly these may be logged, and those with a status must happen.
    """

    def __init__(self) -> None:
        self._expected: set[Failure] = set()
        self._failed: set[Failure] = set()
        self._messages: list[tuple[Failure | None, str]] = []

    def expect(self, status: int | str, path: str) -> None:
        """Expect that requests to `path` fail with this status or error in this test."""
        self._expected.add((status, path))

    def listen(self, context: BrowserContext) -> None:
        """Collect the messages of all pages of this browser."""
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)
        context.on("response", self._on_response)

    def unexpected(self) -> list[str]:
        """The messages that were not expected, and the expected failures that did not happen."""
        expected = self._expected | ALLOWED
        logged = [text for failure, text in self._messages if failure not in expected]
        failed = [f"answered unexpectedly: {failure}" for failure in sorted(self._failed - expected, key=str)]
        statuses = {failure for failure in self._expected if isinstance(failure[0], int)}
        return logged + failed + [f"did not happen: {failure}" for failure in sorted(statuses - self._failed, key=str)]

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in REPORTED_TYPES:
            url = message.location["url"]
            self._messages.append((_failure(message.text, url), f"console {message.type}: {message.text} ({url})"))

    def _on_error(self, error: WebError) -> None:
        self._messages.append((None, f"uncaught: {error.error}"))

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self._failed.add((response.status, urlsplit(response.url).path))


def _failure(text: str, url: str) -> Failure | None:
    found = FAILED_LOAD.match(text)
    if found is None:
        return None
    return (int(found[1]) if found[1] else found[2], urlsplit(url).path)
