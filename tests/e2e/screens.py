"""Every screen and how to reach it, for checks of all screens in both languages, and for screenshots."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from playwright.sync_api import Page, Route, expect

Audience = Literal["guest", "member"]

IS_COMPLETE = """() =>
  document.querySelector("h1")?.checkVisibility() &&
  !document.querySelector(".mantine-Skeleton-root, [role=progressbar]")"""


def _no_preparation(_: Page) -> None:
    """The screen needs no preparation."""


def _submit(page: Page) -> None:
    """Submit the empty form, so that every required field has an error."""
    page.locator("main form button[type=submit]").click()


QR_CODE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M1 1h2v2H1z"/></svg>"""
APP = {"secret": "GEZDGNBVGY3TQOJQ" * 2, "uri": "otpauth://totp/Vestibule:ada", "qr_svg": QR_CODE}
DELIVERY = {"medium": "email", "destination": "a***@e***"}
# The members of each kind of challenge besides its session.
MEMBERS: dict[str, dict[str, Any]] = {
    "custom": {"parameters": {"question": "What is <b>1 + 1</b>?", "hint": "a number"}},
    "email_otp": {"delivery": DELIVERY, "first_factor": False},
    "new_password": {"required_attributes": ["name"]},
    "password_reset_required": {"delivery": DELIVERY, "resend_wait_seconds": 30},
    "select_factor": {"factors": ["totp", "email_otp", "sms"]},
    "set_up_mfa": {"methods": ["totp", "email_otp"], "totp": None},
    "sms": {"delivery": {"medium": "sms", "destination": "+*******5678"}},
    "totp": {"device_name": None},
}


def _answer_with(kind: str) -> Callable[[Page], None]:
    """Make the sign-in answer a challenge that needs an administrator or an interrupted sign-up."""

    def sign_in(page: Page) -> None:
        step = {"status": "challenge", "kind": kind, "session": "encrypted", "expires_in": 180}
        page.route("**/api/auth/sign-in", lambda route: route.fulfill(json=step | MEMBERS.get(kind, {})))
        page.locator("main input[name=email]").fill("ada@example.com")
        page.locator("main input[name=password]").fill("Correct-horse-9")
        title = page.locator("h1").inner_text()
        _submit(page)
        expect(page.locator("h1")).not_to_have_text(title)

    return sign_in


def _set_up_app(page: Page) -> None:
    """Continue up to the secret of the authenticator app."""
    _answer_with("set_up_mfa")(page)
    step = {"status": "challenge", "kind": "set_up_mfa", "session": "encrypted", "expires_in": 180}
    page.route("**/api/auth/challenge", lambda route: route.fulfill(json=step | {"methods": ["totp"], "totp": APP}))
    page.locator("main section button").first.click()
    expect(page.get_by_test_id("totp-secret")).to_be_visible()


def _lose_the_device(page: Page) -> None:
    """Ask for a recovery code instead of the app's."""
    _answer_with("totp")(page)
    title = page.locator("h1").inner_text()
    page.locator("main button[data-variant=subtle]").first.click()
    expect(page.locator("h1")).not_to_have_text(title)


def _set_a_new_password(page: Page) -> None:
    """Open the sign-in page with a notice."""
    page.route("**/api/auth/password/reset", lambda route: route.fulfill(status=204))
    for name in ("password", "confirm"):
        page.locator(f"main input[name={name}]").fill("Correct-horse-9")
    _submit(page)
    expect(page.locator("main [role=status]")).to_be_visible()


def _meet_a_broken_script(page: Page) -> None:
    """Open a screen whose script throws an error."""
    title = page.locator("h1").inner_text()
    page.route("**/assets/SignUpPage*.js", lambda route: route.fulfill(content_type="text/javascript", body="throw 0"))
    # The script may have been prefetched already.
    page.reload()
    page.locator("main a").first.click()
    expect(page.locator("h1")).not_to_have_text(title)


def _ask_to_delete(page: Page) -> None:
    page.locator("main section").last.get_by_role("button").click()


def _change_address(page: Page) -> None:
    page.locator("main section").first.get_by_role("button").click()


PROVIDERS = ["Facebook", "Google", "LoginWithAmazon", "SignInWithApple", "ExampleID"]


def _with_config(**changes: Any) -> Callable[[Page], None]:
    """Open the screen for another pool."""

    def reload(page: Page) -> None:
        def change(route: Route) -> None:
            route.fulfill(json=route.fetch().json() | changes)

        page.route("**/api/auth/config", change)
        page.reload()
        expect(page.get_by_text("ExampleID").first).to_be_visible()

    return reload


def _sign_in_by_redirect_alone(page: Page) -> None:
    """Open the sign-in page of a pool without password flow: there is no form."""
    _with_config(social_providers=PROVIDERS, password_sign_in=False, hosted_sign_in=True)(page)
    expect(page.locator("main form")).to_have_count(0)
    expect(page.locator("main a[href*=COGNITO]")).to_be_visible()


@dataclass(frozen=True)
class Screen:
    """One screen: its path, its user, and the actions that prepare it."""

    name: str
    path: str
    audience: Audience = "guest"
    prepare: Callable[[Page], None] = _no_preparation

    def show(self, page: Page) -> None:
        """Open this screen, and wait until it is complete."""
        if page.url != "about:blank":
            # A challenge that another screen began survives a reload.
            page.evaluate("sessionStorage.clear()")
        page.unroute_all()
        page.goto(self.path)
        _wait(page)
        if self.prepare is not _no_preparation:
            self.prepare(page)
            _wait(page)


def _wait(page: Page) -> None:
    page.wait_for_function(IS_COMPLETE)


SCREENS = (
    Screen("home", "/"),
    Screen("sign-up", "/auth/signup"),
    Screen("sign-up-faults", "/auth/signup", prepare=_submit),
    Screen("verify", "/auth/verify_account?email=ada@example.com"),
    Screen("verify-faults", "/auth/verify_account?email=ada@example.com", prepare=_submit),
    Screen("sign-in", "/auth/login"),
    Screen("sign-in-providers", "/auth/login", prepare=_with_config(social_providers=PROVIDERS)),
    Screen("sign-in-redirect-only", "/auth/login", prepare=_sign_in_by_redirect_alone),
    Screen("sign-in-faults", "/auth/login", prepare=_submit),
    Screen("sign-in-new-password", "/auth/login", prepare=_answer_with("new_password")),
    Screen("sign-in-reset-required", "/auth/login", prepare=_answer_with("password_reset_required")),
    Screen("sign-in-password", "/auth/login", prepare=_answer_with("password")),
    Screen("sign-in-totp", "/auth/login", prepare=_answer_with("totp")),
    Screen("sign-in-sms", "/auth/login", prepare=_answer_with("sms")),
    Screen("sign-in-recovery-code", "/auth/login", prepare=_lose_the_device),
    Screen("sign-in-email-otp", "/auth/login", prepare=_answer_with("email_otp")),
    Screen("sign-in-custom", "/auth/login", prepare=_answer_with("custom")),
    Screen("sign-in-select-factor", "/auth/login", prepare=_answer_with("select_factor")),
    Screen("sign-in-set-up-mfa", "/auth/login", prepare=_answer_with("set_up_mfa")),
    Screen("sign-in-set-up-app", "/auth/login", prepare=_set_up_app),
    Screen("forgot-password", "/auth/forgot_password"),
    Screen("reset-password", "/auth/forgot_password?email=ada@example.com&code=123456"),
    Screen("sign-in-notice", "/auth/forgot_password?email=ada@example.com&code=123456", prepare=_set_a_new_password),
    Screen("goodbye", "/auth/signout"),
    Screen("not-found", "/no/such/page"),
    Screen("error", "/", prepare=_meet_a_broken_script),
    Screen("home-member", "/", "member"),
    Screen("profile", "/profile", "member"),
    Screen("profile-address", "/profile", "member", _change_address),
    Screen("security", "/profile/security", "member"),
    Screen("security-providers", "/profile/security", "member", _with_config(social_providers=PROVIDERS)),
    Screen("password", "/profile/security/password", "member"),
    Screen("sessions", "/profile/sessions", "member"),
    Screen("credentials", "/profile/credentials", "member"),
    Screen("account-data", "/profile/data", "member"),
    Screen("account-data-delete", "/profile/data", "member", _ask_to_delete),
    Screen("protected", "/auth/authenticated_page", "member"),
)
