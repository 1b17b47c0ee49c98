"""Before the app's script runs, the page has begun to fetch what it needs."""

import pytest

from tests.e2e.browsers import Browsers

PRELOADED = "[...document.querySelectorAll('link[rel=modulepreload]')].map((link) => new URL(link.href).pathname)"


@pytest.mark.parametrize(("locale", "other"), [("en", "fr"), ("fr", "en"), ("de", "fr")])
def test_the_scripts_and_texts_of_a_page_are_fetched_beside_the_apps_script(
    browsers: Browsers, locale: str, other: str
) -> None:
    page = browsers.open(locale=locale)
    page.route("**/assets/index-*.js", lambda route: None)  # noqa: ARG005  the app never starts
    page.goto("/auth/login", wait_until="commit")
    page.wait_for_selector("#root", state="attached")

    files = " ".join(page.evaluate(PRELOADED))

    assert "/SignInPage-" in files
    assert f"common-texts.{'en' if locale == 'de' else locale}-" in files
    assert f"texts.{other}-" not in files


def test_a_path_that_is_no_page_fetches_nothing_early(browsers: Browsers) -> None:
    page = browsers.open()
    page.goto("/no/such/page")

    assert not any("Page-" in file for file in page.evaluate(PRELOADED) if "NotFound" not in file)
