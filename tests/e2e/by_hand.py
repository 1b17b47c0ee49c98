"""Actions of a user that several tests need."""

import re
from datetime import UTC, datetime

from playwright.sync_api import Locator, Page, expect

from tests.apps import Person
from tests.e2e.console_errors import ConsoleErrors
from tests.servers import Clock

IS_SHADE = """shade => {
  const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).map(Number);
  const luminance = (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
  const { mantineColorScheme } = document.documentElement.dataset;
  return mantineColorScheme === shade && (luminance < 0.5) === (shade === "dark");
}"""


FETCH_AHEAD_MS = 60_000  # each fetch waits until the browser is idle

SHORTEN_WAITS = """(later => {
  window.setTimeout = (run, delay, ...rest) => later(run, delay <= 5000 ? delay / 10 : delay, ...rest);
})(window.setTimeout)"""

PASSWORD_IS_SEEN = """seen => {
  const field = document.querySelector("main input[name=password]");
  return (getComputedStyle(field.closest("[class*=optional]") ?? field).opacity === "1") === seen;
}"""


def field(page: Page, label: str) -> Locator:
    """The field with exactly this label, not the button next to it that shows the password."""
    return page.get_by_role("main").get_by_label(label, exact=True)


def expect_fault(page: Page, label: str, text: str) -> None:
    """Assert that a field is marked invalid, and that its error is its description."""
    expect(field(page, label)).to_have_attribute("aria-invalid", "true")
    expect(field(page, label)).to_have_accessible_description(re.compile(re.escape(text)))


def button(page: Page, name: str) -> Locator:
    """A button of the page, not of the frame around it."""
    return page.get_by_role("main").get_by_role("button", name=name, exact=True)


def fill_in_sign_up(page: Page, person: Person) -> None:
    """Fill in the sign-up form once it is shown; the page before it may have fields with the same names."""
    expect(field(page, "Confirm password")).to_be_visible()
    field(page, "E-mail address").fill(person.email)
    field(page, "Password").fill(person.password)
    field(page, "Confirm password").fill(person.password)


def sign_up(page: Page, person: Person) -> None:
    """Sign up, up to the request for the code."""
    page.goto("/auth/signup")
    fill_in_sign_up(page, person)
    button(page, "Sign up").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Verify your address")


def sign_in(page: Page, person: Person, at: str = "/auth/login") -> None:
    """Submit the sign-in form; the result is not checked."""
    page.goto(at)
    field(page, "E-mail address").fill(person.email)
    field(page, "Password").fill(person.password)
    button(page, "Sign in").click()


def begin_sign_in(page: Page, person: Person, at: str = "/auth/login") -> None:
    """Give the address alone."""
    page.goto(at)
    field(page, "E-mail address").fill(person.email)
    button(page, "Sign in").click()


def expect_password_seen(page: Page, *, seen: bool) -> None:
    """Wait until people see the password field of the sign-in page, or until only password managers do."""
    page.wait_for_function(PASSWORD_IS_SEEN, arg=seen)


def expect_signed_in(page: Page, person: Person) -> None:
    """The home page greets them."""
    expect(page.get_by_text(f"You are signed in as {person.email}")).to_be_visible()


def send_a_new_code(page: Page, person: Person, clock: Clock) -> None:
    """Wait until the page allows it, ask for another mailed code, and see that one was sent. Needs the page's clock."""
    sent = len(person.outbox.messages(person.email))
    page.clock.fast_forward(120_000)
    clock.advance(120)
    button(page, "Send a new code").click()
    expect(page.get_by_role("status").filter(has_text="A new code is on its way.")).to_be_visible()
    assert len(person.outbox.messages(person.email)) == sent + 1


def confirm_identity(page: Page, person: Person) -> None:
    """Enter the password in the dialog that asks for a fresh proof of identity."""
    dialog = page.get_by_role("dialog", name="Confirm that it is you")
    dialog.get_by_label("Password", exact=True).fill(person.password)
    dialog.get_by_role("button", name="Confirm").click()
    expect(dialog).to_be_hidden()


def choose(page: Page, menu: str, choice: str) -> None:
    """Open a menu of the header by the beginning of its name, and select one of its choices."""
    page.locator("header").get_by_role("button", name=re.compile(f"^{menu}")).click()
    page.get_by_role("menuitem", name=choice, exact=True).click()


def choose_language(page: Page, language: str) -> None:
    """Switch the language by its menu, which is called `Language` or `Langue`."""
    page.get_by_test_id("language").click()
    page.get_by_role("menuitemradio", name=language).click()


def open_profile(page: Page) -> None:
    """Go to the profile by the menu in the header."""
    choose(page, "Account", "Profile")


def press_sign_out(page: Page) -> None:
    """Sign out by the menu in the header."""
    choose(page, "Account", "Sign out")


def sign_out(page: Page) -> None:
    """Sign out, and wait until the server has received it."""
    with page.expect_response("**/api/auth/sign-out"):
        press_sign_out(page)
    expect(heading(page)).to_have_text("Goodbye")


def heading(page: Page) -> Locator:
    """The main heading of the page."""
    return page.get_by_role("heading", level=1)


def install_clock(page: Page, clock: Clock) -> None:
    """Install a clock in all tabs of this browser that tests can advance; it starts at the servers' time, and runs."""
    page.context.clock.install(time=datetime.fromtimestamp(clock(), UTC))


def let_pass(seconds: float, clock: Clock, page: Page) -> None:
    """Advance the time of the servers and of the browser."""
    clock.advance(seconds)
    page.context.clock.fast_forward(int(seconds * 1000))


def shorten_waits(page: Page) -> None:
    """Let the app wait half a second at most before it repeats what failed. With a clock, after `install_clock`."""
    page.add_init_script(SHORTEN_WAITS)


def open_and_fetch_ahead(page: Page, path: str = "/") -> None:
    """Open a page, which fetches the others one after the other while the browser is idle, and wait for the last."""
    shorten_waits(page)
    with page.expect_request_finished(lambda request: "/api-texts" in request.url, timeout=FETCH_AHEAD_MS):
        page.goto(path)


def go_offline(page: Page, console_errors: ConsoleErrors) -> None:
    """Cut the network. The browser requests the icons whenever it likes, also then."""
    for icon in ("/favicon.svg", "/icon-32.png"):
        console_errors.expect("ERR_INTERNET_DISCONNECTED", icon)
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)


def expect_shade(page: Page, shade: str) -> None:
    """Assert that the page is dark or light; a change may be animated."""
    page.wait_for_function(IS_SHADE, arg=shade)
