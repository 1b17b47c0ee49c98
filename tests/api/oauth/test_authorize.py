"""The redirect to the domain: its parameters, its cookie, and what is refused."""

import base64
import hashlib
import re

import pytest
from fastapi.testclient import TestClient

from tests.api.oauth.conftest import PROVIDERS, Redirect, begin
from tests.apps import ORIGIN, assert_problem, running, settings_for
from tests.servers import Clock


class TestAuthorize:
    def test_browser_is_sent_to_the_domain_with_state_nonce_and_challenge(self, redirect: Redirect) -> None:
        assert redirect.answer.status_code == 302
        assert redirect.url == "http://localhost:9/oauth2/authorize"
        fixed = {
            "response_type": "code",
            "client_id": "vestibulelocal",
            "redirect_uri": f"{ORIGIN}/auth/callback",
            "scope": "openid email profile aws.cognito.signin.user.admin",
            "code_challenge_method": "S256",
            "identity_provider": "Facebook",
        }
        assert redirect.query == fixed | {name: redirect.query[name] for name in ("state", "nonce", "code_challenge")}
        assert all(re.fullmatch(r"[\w-]{43}", redirect.query[name]) for name in ("state", "nonce", "code_challenge"))

    def test_each_redirect_has_secrets_of_its_own(self, browser: TestClient, redirect: Redirect) -> None:
        other = Redirect(begin(browser))

        assert all(redirect.query[name] != other.query[name] for name in ("state", "nonce", "code_challenge"))

    def test_state_is_in_a_cookie_that_no_script_can_read_and_that_hides_its_secrets(self, redirect: Redirect) -> None:
        cookie = redirect.answer.headers["set-cookie"]

        assert "; HttpOnly" in cookie
        assert "; Max-Age=300" in cookie
        assert "; Path=/api/auth" in cookie
        assert "; SameSite=strict" in cookie
        assert redirect.query["nonce"] not in cookie
        assert redirect.query["state"] not in cookie

    def test_with_https_the_cookie_is_bound_to_the_host(self, cognito_url: str) -> None:
        settings = settings_for(
            cognito_url,
            cognito_domain="http://localhost:9",
            identity_providers=PROVIDERS,
            cognito_admin="off",
            cookie_secure="on",
        )
        with running(settings) as client:
            cookie = begin(client).headers["set-cookie"]

        assert cookie.startswith("__Host-vestibule_oauth_")
        assert "; Path=/;" in cookie
        assert "; Secure" in cookie

    def test_earlier_sign_ins_are_forgotten_once_there_are_too_many(self, browser: TestClient) -> None:
        for _ in range(4):
            begin(browser)

        cookies = begin(browser).headers.get_list("set-cookie")

        assert len(cookies) == 5
        assert sum("Max-Age=0" in cookie for cookie in cookies) == 4

    @pytest.mark.parametrize(
        "path",
        [
            *("https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example"),
            *("evil.example", "javascript:alert(1)", "", "/a b", "/\n/evil.example", "/" + "x" * 1000),
            *(
                "/\u2028/evil.example",
                "///evil.example",
                "/..//evil.example",
                "/%2E%2e//evil.example",
                "/./x",
                "/x/..",
                "/\u200b/evil",
            ),
        ],
    )
    def test_next_must_be_a_path_of_the_app(self, browser: TestClient, path: str) -> None:
        assert_problem(begin(browser, next=path), 422, "invalid-request", "next")

    @pytest.mark.parametrize(
        "path", ["/", "/profile", "/profile/security?x=1#y", "/r\u00e9sum\u00e9", "/a%20b", "/a//b", "/.x/..y"]
    )
    def test_next_may_be_any_path_of_the_app(self, browser: TestClient, path: str) -> None:
        assert begin(browser, next=path).status_code == 302

    @pytest.mark.parametrize("provider", ["Twitter", "facebook", "Facebook\n", "", "x" * 33, "Facebook&prompt=none"])
    def test_other_providers_are_refused(self, browser: TestClient, provider: str) -> None:
        assert_problem(begin(browser, provider=provider), 422, "invalid-request", "provider")

    def test_without_an_origin_to_return_to_there_is_no_sign_in_by_redirect(
        self, cognito_url: str, clock: Clock
    ) -> None:
        settings = settings_for(
            cognito_url,
            cognito_domain="http://localhost:9",
            identity_providers=PROVIDERS,
            cognito_admin="off",
            cors_origins="",
        )
        with running(settings, clock) as client:
            assert_problem(begin(client), 500, "misconfigured")

    def test_without_a_domain_there_is_no_sign_in_by_redirect(self, client: TestClient) -> None:
        assert_problem(begin(client), 403, "feature-unavailable")
        body = {"state": "x" * 43, "code": "x"}
        assert_problem(client.post("/api/auth/oauth/callback", json=body), 403, "feature-unavailable")

    def test_callback_url_is_that_of_the_trusted_proxy(self, cognito_url: str, clock: Clock) -> None:
        settings = settings_for(
            cognito_url,
            cognito_domain="http://localhost:9",
            identity_providers=PROVIDERS,
            cognito_admin="off",
            trusted_proxies="10.0.0.0/8",
        )
        headers = {"Host": "app.example", "X-Forwarded-Proto": "https"}
        with running(settings, clock, client=("10.0.0.1", 50_000)) as client:
            trusted = client.get(
                "/api/auth/oauth/authorize", params={"provider": "Google"}, headers=headers, follow_redirects=False
            )
        with running(settings, clock, client=("192.0.2.1", 50_000)) as client:
            untrusted = client.get(
                "/api/auth/oauth/authorize", params={"provider": "Google"}, headers=headers, follow_redirects=False
            )

        assert Redirect(trusted).query["redirect_uri"] == "https://app.example/auth/callback"
        assert Redirect(untrusted).query["redirect_uri"] == f"{ORIGIN}/auth/callback"

    def test_app_url_decides_where_the_domain_sends_browsers_back_to(self, cognito_url: str) -> None:
        settings = settings_for(
            cognito_url,
            cognito_domain="my-app",
            identity_providers=PROVIDERS,
            cognito_admin="off",
            app_url="https://app.example.com",
        )
        with running(settings) as client:
            redirect = Redirect(begin(client, provider="COGNITO"))
            config = client.get("/api/auth/config").json()

        assert redirect.url == "https://my-app.auth.us-east-1.amazoncognito.com/oauth2/authorize"
        assert redirect.query["redirect_uri"] == "https://app.example.com/auth/callback"
        assert config["social_providers"] == ["Facebook", "Google"]
        assert config["hosted_sign_in"] is True
        assert config["logout_url"] == (
            "https://my-app.auth.us-east-1.amazoncognito.com/logout"
            "?client_id=vestibulelocal&logout_uri=https%3A%2F%2Fapp.example.com%2Fauth%2Fsignout"
        )

    def test_challenge_is_the_digest_of_a_verifier_that_only_the_api_knows(self) -> None:
        from vestibule.cognito.hosted_ui import code_challenge

        digest = hashlib.sha256(b"verifier").digest()

        assert code_challenge("verifier") == base64.urlsafe_b64encode(digest).decode().rstrip("=")
