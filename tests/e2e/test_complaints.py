"""The check for console errors works."""

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.browsers import Browsers
from tests.e2e.complaints import Complaints


class TestComplaints:
    @pytest.fixture
    def complaints_of_a_bad_page(self) -> Complaints:
        return Complaints()

    @pytest.fixture
    def bad_page(self, browser: Browser, url: str, complaints_of_a_bad_page: Complaints) -> Page:
        return Browsers(browser, url, complaints_of_a_bad_page).open()

    @pytest.mark.parametrize(
        "fault",
        [
            "console.error('fault')",
            "console.warn('fault')",
            "setTimeout(() => { throw new Error('fault'); })",
            "void Promise.reject(new Error('fault'))",
            "document.body.append(Object.assign(document.createElement('script'), { text: 'alert(1)' }))",
            "void fetch('/api/nothing').then((answer) => answer.text())",
        ],
    )
    def test_console_errors_fail_a_test(self, bad_page: Page, complaints_of_a_bad_page: Complaints, fault: str) -> None:
        bad_page.goto("/")
        bad_page.evaluate(f"() => {{ {fault} }}")
        bad_page.wait_for_load_state("networkidle")
        heard = complaints_of_a_bad_page.unannounced()
        bad_page.context.close()

        assert heard != []

    def test_announced_console_errors_do_not_fail_a_test(
        self, bad_page: Page, complaints_of_a_bad_page: Complaints
    ) -> None:
        complaints_of_a_bad_page.announce(404, "/api/nothing")
        bad_page.goto("/")
        bad_page.evaluate("fetch('/api/nothing').then((answer) => answer.text())")
        heard = complaints_of_a_bad_page.unannounced()
        bad_page.context.close()

        assert heard == []
