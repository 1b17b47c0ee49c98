"""English and French."""

from playwright.sync_api import Page, expect

from tests.apps import Person
from tests.e2e.browsers import Browsers
from tests.e2e.by_hand import button, choose_language, expect_fault, field, heading
from tests.e2e.console_errors import ConsoleErrors


class TestLanguage:
    def test_the_language_is_the_browsers(self, browsers: Browsers) -> None:
        page = browsers.open(locale="fr-CA")
        page.goto("/auth/login")

        expect(heading(page)).to_have_text("Heureux de vous revoir")
        expect(page.locator("html")).to_have_attribute("lang", "fr")
        expect(page).to_have_title("Se connecter · Vestibule")

    def test_english_is_used_if_the_browsers_language_is_not_supported(self, browsers: Browsers) -> None:
        page = browsers.open(locale="de-DE")
        page.goto("/auth/login")

        expect(heading(page)).to_have_text("Welcome back")
        expect(page.locator("html")).to_have_attribute("lang", "en")

    def test_the_language_is_switched_in_place_and_stored(self, page: Page) -> None:
        page.goto("/auth/login")
        field(page, "E-mail address").fill("half@written")
        choose_language(page, "Français")

        expect(heading(page)).to_have_text("Heureux de vous revoir")
        expect(field(page, "Adresse e-mail")).to_have_value("half@written")
        page.reload()
        expect(heading(page)).to_have_text("Heureux de vous revoir")
        choose_language(page, "English")
        expect(heading(page)).to_have_text("Welcome back")

    def test_the_language_menu_names_each_language_in_itself(self, page: Page) -> None:
        page.goto("/")
        page.get_by_role("button", name="Language: English").click()

        choices = page.get_by_role("menu", name="Language").get_by_role("menuitemradio")
        expect(choices).to_have_text(["English", "Français"])
        expect(page.get_by_role("menuitemradio", name="English")).to_be_checked()
        expect(page.get_by_role("menuitemradio", name="Français")).to_have_attribute("lang", "fr")

    def test_errors_are_in_the_language_of_the_page(
        self, browsers: Browsers, alice: Person, console_errors: ConsoleErrors
    ) -> None:
        console_errors.expect(401, "/api/auth/sign-in")
        page = browsers.open(locale="fr")
        page.goto("/auth/login")
        button(page, "Se connecter").click()
        expect_fault(page, "Adresse e-mail", "Veuillez saisir une adresse comme nom@exemple.fr.")
        choose_language(page, "English")
        expect_fault(page, "E-mail address", "Please enter an address such as name@example.com.")
        choose_language(page, "Français")
        field(page, "Adresse e-mail").fill(alice.email)
        field(page, "Mot de passe").fill("Not-the-password-1")
        button(page, "Se connecter").click()

        expect_fault(page, "Mot de passe", "L’adresse ou le mot de passe est incorrect.")  # noqa: RUF001  French

    def test_errors_on_the_page_follow_a_language_switch(self, page: Page, console_errors: ConsoleErrors) -> None:
        console_errors.expect(401, "/api/auth/sign-in")
        page.goto("/auth/login")
        button(page, "Sign in").click()
        expect_fault(page, "E-mail address", "Please enter an address such as name@example.com.")
        choose_language(page, "Français")
        expect_fault(page, "Adresse e-mail", "Veuillez saisir une adresse comme nom@exemple.fr.")

        field(page, "Adresse e-mail").fill("nobody@example.com")
        field(page, "Mot de passe").fill("Not-the-password-1")
        button(page, "Se connecter").click()
        expect_fault(page, "Mot de passe", "L’adresse ou le mot de passe est incorrect.")  # noqa: RUF001  French
        choose_language(page, "English")
        expect_fault(page, "Password", "The address or the password is not right.")
