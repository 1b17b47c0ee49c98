"""The check for console errors works."""

from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.browsers import Browsers
from tests.e2e.console_errors import ConsoleErrors

FAULTS: tuple[tuple[Literal["console", "weberror"], str], ...] = (
    ("console", "console.error('fault')"),
    ("console", "console.warn('fault')"),
    ("weberror", "setTimeout(() => { throw new Error('fault'); })"),
    ("weberror", "void Promise.reject(new Error('fault'))"),
    ("console", "document.body.append(Object.assign(document.createElement('script'), { text: 'alert(1)' }))"),
    ("console", "void fetch('/api/nothing').then((answer) => answer.text())"),
)


class TestConsoleErrors:
    @pytest.fixture
    def errors_of_a_bad_page(self) -> ConsoleErrors:
        return ConsoleErrors()

    @pytest.fixture
    def bad_page(self, browser: Browser, url: str, errors_of_a_bad_page: ConsoleErrors) -> Page:
        return Browsers(browser, url, errors_of_a_bad_page).open()

    def test_console_errors_fail_a_test(self, bad_page: Page) -> None:
        bad_page.goto("/")
        for event, fault in FAULTS:
            console_errors = ConsoleErrors()
            console_errors.listen(bad_page.context)
            with bad_page.context.expect_event(event):
                bad_page.evaluate(f"() => {{ {fault} }}")

            assert console_errors.unexpected() != [], fault
        bad_page.context.close()

    def test_expected_console_errors_do_not_fail_a_test(
        self, bad_page: Page, errors_of_a_bad_page: ConsoleErrors
    ) -> None:
        errors_of_a_bad_page.expect(404, "/api/nothing")
        bad_page.goto("/")
        bad_page.evaluate("fetch('/api/nothing').then((answer) => answer.text())")
        messages = errors_of_a_bad_page.unexpected()
        bad_page.context.close()

        assert messages == []
