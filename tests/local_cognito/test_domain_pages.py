"""What all pages of the domain have in common: their headers, their language, their words, and their redirects."""

import base64
import uuid
from typing import Any

import httpx
import pytest

from local_cognito import errors
from local_cognito.errors import CognitoError
from local_cognito.http.oauth import accounts
from local_cognito.http.oauth.exchange import Exchange
from local_cognito.http.oauth.faults import TEXTS, fault_text
from local_cognito.http.oauth.languages import language_of
from local_cognito.http.oauth.redirects import redirect, to_page, with_query
from local_cognito.http.oauth.texts_en import ENGLISH
from local_cognito.model.clients import Client
from local_cognito.model.pools import Pool
from tests.local_cognito.factors import pool
from tests.local_cognito.hosted_pages import OAUTH, browser_of, error_on, sign_in, tokens, with_domain
from tests.local_cognito.oauth_browser import Browser, query_of
from tests.local_cognito.people import PASSWORD, Person, StandIn
from tests.servers import TLS

PAGE_HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; form-action 'self' http://localhost:5173;"
    " base-uri 'none'; frame-ancestors 'none'",
    "cache-control": "no-store",
    "referrer-policy": "same-origin",
    "strict-transport-security": "max-age=31536000; includeSubDomains",
    "vary": "Accept-Language, Cookie",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "content-type": "text/html; charset=utf-8",
}
METHODS = {
    "/oauth2/authorize": "GET",
    "/oauth2/idpresponse": "GET POST",
    "/oauth2/token": "POST",
    "/oauth2/revoke": "POST",
    "/oauth2/userInfo": "GET POST",
    "/login": "GET POST",
    "/mfa": "POST",
    "/signup": "GET POST",
    "/confirmUser": "POST",
    "/forgotPassword": "GET POST",
    "/confirmForgotPassword": "POST",
    "/logout": "GET",
    "/error": "GET",
    "/domain.css": "GET",
    "/fake-provider/Google": "GET POST",
}


def exchange(language: str = "", cookie: str = "", **query: str) -> Exchange:
    """A request, of which only language and query matter."""
    nothing: Any = None
    headers = {"accept-language": language} if language else {}
    cookies = {"cognito-lang": cookie} if cookie else {}
    return Exchange(nothing, nothing, query, {}, headers, cookies, {}, "http://localhost", has_repeated=False)


class TestResponses:
    def test_pages_have_the_headers_of_cognito(self, browser: Browser) -> None:
        for path in ("/login", "/signup", "/forgotPassword"):
            page = browser.get(path, **browser.request)

            assert {name: page.headers[name] for name in PAGE_HEADERS} == PAGE_HEADERS, path

    def test_the_style_can_be_stored(self, browser: Browser) -> None:
        style = browser.get("/domain.css")

        assert style.headers["cache-control"] == "public, max-age=3600"
        assert style.headers["content-type"] == "text/css; charset=utf-8"
        assert style.headers["x-content-type-options"] == "nosniff"

    @pytest.mark.parametrize("path", METHODS)
    def test_a_path_has_its_methods_and_no_others(self, stand_in: StandIn, path: str) -> None:
        for method in ("GET", "POST", "PUT", "DELETE"):
            response = httpx.request(method, stand_in.url + path, verify=TLS)

            assert (response.status_code == 405) == (method not in METHODS[path]), method

    def test_cookies_are_for_this_host_and_for_navigation(self, browser: Browser) -> None:
        cookie = browser.get("/login", **browser.request).headers["set-cookie"]

        assert cookie.startswith("XSRF-TOKEN=")
        assert cookie.split("; ", 1)[1].lower().split("; ") == ["httponly", "max-age=86400", "path=/", "samesite=lax"]

    def test_a_signed_out_browser_session_is_of_no_use_to_who_has_kept_its_cookie(self, signed_in: Browser) -> None:
        kept = dict(signed_in.cookies)
        signed_in.get("/logout", client_id="vestibulelocal", logout_uri="http://localhost:5173/")
        signed_in.cookies = httpx.Cookies(kept)

        assert query_of(signed_in.authorize(prompt="none").headers["location"])["error"] == "login_required"


class TestLanguages:
    @pytest.mark.parametrize(
        ("header", "language"),
        [
            ("", "en"),
            ("fr", "fr"),
            ("fr-CA", "fr"),
            ("FR", "fr"),
            ("de", "en"),
            ("de, fr", "fr"),
            ("en, fr", "en"),
            ("en;q=0.5, fr", "fr"),
            ("en;q=0.5,fr;q=0.6", "fr"),
            ("fr;q=0.6, en;q=0.6", "fr"),
            ("fr;q=0", "en"),
            ("fr;q=0, en;q=0.1", "en"),
            ("fr;q=x, en;q=0.1", "en"),
            ("fr; q=0.9, en; q=0.1", "fr"),
        ],
    )
    def test_a_page_is_in_the_language_that_the_browser_prefers(self, header: str, language: str) -> None:
        assert language_of(exchange(header)) == language

    def test_the_app_decides_before_the_cookie_and_the_cookie_before_the_browser(self) -> None:
        assert language_of(exchange("en", "fr")) == "fr"
        assert language_of(exchange("fr", "en", lang="fr-FR")) == "fr"
        assert language_of(exchange("en", "fr", lang="de")) == "fr"
        assert language_of(exchange("fr", "de", lang="de")) == "fr"


class TestFaults:
    @pytest.mark.parametrize("name", TEXTS)
    def test_an_error_has_a_text(self, name: str) -> None:
        error: CognitoError = getattr(errors, name)("Something else")

        assert fault_text(exchange(), error) == ENGLISH[TEXTS[name]]

    @pytest.mark.parametrize(
        ("message", "name"),
        [
            ("Password attempts exceeded", "limit"),
            ("Invalid session for the user.", "session"),
            ("Temporary password has expired and must be reset by an administrator.", "temporary"),
            ("User is disabled.", "disabled"),
            ("User password cannot be reset in the current state.", "no_reset"),
            ("User cannot be confirmed. Current status is CONFIRMED", "confirmed"),
        ],
    )
    def test_what_is_not_authorized_has_a_text_for_each_reason(self, message: str, name: str) -> None:
        assert fault_text(exchange(), errors.NotAuthorizedException(message)) == ENGLISH[f"fault_{name}"]

    def test_a_trigger_speaks_for_itself_and_the_unexpected_has_one_text(self) -> None:
        refusal = errors.UserLambdaValidationException("PreSignUp failed with error Not you.")

        assert fault_text(exchange(), refusal) == "PreSignUp failed with error Not you."
        assert fault_text(exchange(), errors.UnexpectedLambdaException("x")) == ENGLISH["fault_other"]
        assert fault_text(exchange("fr"), errors.UnexpectedLambdaException("x")) != ENGLISH["fault_other"]

    @pytest.mark.parametrize(
        ("error", "text"),
        [
            ("redirect_mismatch", "error_redirect_mismatch"),
            ("Client does not exist.", "error_client"),
            ("Client is not enabled for OAuth2.0 flows.", "error_client"),
            ("The user pool has no domain.", "error_client"),
            ("invalid_request", "error_other"),
            ("something else", "error_other"),
        ],
    )
    def test_the_error_page_says_what_went_wrong(self, browser: Browser, error: str, text: str) -> None:
        page = browser.get("/error", error=error)

        assert page.status_code == 400
        assert ENGLISH[text] in page.text
        assert (error in page.text) == (error != "something else")


class TestRedirects:
    def test_parameters_are_added_to_a_url(self) -> None:
        assert with_query("/login", {"a": "1", "b": None, "c": "x y&z"}) == "/login?a=1&c=x+y%26z"
        assert with_query("/login?x=1", {"a": ""}) == "/login?x=1&a="
        assert with_query("/login", {"a": None}) == "/login"

    def test_a_redirect_is_not_stored_and_has_an_ascii_location(self) -> None:
        response = redirect("https://app.example/é?a=%20&b=[1]#~x")

        assert response.status_code == 302
        assert response.headers["location"] == "https://app.example/%C3%A9?a=%20&b=[1]#~x"
        assert (response.headers["cache-control"], response.headers["pragma"]) == ("no-store", "no-cache")
        assert to_page("/login", {"a": "1"}).headers["location"] == "/login?a=1"


class TestFields:
    @pytest.mark.parametrize(
        ("settings", "field", "asked"),
        [
            ({"UsernameAttributes": ["email"], "AutoVerifiedAttributes": ["email"]}, ("email", "email"), []),
            ({"UsernameAttributes": ["phone_number"]}, ("phone_number", "tel"), []),
            ({"UsernameAttributes": ["email", "phone_number"]}, ("address", "text"), []),
            ({}, ("username", "text"), []),
            (
                {"AutoVerifiedAttributes": ["phone_number", "email"], "Schema": [{"Name": "email", "Required": True}]},
                ("username", "text"),
                [("email", "email"), ("phone_number", "tel")],
            ),
            (
                {"Schema": [{"Name": "birthdate", "Required": True}, {"Name": "family_name", "Required": True}]},
                ("username", "text"),
                [("family_name", "text"), ("birthdate", "date")],
            ),
        ],
    )
    def test_a_page_asks_for_what_the_pool_needs(
        self, settings: Any, field: tuple[str, str], asked: list[tuple[str, str]]
    ) -> None:
        of = Pool("us-east-1_Test", {"PoolName": "test", **settings}, {}, 0, 0)
        client = Client("app", of, (), {"UserPoolId": of.id, "ClientId": "app"}, 0, 0)

        username, fields = accounts.username_field(client), accounts.attribute_fields(client)

        assert (username.name, username.label, username.type) == ("username", *field)
        assert [(entry.name, entry.label, entry.type) for entry in fields] == [
            (f"attribute:{name}", name, kind) for name, kind in asked
        ]


@pytest.fixture
def confidential(stand_in: StandIn) -> tuple[Person, str]:
    """A person who has not signed up, and the secret of their app's client."""
    recovery = {"RecoveryMechanisms": [{"Priority": 1, "Name": "verified_email"}]}
    pool_id = with_domain(pool(stand_in, AccountRecoverySetting=recovery)).pool_id
    made = stand_in.client.create_user_pool_client(UserPoolId=pool_id, ClientName="web", GenerateSecret=True, **OAUTH)
    return Person(stand_in, made["UserPoolClient"]["ClientId"], pool_id), made["UserPoolClient"]["ClientSecret"]


class TestConfidentialClients:
    def test_the_pages_prove_the_secret_of_their_client(self, confidential: tuple[Person, str]) -> None:
        person, secret = confidential
        browser = browser_of(person)

        page = browser.submit(browser.get("/signup", **browser.request), username=person.email, password=PASSWORD)
        page = browser.submit(page, action="resend")
        page = browser.submit(page, code=person.code)
        assert "Your account is confirmed." in page.text
        page = browser.submit(browser.get("/forgotPassword", **browser.request), username=person.email)
        page = browser.submit(page, code=person.code, password="Another-horse-2")
        assert "Your password is changed." in page.text
        code = query_of(sign_in(browser, person, "Another-horse-2").headers["location"])["code"]

        assert browser.exchange(code, client_secret=secret).json()["access_token"]

    def test_the_token_endpoint_takes_one_proof_of_the_client(
        self, stand_in: StandIn, confidential: tuple[Person, str]
    ) -> None:
        person, secret = confidential
        name = person.client_id
        basic = base64.b64encode(f"{name}:{secret}".encode()).decode()
        wrong = base64.b64encode(f"{name}:x".encode()).decode()
        cases: list[tuple[str | None, dict[str, str], int, str]] = [
            (None, {"client_id": name, "client_secret": secret}, 400, "invalid_grant"),
            (f"Basic {basic}", {}, 400, "invalid_grant"),
            (f"basic  {basic}", {"client_id": name}, 400, "invalid_grant"),
            (f"Basic {basic}", {"client_id": "other"}, 400, "invalid_request"),
            (f"Basic {basic}", {"client_secret": secret}, 400, "invalid_request"),
            (f"Basic {wrong}", {}, 401, "invalid_client"),
            (f"Bearer {basic}", {}, 401, "invalid_client"),
            ("Basic !", {}, 401, "invalid_client"),
            (f"Basic {base64.b64encode(b'no colon').decode()}", {}, 401, "invalid_client"),
            (f"Basic {base64.b64encode(bytes([255])).decode()}", {}, 401, "invalid_client"),
            (None, {"client_id": name}, 400, "invalid_client"),
            (None, {"client_id": name, "client_secret": "x"}, 400, "invalid_client"),
            (None, {"client_id": "unknown"}, 400, "invalid_client"),
            (None, {"client_id": "vestibulelocal", "client_secret": "x"}, 400, "invalid_client"),
            (None, {}, 400, "invalid_request"),
        ]
        for header, fields, status, error in cases:
            response = httpx.post(
                f"{stand_in.url}/oauth2/token",
                data={"grant_type": "refresh_token", "refresh_token": uuid.uuid4().hex, **fields},
                headers={"Authorization": header} if header else {},
                verify=TLS,
            )

            assert (response.status_code, response.json()["error"]) == (status, error), (header, fields)
            assert ("www-authenticate" in response.headers) == (status == 401)


def test_a_password_that_is_left_out_is_wrong(alice: Person) -> None:
    browser = browser_of(alice)
    page = browser.follow(browser.authorize())

    for fields in ({"username": alice.email}, {"password": alice.password}, {"username": " ", "password": "x"}):
        assert (
            error_on(browser.submit(page, **{"username": "", "password": "", **fields})) == ENGLISH["fault_credentials"]
        )
    response = browser.submit(page, username=f" {alice.email} ", password=alice.password)
    assert tokens(browser, response)["access_token"]
