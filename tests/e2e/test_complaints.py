"""The check for console errors works."""

from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.browsers import Browsers
from tests.e2e.complaints import Complaints

FAULTS: tuple[tuple[Literal["console", "weberror"], str], ...] = (
    ("console", "console.error('fault')"),
    ("console", "console.warn('fault')"),
    ("weberror", "setTimeout(() => { throw new Error('fault'); })"),
    ("weberror", "void Promise.reject(new Error('fault'))"),
    ("console", "document.body.append(Object.assign(document.createElement('script'), { text: 'alert(1)' }))"),
    ("console", "void fetch('/api/nothing').then((answer) => answer.text())"),
)


class TestComplaints:
    @pytest.fixture
    def complaints_of_a_bad_page(self) -> Complaints:
        return Complaints()

    @pytest.fixture
    def bad_page(self, browser: Browser, url: str, complaints_of_a_bad_page: Complaints) -> Page:
        return Browsers(browser, url, complaints_of_a_bad_page).open()

    def test_console_errors_fail_a_test(self, bad_page: Page) -> None:
        bad_page.goto("/")
        for event, fault in FAULTS:
            complaints = Complaints()
            complaints.listen(bad_page.context)
            with bad_page.context.expect_event(event):
                bad_page.evaluate(f"() => {{ {fault} }}")

            assert complaints.unannounced() != [], fault
        bad_page.context.close()

    def test_announced_console_errors_do_not_fail_a_test(
        self, bad_page: Page, complaints_of_a_bad_page: Complaints
    ) -> None:
        complaints_of_a_bad_page.announce(404, "/api/nothing")
        bad_page.goto("/")
        bad_page.evaluate("fetch('/api/nothing').then((answer) => answer.text())")
        heard = complaints_of_a_bad_page.unannounced()
        bad_page.context.close()

        assert heard == []
