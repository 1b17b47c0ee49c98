"""Before the app's script runs, the page has begun to fetch what it needs."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.e2e.browsers import Browsers

ASSETS = Path("frontend/dist/assets")
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


def test_a_page_has_all_its_styles_from_the_start(browsers: Browsers) -> None:
    page = browsers.open()
    page.goto("/auth/login")
    page.get_by_label("E-mail address").wait_for()

    assert page.locator("link[rel=stylesheet]").count() == 1


def test_what_nobody_needs_first_waits_for_the_paint(browsers: Browsers) -> None:
    page = browsers.open()
    requested = _requests(page)
    page.add_init_script("window.requestAnimationFrame = () => 0")  # as if nothing was ever painted
    page.goto("/auth/login")
    page.get_by_label("E-mail address").wait_for()

    assert any("/SignInPage-" in url for url in requested)
    assert not any("/PreferenceMenus-" in url for url in requested)


def test_the_brand_is_fetched_beside_the_apps_script(browsers: Browsers) -> None:
    page = browsers.open()
    page.route("**/assets/index-*.js", lambda route: None)  # noqa: ARG005  the app never starts

    with page.expect_request("**/api/brand"):
        page.goto("/auth/login", wait_until="commit")


def test_the_app_takes_the_brand_that_is_fetched_already(browsers: Browsers) -> None:
    page = browsers.open()
    requested = _requests(page)

    page.goto("/auth/login")
    page.get_by_label("E-mail address").wait_for()

    assert sum(url.endswith("/api/brand") for url in requested) == 1


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("name", ["index", "common", "fields"])
def test_browsers_compile_the_large_scripts_while_they_load_them(name: str) -> None:
    """The hint must come first; a minifier removes comments."""
    (script,) = (path for path in ASSETS.glob(f"{name}-*.js") if not path.name.startswith("common-texts"))

    assert script.read_text().startswith("//# allFunctionsCalledOnLoad\n")


def _requests(page: Page) -> list[str]:
    """The URLs that the page requests from now on."""
    urls: list[str] = []
    page.on("request", lambda request: urls.append(request.url))
    return urls
