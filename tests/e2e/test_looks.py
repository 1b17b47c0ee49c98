"""Visual details that no other test covers."""

from playwright.sync_api import Locator, Page, Route, expect

from tests.apps import Outbox, Person
from tests.e2e.browsers import PHONE, Browsers
from tests.e2e.by_hand import button, field, heading
from tests.e2e.screens import SCREENS

BORDER = "element => getComputedStyle(element).borderColor"
BORDER_BOTTOM = "element => getComputedStyle(element).borderBottom"
UNDERLINE = "element => getComputedStyle(element.querySelector('.mantine-Button-label') ?? element).textDecorationLine"
COLOUR = "element => getComputedStyle(element).color"


def middle(locator: Locator) -> tuple[int, int]:
    """The centre of an element."""
    box = locator.bounding_box()
    assert box is not None
    return round(box["x"] + box["width"] / 2), round(box["y"] + box["height"] / 2)


def right_edge(locator: Locator) -> float:
    """The x of an element's right edge."""
    box = locator.bounding_box()
    assert box is not None
    return box["x"] + box["width"]


def test_a_notice_has_a_margin_to_the_form_below_it(page: Page) -> None:
    next(screen for screen in SCREENS if screen.name == "sign-in-notice").show(page)
    notice = page.get_by_role("main").get_by_role("status").bounding_box()
    label = page.get_by_text("E-mail address", exact=True).bounding_box()

    assert notice
    assert label
    assert label["y"] - notice["y"] - notice["height"] >= 16


def test_dismiss_does_not_wrap_on_a_phone(browsers: Browsers, alice: Person, outbox: Outbox) -> None:
    page = browsers.open(alice, size=PHONE)
    bob = Person(alice.client, outbox).sign_up(name="Bob").confirm().sign_in()
    page.goto("/profile")
    expect(field(page, "Name (optional)")).to_have_value("Alice")
    other = page.context.new_page()
    other.goto("/robots.txt")  # of the same origin, without script
    other.evaluate("token => localStorage.setItem('user_token', token)", bob.access_token)
    dismiss = page.get_by_role("button", name="Dismiss")
    expect(dismiss).to_be_visible()

    assert dismiss.evaluate("element => element.getClientRects().length") == 1
    assert dismiss.evaluate("element => element.offsetHeight < 2 * parseFloat(getComputedStyle(element).fontSize)")


def test_a_busy_button_shows_its_loader_in_the_middle(page: Page) -> None:
    waiting: list[Route] = []
    page.route("**/api/auth/password/forgot", lambda route: waiting.append(route))  # noqa: PLW0108  as in test_session
    page.goto("/auth/forgot_password?email=nobody@example.com")
    submit = page.locator("main form button[type=submit]")
    submit.click()

    assert middle(submit.locator(".mantine-Button-loader")) == middle(submit)
    waiting[0].continue_()
    expect(heading(page)).to_have_text("Choose a new password")


def test_secondary_buttons_look_alike(alice_page: Page) -> None:
    alice_page.goto("/profile")
    of_a_button = button(alice_page, "Change address").evaluate(BORDER)
    alice_page.goto("/")
    of_a_link = alice_page.get_by_role("main").get_by_role("link", name="See your profile").evaluate(BORDER)

    assert of_a_button == of_a_link


def test_subtle_buttons_look_like_links(page: Page) -> None:
    page.goto("/auth/forgot_password")
    quiet = button(page, "I have a code already")
    link = page.get_by_role("main").get_by_role("link", name="Back to sign in")

    assert quiet.evaluate(UNDERLINE) == link.evaluate(UNDERLINE) == "underline"
    assert quiet.evaluate(COLOUR) == link.evaluate(COLOUR)


def test_the_footer_is_below_the_window_before_the_content_is_there(browsers: Browsers, alice: Person) -> None:
    page = browsers.open(alice, size=PHONE)
    waiting: list[Route] = []
    page.route("**/api/me", lambda route: waiting.append(route))  # noqa: PLW0108  as in test_session
    page.goto("/profile")
    expect(heading(page)).to_be_visible()
    box = page.get_by_role("contentinfo").bounding_box()

    assert box
    assert box["y"] >= PHONE[1]
    waiting[0].continue_()
    expect(field(page, "Name (optional)")).to_be_visible()


def test_forced_colours_show_the_present_page_and_the_digits_of_a_code(browsers: Browsers) -> None:
    page = browsers.open(forced_colors="active")
    page.goto("/auth/login")
    links = page.get_by_role("navigation").get_by_role("link")

    assert links.nth(0).evaluate(BORDER_BOTTOM) != links.nth(1).evaluate(BORDER_BOTTOM)
    page.goto("/auth/verify_account")
    assert field(page, "Code").evaluate("element => getComputedStyle(element).forcedColorAdjust") == "none"


def test_a_link_that_looks_like_a_button_has_its_text_in_the_middle(page: Page) -> None:
    page.goto("/")
    link = page.get_by_role("main").get_by_role("link", name="Sign in")

    assert middle(link.locator(".mantine-Button-label")) == middle(link)


def test_rows_and_the_menu_of_a_long_address_fit_on_a_phone(browsers: Browsers, alice: Person) -> None:
    page = browsers.open(alice, size=PHONE)
    long = {"email": f"{'a.long.name+' * 4}ada@{'a-long-company-name.' * 3}example.com", "attributes": {}}
    page.route("**/api/me", lambda route: route.fulfill(json=route.fetch().json() | long))
    page.goto("/profile/security")
    rows = page.get_by_test_id("factor-totp"), page.get_by_test_id("factor-email_otp")
    expect(rows[0]).to_be_visible()
    edges = {round(right_edge(row.get_by_role("button").last) - right_edge(row)) for row in rows}
    page.locator("header").get_by_role("button").first.click()
    menu = page.get_by_role("menu").locator("..")
    expect(menu).to_contain_text(long["email"])
    box = menu.bounding_box()

    assert edges == {0}
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE[0]
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
