"""What follows a password on the domain's pages: a new password, and second factors."""

import re

import httpx

from tests.local_cognito.factors import EMAIL_ON, PHONE, SMS_ON, TOTP_ON, code, pool
from tests.local_cognito.hosted_pages import browser_of, error_on, sign_in, tokens, with_domain
from tests.local_cognito.people import Person, StandIn


class TestNewPassword:
    def test_a_temporary_password_is_replaced(self, newcomer: Person) -> None:
        newcomer.client.admin_create_user(
            UserPoolId=newcomer.pool_id,
            Username=newcomer.email,
            TemporaryPassword="Temporary-1",
            MessageAction="SUPPRESS",
        )
        browser = browser_of(newcomer)

        page = sign_in(browser, newcomer, "Temporary-1")
        weak = browser.submit(page, password="short")
        response = browser.submit(weak, password="Another-horse-2")

        assert error_on(weak) == "The password does not meet the requirements."
        assert tokens(browser, response)["access_token"]


class TestSecondFactor:
    def test_an_authenticator_app_is_set_up_and_then_asked_for(self, stand_in: StandIn) -> None:
        base = pool(stand_in, "ON", TOTP_ON)
        person = with_domain(base).sign_up().confirm()
        browser = browser_of(person)

        page = browser.submit(sign_in(browser, person), action="app")
        secret = re.search(r"<code>(\w+)</code>", page.text)
        assert secret is not None
        wrong = browser.submit(page, code="000000")
        response = browser.submit(wrong, code=code(person, secret[1]))

        assert error_on(wrong) == "This code is not correct."
        assert tokens(browser, response)["access_token"]
        stand_in.clock.advance(30)
        again = browser_of(person)
        page = sign_in(again, person)
        for shown in ("{", "[]"):  # what the page sends back about itself
            wrong = again.submit(page, code="000000", parameters=shown)
            assert error_on(wrong) == "This code is not correct."
        response = again.submit(page, code=code(person, secret[1]))
        assert tokens(again, response)["access_token"]

    def test_a_code_by_mail_or_sms_is_asked_for_after_a_choice(self, stand_in: StandIn) -> None:
        base = pool(stand_in, "OPTIONAL", EMAIL_ON, SMS_ON)
        person = with_domain(base).sign_up(phone_number=PHONE).confirm()
        person.client.admin_update_user_attributes(
            UserPoolId=person.pool_id,
            Username=person.email,
            UserAttributes=[{"Name": "phone_number_verified", "Value": "true"}],
        )
        person.client.admin_set_user_mfa_preference(
            UserPoolId=person.pool_id,
            Username=person.email,
            EmailMfaSettings={"Enabled": True},
            SMSMfaSettings={"Enabled": True},
        )
        browser = browser_of(person)

        page = sign_in(browser, person)
        for shown in ("{", '{"MFAS_CAN_CHOOSE": "{"}', '{"MFAS_CAN_CHOOSE": "7"}'):  # what the page sends back
            assert browser.submit(page, answer="NOTHING", parameters=shown).status_code == 200
        page = browser.submit(page, answer="EMAIL_OTP")
        response = browser.submit(page, code=person.code)
        assert tokens(browser, response)["access_token"]

        again = browser_of(person)
        page = again.submit(sign_in(again, person), answer="SMS_MFA")
        assert "by SMS" in page.text
        response = again.submit(page, code=stand_in.code(PHONE))
        assert tokens(again, response)["access_token"]

    def test_a_session_of_one_client_cannot_be_used_with_another(self, stand_in: StandIn) -> None:
        base = pool(stand_in, "ON", TOTP_ON)
        person, other = with_domain(base).sign_up().confirm(), with_domain(base)
        browser = browser_of(person)
        page = sign_in(browser, person)

        stolen = page.text.replace(person.client_id, other.client_id)
        page = httpx.Response(200, text=stolen, request=page.request)

        assert error_on(browser.submit(page, action="app")) == "This took too long. Sign in again."
