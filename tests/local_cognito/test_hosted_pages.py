"""The domain's pages: sign-in, sign-up and forgotten passwords, in a browser without script."""

import re
import time
from typing import Any

import httpx
import pytest
from jose import jwt

from tests.local_cognito.factors import pool
from tests.local_cognito.hosted_pages import OAUTH, browser_of, error_on, sign_in, tokens, with_domain
from tests.local_cognito.oauth_browser import REQUEST, Browser, query_of
from tests.local_cognito.people import PASSWORD, Person, StandIn
from tests.servers import TLS


class TestSignIn:
    def test_a_password_gets_a_code_and_a_session(self, alice: Person) -> None:
        browser = browser_of(alice)

        claims = jwt.get_unverified_claims(tokens(browser, sign_in(browser, alice))["id_token"])

        assert claims["email"] == alice.email
        assert "identities" not in claims
        assert "code" in query_of(browser.authorize(prompt="none").headers["location"])

    def test_a_wrong_password_and_an_unknown_user_look_the_same(self, alice: Person, newcomer: Person) -> None:
        pages = [sign_in(browser_of(alice), person, "Wrong-horse-9") for person in (alice, newcomer)]

        assert {error_on(page) for page in pages} == {"Incorrect username or password."}

    def test_wrong_passwords_lock_the_page_too(self, alice: Person) -> None:
        browser = browser_of(alice)
        page = browser.follow(browser.authorize())
        for _ in range(6):
            page = browser.submit(page, username=alice.email, password="Wrong-horse-9")

        assert error_on(page) == "Too many attempts. Try again later."

    def test_the_hint_of_the_app_fills_the_field_and_cannot_inject_markup(self, alice: Person) -> None:
        browser = browser_of(alice)

        page = browser.follow(browser.authorize(login_hint='"><script>alert(1)</script>'))

        assert "<script" not in page.text
        assert 'value="&#34;&gt;&lt;script&gt;' in page.text

    @pytest.mark.parametrize("parameter", ["state", "nonce", "scope", "lang", "login_hint", "resource", "unknown"])
    def test_no_parameter_can_inject_markup(self, alice: Person, parameter: str) -> None:
        browser, attack = browser_of(alice), "\"'><img src=x onerror=alert(1)>"
        query = {**browser.request, parameter: attack}

        for path in ("/login", "/signup", "/forgotPassword"):
            page = browser.get(path, **query)
            assert "<img" not in page.text
            assert "<img" not in page.headers.get("location", "")

    def test_pages_have_no_script_and_a_strict_policy(self, alice: Person) -> None:
        browser = browser_of(alice)

        for path in ("/login", "/signup", "/forgotPassword"):
            page = browser.get(path, **browser.request)
            policy = page.headers["content-security-policy"]
            assert policy == (
                "default-src 'none'; style-src 'self'; form-action 'self' http://localhost:5173; base-uri 'none';"
                " frame-ancestors 'none'"
            )
            assert "<script" not in page.text
            assert " style=" not in page.text
            assert (page.headers["cache-control"], page.headers["x-frame-options"]) == ("no-store", "DENY")

    def test_the_page_of_a_client_without_providers_has_none(self, stand_in: StandIn) -> None:
        browser = browser_of(with_domain(pool(stand_in)))

        page = browser.follow(browser.authorize())

        assert "Continue with" not in page.text
        assert "Continue with Facebook" in browser.follow(Browser(stand_in.url).authorize()).text
        native = Browser(stand_in.url).authorize(identity_provider="COGNITO")
        assert "Continue with" not in browser.follow(native).text

    def test_managed_login_has_no_pages_for_a_client_without_a_branding(self, stand_in: StandIn) -> None:
        person = with_domain(pool(stand_in, PoolName="branding"))
        domain = person.client.describe_user_pool(UserPoolId=person.pool_id)["UserPool"]["Domain"]
        named: Any = {"UserPoolId": person.pool_id, "ClientId": person.client_id}
        person.client.update_user_pool_domain(Domain=domain, UserPoolId=person.pool_id, ManagedLoginVersion=2)
        browser = browser_of(person)

        page = browser.follow(browser.authorize())
        person.client.create_managed_login_branding(**named, UseCognitoProvidedValues=True)

        assert page.status_code == 403
        assert "Login pages unavailable. Please contact an administrator." in page.text
        assert browser.follow(browser.authorize()).status_code == 200


class TestForgery:
    def test_a_form_of_another_site_signs_nobody_in(self, alice: Person) -> None:
        browser, victim = browser_of(alice), browser_of(alice)
        page = browser.follow(browser.authorize())

        # Another site has the attacker's hidden fields, but the victim's browser sends its own cookie.
        victim.follow(victim.authorize())
        response = victim.submit(page, username=alice.email, password=alice.password)

        assert "The page had expired." in response.text
        assert query_of(victim.authorize(prompt="none").headers["location"])["error"] == "login_required"

    def test_a_form_that_is_refused_leads_to_the_sign_in_page(self, alice: Person) -> None:
        page = browser_of(alice).get("/login", **REQUEST)

        refused = httpx.post(str(page.url), data={}, verify=TLS)

        assert (refused.status_code, refused.headers["location"].partition("?")[0]) == (303, "/login")
        assert refused.headers["cache-control"] == "no-store"

    def test_a_form_without_the_cookie_is_refused(self, alice: Person) -> None:
        browser = browser_of(alice)
        page = browser.follow(browser.authorize())

        for hidden in ({}, {"_csrf": ""}):
            browser.cookies.delete("XSRF-TOKEN")
            response = browser.submit(page, username=alice.email, password=alice.password, **hidden)
            assert "The page had expired." in response.text

    def test_a_form_sent_from_another_origin_is_refused(self, alice: Person) -> None:
        browser = browser_of(alice)
        page = browser.follow(browser.authorize())

        for origin in ("https://evil.example", "http://localhost:5173", "null"):
            response = browser.submit(page, origin=origin, username=alice.email, password=alice.password)

            assert "The page had expired." in response.text


class TestLanguage:
    def test_the_language_is_that_of_the_browser_unless_the_app_says_otherwise(self, alice: Person) -> None:
        french, german = browser_of(alice, "de;q=0.9, fr-CH;q=0.8, en;q=0.1"), browser_of(alice, "de")

        assert '<html lang="fr">' in french.follow(french.authorize()).text
        assert '<html lang="en">' in german.follow(german.authorize()).text
        assert '<html lang="fr">' in german.follow(german.authorize(lang="fr")).text
        assert '<html lang="fr">' in german.follow(german.authorize()).text  # a cookie remembers it
        cookie = next(cookie for cookie in german.cookies.jar if cookie.name == "cognito-lang")
        assert (cookie.expires or 0) - time.time() > 360 * 86400

    def test_both_languages_have_the_same_texts(self) -> None:
        from local_cognito.http.oauth.languages import TEXTS

        english, french = TEXTS["en"], TEXTS["fr"]
        assert english.keys() == french.keys()
        assert all(english[key].count("{}") == french[key].count("{}") for key in english)


class TestSignUp:
    def test_a_newcomer_signs_up_confirms_and_signs_in(self, newcomer: Person) -> None:
        browser = browser_of(newcomer)
        page = browser.get("/signup", **browser.request)

        page = browser.submit(page, username=newcomer.email, password=PASSWORD)
        wrong = browser.submit(page, code="000000")
        page = browser.submit(wrong, code=newcomer.code)

        assert error_on(wrong) == "This code is not correct."
        assert "Your account is confirmed." in page.text
        response = browser.submit(page, username=newcomer.email, password=PASSWORD)
        assert tokens(browser, response)["access_token"]

    def test_what_is_wrong_with_a_code_is_said(self, newcomer: Person) -> None:
        browser = browser_of(newcomer)
        page = browser.submit(browser.get("/signup", **browser.request), username=newcomer.email, password=PASSWORD)

        wrong = browser.submit(page, code="x")
        newcomer.confirm()
        late = browser.submit(page, code=newcomer.code)
        again = browser.submit(page, action="resend")

        assert error_on(wrong) == "This code is not correct."
        assert error_on(late) == "This account is confirmed already. Sign in."
        assert error_on(again) == "Check what you have entered."

    def test_what_is_wrong_with_a_sign_up_is_said(self, alice: Person, newcomer: Person) -> None:
        browser = browser_of(newcomer)
        page = browser.get("/signup", **browser.request)

        weak = browser.submit(page, username=newcomer.email, password="short")
        taken = browser.submit(page, username=alice.email, password=PASSWORD)
        bad = browser.submit(page, username="no address", password=PASSWORD)

        assert error_on(weak) == "The password does not meet the requirements."
        assert error_on(taken) == "There is an account with this name or address already."
        assert error_on(bad) == "Check what you have entered."

    def test_a_user_who_has_not_confirmed_is_asked_for_a_new_code_at_sign_in(self, newcomer: Person) -> None:
        newcomer.sign_up()
        browser = browser_of(newcomer)

        page = sign_in(browser, newcomer)
        page = browser.submit(page, action="resend")
        page = browser.submit(page, code=newcomer.code)

        assert "Your account is confirmed." in page.text

    def test_required_attributes_are_asked_for(self, stand_in: StandIn) -> None:
        schema = [{"Name": "given_name", "AttributeDataType": "String", "Required": True, "Mutable": True}]
        person = with_domain(pool(stand_in, UsernameAttributes=[], Schema=schema))
        browser = browser_of(person)
        page = browser.get("/signup", **browser.request)
        fields = {"attribute:email": person.email, "attribute:given_name": "Sam"}

        page = browser.submit(page, username="sam", password=PASSWORD, **fields)
        page = browser.submit(page, code=person.code)

        response = browser.submit(page, username="sam", password=PASSWORD)
        assert jwt.get_unverified_claims(tokens(browser, response)["id_token"])["given_name"] == "Sam"

    def test_a_pool_without_sign_up_has_no_page_for_it(self, stand_in: StandIn) -> None:
        config = {"AllowAdminCreateUserOnly": True}
        browser = browser_of(with_domain(pool(stand_in, AdminCreateUserConfig=config)))

        assert "Create an account" not in browser.follow(browser.authorize()).text
        assert "error=" in browser.get("/signup", **browser.request).headers["location"]

    def test_the_form_is_refused_once_the_client_has_only_other_providers(self, stand_in: StandIn) -> None:
        person = with_domain(pool(stand_in))
        browser = browser_of(person)
        page = browser.get("/signup", **browser.request)
        person.client.create_identity_provider(
            UserPoolId=person.pool_id,
            ProviderName="Facebook",
            ProviderType="Facebook",
            ProviderDetails={"client_id": "1", "client_secret": "2", "authorize_scopes": "email"},
        )
        others: Any = {**OAUTH, "SupportedIdentityProviders": ["Facebook"]}
        person.client.update_user_pool_client(UserPoolId=person.pool_id, ClientId=person.client_id, **others)

        refused = browser.submit(page, username=person.email, password=PASSWORD)

        assert "error=invalid_request" in refused.headers["location"]
        assert stand_in.messages(person.email) == []


class TestForgottenPassword:
    def test_a_code_sets_a_new_password(self, alice: Person) -> None:
        browser = browser_of(alice)
        page = browser.get("/forgotPassword", **browser.request)

        page = browser.submit(page, username=alice.email)
        wrong = browser.submit(page, code="000000", password="Another-horse-2")
        page = browser.submit(wrong, code=alice.code, password="Another-horse-2")

        assert error_on(wrong) == "This code is not correct."
        assert "Your password is changed." in page.text
        response = browser.submit(page, username=alice.email, password="Another-horse-2")
        assert tokens(browser, response)["access_token"]

    def test_an_unknown_user_sees_the_same_page(self, alice: Person, newcomer: Person) -> None:
        pages = []
        for person in (alice, newcomer):
            browser = browser_of(person)
            page = browser.submit(browser.get("/forgotPassword", **browser.request), username=person.email)
            pages.append(re.sub(r'name="_csrf" value="[^"]*"', "", page.text.replace(person.email, "")))

        assert pages[0] == pages[1]

    def test_the_page_keeps_the_name_of_a_user_whose_password_cannot_be_reset(self, stand_in: StandIn) -> None:
        person = with_domain(pool(stand_in)).sign_up().confirm()  # only administrators reset passwords here
        browser = browser_of(person)

        hinted = browser.get("/forgotPassword", **browser.request, login_hint="hint@example.com")
        refused = browser.submit(hinted, username=person.email)

        assert 'value="hint@example.com"' in hinted.text
        assert f'value="{person.email}"' in refused.text
        assert error_on(refused)

    def test_a_reset_by_an_administrator_leads_to_a_new_password(self, alice: Person) -> None:
        alice.client.admin_reset_user_password(UserPoolId=alice.pool_id, Username=alice.email)
        browser = browser_of(alice)

        page = sign_in(browser, alice)
        page = browser.submit(page, code=alice.code, password="Another-horse-2")

        assert "Your password is changed." in page.text
