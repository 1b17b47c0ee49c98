"""The pages of local Cognito's domain in a real browser: on a phone, in French and in the dark, without script."""

import smtplib
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from tests.apps import Outbox
from tests.cognito import create_cognito
from tests.e2e.browsers import PHONE
from tests.e2e.chromium import BROWSER_TIMEOUT_MS
from tests.e2e.console_errors import ConsoleErrors
from tests.local_cognito.oauth_browser import REQUEST
from tests.servers import serve

EMAIL, PASSWORD = "camille@example.com", "Correct-horse-1"


@pytest.fixture
def domain(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The domain's URL, and the URL of its sign-in page for an app."""
    app = Starlette(routes=[Route("/auth/callback", lambda _: PlainTextResponse("the app"))])
    with serve(app) as app_url, serve(create_cognito(tmp_path / "pool.sqlite3", app_urls=[app_url])) as url:
        request = REQUEST | {"redirect_uri": f"{app_url}/auth/callback"}
        yield url, f"{url}/oauth2/authorize?{urlencode(request)}"


@pytest.fixture
def page(browser: Browser, console_errors: ConsoleErrors) -> Iterator[Page]:
    size = {"width": PHONE[0], "height": PHONE[1]}
    context = browser.new_context(viewport=size, locale="fr-FR", color_scheme="dark")
    context.set_default_timeout(BROWSER_TIMEOUT_MS)
    console_errors.listen(context)
    yield context.new_page()
    context.close()
    assert console_errors.unexpected() == []


def check(page: Page, title: str) -> None:
    """The page has this heading, breaks no rule of axe, and fits the screen."""
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    found = Axe().run(page).response["violations"]
    assert not found, [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_newcomer_signs_up_forgets_the_password_and_signs_in(page: Page, domain: tuple[str, str]) -> None:
    url, sign_in = domain
    outbox = Outbox(url)

    page.goto(sign_in)
    check(page, "Se connecter")
    page.get_by_role("link", name="Créer un compte").click()
    check(page, "Créer un compte")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Créer un compte").click()
    check(page, "Confirmez votre compte")
    page.get_by_label("Code").fill(outbox.code(EMAIL))
    page.get_by_role("button", name="Confirmer").click()
    expect(page.get_by_role("status")).to_contain_text("Votre compte est confirmé.")

    page.get_by_role("link", name="Mot de passe oublié").click()
    check(page, "Réinitialisez votre mot de passe")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_role("button", name="Envoyer le code").click()
    check(page, "Choisissez un nouveau mot de passe")
    page.get_by_label("Code").fill(outbox.code(EMAIL))
    page.get_by_label("Nouveau mot de passe").fill("Another-horse-2")
    page.get_by_role("button", name="Enregistrer le mot de passe").click()
    expect(page.get_by_role("status")).to_contain_text("Votre mot de passe est changé.")

    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Mot de passe").fill("Wrong-horse-9")
    page.get_by_label("Mot de passe").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("mot de passe incorrect.")
    check(page, "Se connecter")
    page.get_by_label("Mot de passe").fill("Another-horse-2")
    page.get_by_label("Mot de passe").press("Enter")
    expect(page.get_by_text("the app")).to_be_visible()
    assert "code=" in page.url


def test_the_outbox_shows_a_mail_that_has_no_code(page: Page, tmp_path: Path) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "Your password was changed", "no-reply@example.com", EMAIL
    mail.set_content("Hello")

    with serve(create_cognito(tmp_path / "pool.sqlite3", smtp_listener=listener)) as url:
        with smtplib.SMTP(*listener.getsockname()) as connection:
            connection.send_message(mail)
        page.goto(f"{url}/outbox")
        expect(page.get_by_role("heading", name="Outbox")).to_be_visible()
        recipient = page.get_by_text(EMAIL).bounding_box()

    assert recipient
    assert recipient["width"] > PHONE[0] / 2


def test_the_page_of_the_built_in_provider_is_for_everyone(page: Page, domain: tuple[str, str]) -> None:
    page.goto(domain[1])
    page.get_by_role("link", name="Continuer avec Google").click()

    check(page, "Se connecter en tant que…")
    page.get_by_role("button", name="Se connecter", exact=True).click()

    expect(page.get_by_text("the app")).to_be_visible()
