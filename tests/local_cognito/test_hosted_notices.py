"""What the pages say after a step, and how a second factor is chosen or set up by mail on them."""

import httpx
import pytest

from tests.local_cognito.factors import EMAIL_ON, PHONE, SMS_ON, TOTP_ON, pool
from tests.local_cognito.hosted_pages import browser_of, error_on, sign_in, tokens, with_domain
from tests.local_cognito.people import PASSWORD, Person, StandIn


def test_the_page_for_the_code_of_a_sign_up_says_where_it_went(newcomer: Person) -> None:
    browser = browser_of(newcomer)
    said = f"We have sent a code for {newcomer.email}."

    page = browser.submit(browser.get("/signup", **browser.request), username=newcomer.email, password=PASSWORD)
    wrong = browser.submit(page, code="000000")
    again = browser.submit(wrong, action="resend")

    assert [said in text for text in (page.text, wrong.text, again.text)] == [True, False, True]
    assert error_on(wrong)


def test_the_page_for_the_code_of_a_new_password_says_where_it_went(alice: Person) -> None:
    browser = browser_of(alice)
    said = f"If {alice.email} has an account here, we have sent it a code."

    page = browser.submit(browser.get("/forgotPassword", **browser.request), username=alice.email)
    wrong = browser.submit(page, code="000000", password="Another-horse-2")

    assert [said in text for text in (page.text, wrong.text)] == [True, False]
    assert error_on(wrong)


@pytest.mark.parametrize(
    ("username", "password"), [("", PASSWORD), ("nobody@example.com", ""), ("", ""), (" ", PASSWORD)]
)
def test_a_name_and_a_password_are_needed(newcomer: Person, username: str, password: str) -> None:
    browser = browser_of(newcomer)

    page = browser.submit(browser.follow(browser.authorize()), username=username, password=password)

    assert error_on(page) == "Incorrect username or password."


def test_the_choice_of_a_second_factor_names_those_that_are_set_up(stand_in: StandIn) -> None:
    person = with_domain(pool(stand_in, "OPTIONAL", TOTP_ON, EMAIL_ON, SMS_ON)).sign_up(phone_number=PHONE).confirm()
    person.client.admin_set_user_mfa_preference(
        UserPoolId=person.pool_id,
        Username=person.email,
        EmailMfaSettings={"Enabled": True},
        SMSMfaSettings={"Enabled": True},
    )

    browser = browser_of(person)
    page = sign_in(browser, person)

    assert [f'name="answer" value="{name}"' in page.text for name in ("SMS_MFA", "EMAIL_OTP")] == [True, True]
    assert "SOFTWARE_TOKEN_MFA" not in page.text
    page = browser.submit(page, answer="EMAIL_OTP", action="app")  # only a set-up has actions
    assert tokens(browser, browser.submit(page, code=person.code, action="app"))["access_token"]


def test_a_second_factor_by_mail_is_set_up(stand_in: StandIn) -> None:
    settings = {"UsernameAttributes": [], "AutoVerifiedAttributes": []}
    person = with_domain(pool(stand_in, "ON", TOTP_ON, EMAIL_ON, PoolName="set-up", **settings))
    person.client.sign_up(ClientId=person.client_id, Username="ada", Password=PASSWORD)
    person.client.admin_confirm_sign_up(UserPoolId=person.pool_id, Username="ada")
    browser = browser_of(person)
    page = browser.submit(browser.follow(browser.authorize()), username="ada", password=PASSWORD)

    wrong = browser.submit(last_form(page), email="nobody")  # the first form is for an app
    response = browser.submit(browser.submit(last_form(wrong), email=person.email), code=person.code)

    assert tokens(browser, response)["access_token"]


def last_form(page: httpx.Response) -> httpx.Response:
    """A page with the last form alone."""
    return httpx.Response(200, text=page.text[page.text.rindex("<form") :], request=page.request)
