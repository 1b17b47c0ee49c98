"""/oauth2/authorize: what it accepts, where errors go, and the browser's session."""

import uuid
from typing import Any

import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient as Client

from tests.local_cognito.factors import pool
from tests.local_cognito.hosted_pages import OAUTH, browser_of, with_domain
from tests.local_cognito.oauth_browser import CALLBACK, Browser, change_client, query_of
from tests.local_cognito.people import StandIn, new_person
from tests.servers import Clock


def error_of(browser: Browser, **changes: Any) -> dict[str, str]:
    """The error that the app gets."""
    location = browser.authorize(**changes).headers["location"]
    assert location.startswith(f"{CALLBACK}?"), location
    answer = query_of(location)
    assert answer["state"] == "the-state"
    return answer


class TestRedirectUri:
    @pytest.mark.parametrize(
        "uri",
        [
            None,
            "",
            f"{CALLBACK}/",
            f"{CALLBACK}?x=1",
            f"{CALLBACK}#x",
            CALLBACK.upper(),
            CALLBACK.replace("localhost", "127.0.0.1"),
            CALLBACK.replace("localhost:5173", "localhost:5173@evil.example"),
            CALLBACK.replace("/auth", "/auth/../auth"),
            CALLBACK.replace("/auth/callback", "/auth/%63allback"),
            "https://evil.example/",
            "//evil.example/",
            "javascript:alert(1)",
        ],
    )
    def test_only_a_registered_uri_gets_an_answer(self, browser: Browser, uri: str | None) -> None:
        for parameters in ({}, {"response_type": "nonsense"}, {"prompt": "none"}):
            response = browser.authorize(redirect_uri=uri, **parameters)

            assert response.status_code == 302
            assert response.headers["location"] == "/error?error=redirect_mismatch&client_id=vestibulelocal"
        assert browser.follow(response).status_code == 400

    def test_a_repeated_parameter_is_refused_without_redirect(self, browser: Browser) -> None:
        query = "client_id=vestibulelocal&response_type=code"

        response = browser.get(f"/oauth2/authorize?{query}&redirect_uri={CALLBACK}&redirect_uri=https://evil.example")

        assert response.headers["location"] == "/error?error=invalid_request"

    @pytest.mark.parametrize(
        ("client_settings", "error"),
        [
            (None, "Client does not exist."),
            ({}, "Client is not enabled for OAuth2.0 flows."),
            (
                {
                    "AllowedOAuthFlowsUserPoolClient": True,
                    "AllowedOAuthFlows": ["code"],
                    "AllowedOAuthScopes": ["openid"],
                    "CallbackURLs": [CALLBACK],
                },
                "The user pool has no domain.",
            ),
        ],
    )
    def test_a_client_or_pool_without_oauth_gets_the_error_page(
        self, browser: Browser, stand_in: StandIn, client_settings: dict[str, Any] | None, error: str
    ) -> None:
        client_id = "unknown"
        if client_settings is not None:
            pool_id = new_person(stand_in).pool_id
            made = stand_in.client.create_user_pool_client(UserPoolId=pool_id, ClientName="a", **client_settings)
            client_id = made["UserPoolClient"]["ClientId"]

        response = browser.authorize(client_id=client_id)

        assert query_of(response.headers["location"]) == {"error": error, "client_id": client_id}
        page = browser.follow(response)
        assert (page.status_code, page.headers["x-frame-options"]) == (400, "DENY")

    def test_the_error_page_shows_no_words_of_a_link(self, browser: Browser) -> None:
        page = browser.get("/error", error="<script>alert(1)</script> call 555", client_id="<b>")

        assert "script" not in page.text
        assert "555" not in page.text
        assert "default-src 'none'" in page.headers["content-security-policy"]


class TestErrors:
    @pytest.mark.parametrize(
        ("changes", "error"),
        [
            ({"response_type": None}, "invalid_request"),
            ({"response_type": "token"}, "unauthorized_client"),
            ({"response_type": "code token"}, "unauthorized_client"),
            ({"code_challenge_method": None}, "invalid_request"),
            ({"code_challenge_method": "plain"}, "invalid_request"),
            ({"code_challenge": None}, "invalid_request"),
            ({"code_challenge": "short"}, "invalid_request"),
            ({"scope": "openid unknown/scope"}, "invalid_request"),
            ({"scope": "email"}, "invalid_request"),
            ({"prompt": "none login"}, "invalid_request"),
            ({"prompt": "sometimes"}, "invalid_request"),
            ({"resource": "/relative"}, "invalid_request"),
            ({"resource": "https://api.example.com/#x"}, "invalid_request"),
            ({"resource": "http://[::1"}, "invalid_request"),
            ({"code_challenge": "x" * 42}, "invalid_request"),
            ({"code_challenge": "x" * 44}, "invalid_request"),
            ({"code_challenge": "x" * 42 + "="}, "invalid_request"),
            ({"scope": "phone"}, "invalid_request"),
            ({"scope": "profile"}, "invalid_request"),
            ({"identity_provider": "Nobody", "idp_identifier": "nobody.example"}, "invalid_request"),
            ({"identity_provider": "Nobody"}, "invalid_request"),
            ({"idp_identifier": "nobody.example"}, "invalid_request"),
            ({"prompt": "none"}, "login_required"),
        ],
    )
    def test_the_app_is_told_what_is_wrong(self, browser: Browser, changes: dict[str, Any], error: str) -> None:
        assert error_of(browser, **changes)["error"] == error

    def test_a_provider_that_the_client_does_not_support_cannot_be_used(self, browser: Browser, client: Client) -> None:
        settings = change_client(client, SupportedIdentityProviders=["COGNITO", "Google"])

        answer = error_of(browser, identity_provider="Facebook")

        assert answer["error"] == "invalid_request"
        change_client(client, **settings)


def test_a_client_without_the_flow_of_codes_is_not_authorized(stand_in: StandIn) -> None:
    person = with_domain(pool(stand_in))
    settings: Any = {**OAUTH, "AllowedOAuthFlows": ["implicit"]}
    stand_in.client.update_user_pool_client(UserPoolId=person.pool_id, ClientId=person.client_id, **settings)

    assert error_of(browser_of(person))["error"] == "unauthorized_client"


class TestSession:
    def test_without_a_session_the_browser_goes_to_the_sign_in_page(self, browser: Browser) -> None:
        response = browser.authorize()

        assert response.headers["location"].startswith("/login?client_id=vestibulelocal&")
        assert query_of(response.headers["location"]) == browser.request

    def test_a_session_gets_codes_without_another_sign_in(self, signed_in: Browser) -> None:
        answers = [
            query_of(signed_in.authorize(**changes).headers["location"])
            for changes in ({}, {"prompt": "none"}, {"prompt": "consent"})
        ]

        assert all(answer["state"] == "the-state" for answer in answers)
        assert len({answer["code"] for answer in answers}) == 3

    def test_prompt_login_asks_again(self, signed_in: Browser) -> None:
        response = signed_in.authorize(prompt="login")

        assert response.headers["location"].startswith("/login?")

    def test_a_session_ends_after_an_hour(self, signed_in: Browser, clock: Clock) -> None:
        clock.advance(3601)

        assert error_of(signed_in, prompt="none")["error"] == "login_required"

    def test_the_cookie_is_for_this_domain_and_not_for_scripts(self, browser: Browser) -> None:
        page = browser.follow(browser.authorize(identity_provider="Google"))
        browser.submit(page, action="sign_in", subject=uuid.uuid4().hex, email="a@example.com")
        cookie = next(cookie for cookie in browser.cookies.jar if cookie.name == "cognito")

        assert cookie.has_nonstandard_attr("HttpOnly")
        assert cookie.get_nonstandard_attr("SameSite") == "lax"
        assert (cookie.path, cookie.domain_specified) == ("/", False)

    def test_a_session_is_none_for_a_client_without_its_provider(self, signed_in: Browser, client: Client) -> None:
        settings = change_client(client, SupportedIdentityProviders=["COGNITO", "Facebook"])

        answer = error_of(signed_in, prompt="none")

        assert answer["error"] == "login_required"
        change_client(client, **settings)


class TestUnusualRedirectUris:
    @pytest.mark.parametrize(
        ("uri", "start", "source"),
        [
            ("https://app.example/ü?a=b", "https://app.example/%C3%BC?a=b&", "https://app.example"),
            ("myapp://signed-in", "myapp://signed-in?", "myapp:"),
            ("https://app.example;sandbox", "https://app.example;sandbox?", "https:"),
        ],
    )
    def test_a_registered_uri_of_any_form_works_and_stays_in_its_place(
        self, signed_in: Browser, client: Client, uri: str, start: str, source: str
    ) -> None:
        settings = change_client(client, CallbackURLs=[CALLBACK, uri])

        location = signed_in.authorize(redirect_uri=uri).headers["location"]
        page = signed_in.get("/login", **{**signed_in.request, "redirect_uri": uri})

        assert location.startswith(start)
        assert "code" in query_of(location)
        assert f"form-action 'self' {source}; base-uri" in page.headers["content-security-policy"]
        change_client(client, **settings)


class TestProviderCallback:
    def callback(self, browser: Browser) -> str:
        """The URL with which the provider sends the browser back."""
        page = browser.follow(browser.authorize(identity_provider="Google"))
        data = {"action": "sign_in", "subject": uuid.uuid4().hex, "email": "a@example.com"}
        return browser.url + browser._send("POST", str(page.url), data=data).headers["location"]

    def test_another_browser_cannot_finish_a_sign_in(self, browser: Browser, stand_in: StandIn) -> None:
        url = self.callback(browser)

        response = Browser(stand_in.url).get(url)

        assert response.headers["location"] == "/error?error=invalid_request"
        assert "code" in query_of(browser.get(url).headers["location"])

    def test_a_callback_works_once(self, browser: Browser) -> None:
        url = self.callback(browser)
        browser.get(url)

        assert browser.get(url).headers["location"] == "/error?error=invalid_request"

    def test_a_callback_that_comes_late_is_refused(self, browser: Browser, clock: Clock) -> None:
        url = self.callback(browser)
        clock.advance(301)

        assert browser.get(url).headers["location"] == "/error?error=invalid_request"

    def test_an_answer_of_another_provider_is_refused(self, browser: Browser) -> None:
        returned = query_of(self.callback(browser))

        response = browser.get("/oauth2/idpresponse", **returned, iss="https://evil.example")

        assert query_of(response.headers["location"])["error"] == "invalid_request"

    def test_a_code_of_another_sign_in_is_refused(self, browser: Browser, stand_in: StandIn) -> None:
        attackers = query_of(self.callback(Browser(stand_in.url)))["code"]
        state = query_of(self.callback(browser))["state"]

        response = browser.get("/oauth2/idpresponse", code=attackers, state=state)

        assert query_of(response.headers["location"])["error"] == "invalid_request"


class TestLogout:
    def test_signing_out_ends_the_session_and_returns_to_the_app(self, signed_in: Browser) -> None:
        response = signed_in.get("/logout", client_id="vestibulelocal", logout_uri="http://localhost:5173/auth/login")

        assert response.headers["location"] == "http://localhost:5173/auth/login"
        assert error_of(signed_in, prompt="none")["error"] == "login_required"

    def test_signing_out_can_lead_to_another_sign_in(self, signed_in: Browser) -> None:
        response = signed_in.get("/logout", **signed_in.request)

        assert response.headers["location"].startswith("/login?")
        assert error_of(signed_in, prompt="none")["error"] == "login_required"

    @pytest.mark.parametrize(
        "parameters",
        [
            {},
            {"logout_uri": "https://evil.example/"},
            {"logout_uri": CALLBACK},
            {"redirect_uri": "http://localhost:5173/"},
            {"logout_uri": "http://localhost:5173/auth/login/"},
        ],
    )
    def test_signing_out_leads_only_to_registered_urls(self, signed_in: Browser, parameters: dict[str, str]) -> None:
        response = signed_in.get("/logout", client_id="vestibulelocal", **parameters)

        assert response.headers["location"].startswith("/error?")
        assert "code" in query_of(signed_in.authorize(prompt="none").headers["location"])
