"""Secrets are not stored or shown where others could find them."""

from playwright.sync_api import Page, expect

from tests.apps import Person
from tests.e2e.by_hand import button, field, sign_up


class TestSecrets:
    def test_secrets_are_in_no_url_and_no_storage(self, page: Page, newcomer: Person) -> None:
        addresses: list[str] = []
        page.on("request", lambda request: addresses.append(request.url))
        page.on("framenavigated", lambda frame: addresses.append(frame.url))
        sign_up(page, newcomer)
        code = newcomer.code
        field(page, "Code").fill(code)
        button(page, "Verify").click()
        expect(page.get_by_text(f"You are signed in as {newcomer.email}")).to_be_visible()

        token = page.evaluate("localStorage.getItem('user_token')")
        stored: dict[str, str] = page.evaluate("({ ...localStorage, ...sessionStorage })")
        secrets = (newcomer.password, code, token)
        assert [address for address in addresses if any(secret in address for secret in secrets)] == []
        assert stored.pop("user_token") == token
        assert stored.pop("User_Email") == newcomer.email
        assert [name for name, value in stored.items() if any(secret in value for secret in secrets)] == []

    def test_refresh_token_is_not_readable_by_scripts(self, alice_page: Page, alice: Person) -> None:
        alice_page.goto("/")
        expect(alice_page.get_by_text(f"You are signed in as {alice.email}")).to_be_visible()

        assert alice_page.evaluate("document.cookie") == ""

    def test_refresh_token_cookie_is_sent_by_our_own_pages_only(self, page: Page, newcomer: Person) -> None:
        sign_up(page, newcomer)
        field(page, "Code").fill(newcomer.code)
        button(page, "Verify").click()
        expect(page.get_by_text(f"You are signed in as {newcomer.email}")).to_be_visible()

        (cookie,) = page.context.cookies(page.url + "api/auth/refresh")
        assert (cookie["name"], cookie["path"]) == ("vestibule_refresh", "/api/auth")
        assert cookie["httpOnly"]
        assert cookie["sameSite"] == "Strict"


class TestContentSecurityPolicy:
    def test_content_security_policy_allows_no_inline_script(self, page: Page) -> None:
        answer = page.goto("/")
        assert answer is not None
        policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))

        assert policy["script-src"] == "'self'"
        assert policy["default-src"] == "'self'"
        assert policy["frame-ancestors"] == "'none'"
