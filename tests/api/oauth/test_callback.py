"""Callbacks that are refused, and the errors of providers."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.oauth.conftest import PROVIDERS, Redirect, begin
from tests.apps import assert_problem, running, settings_for
from tests.servers import Clock
from vestibule.storage.secret_keys import SecretKeys

CODE = "0f2c7b1e-3c1d-4f2a-9c56-0e1d2c3b4a59"
STATE = "x" * 43


class TestState:
    def test_callback_of_another_browser_is_refused(self, browser: TestClient, redirect: Redirect) -> None:
        other = Redirect(begin(browser))

        for cookie in ("", other.cookie, "vestibule_oauth_=x"):
            answer = redirect.callback(browser, code=CODE, cookie=cookie)

            assert_problem(answer, 400, "oauth-state-invalid", "state")

    @pytest.mark.parametrize("state", [STATE, "x", "x" * 16_384, "\u20ac" * 43, "../../x", "x; y=z"])
    def test_forged_state_is_refused(self, browser: TestClient, redirect: Redirect, state: str) -> None:
        answer = redirect.callback(browser, code=CODE, state=state)

        assert_problem(answer, 400, "oauth-state-invalid", "state")

    def test_state_of_another_sign_in_of_the_same_browser_is_refused(
        self, browser: TestClient, redirect: Redirect
    ) -> None:
        forged = redirect.query["state"][:16] + "x" * 27

        answer = redirect.callback(browser, code=CODE, state=forged)

        assert_problem(answer, 400, "oauth-state-invalid", "state")

    def test_changed_cookie_is_refused(self, browser: TestClient, redirect: Redirect) -> None:
        changed = redirect.cookie[:-8] + ("A" if redirect.cookie[-8] != "A" else "B") + redirect.cookie[-7:]

        assert_problem(redirect.callback(browser, code=CODE, cookie=changed), 400, "oauth-state-invalid", "state")

    def test_session_of_a_challenge_is_no_state(self, browser: TestClient, redirect: Redirect) -> None:
        from vestibule.cognito.challenges.cipher import SessionCipher

        secret = settings_for("http://127.0.0.1:9").secret_key
        name = redirect.cookie.partition("=")[0]
        session = SessionCipher(SecretKeys(secret), clock=lambda: 4e9).encrypt(
            {"state": redirect.query["state"]}, lifetime=300
        )

        answer = redirect.callback(browser, code=CODE, cookie=f"{name}={session}")

        assert_problem(answer, 400, "oauth-state-invalid", "state")

    def test_late_callback_is_refused(self, browser: TestClient, redirect: Redirect, clock: Clock) -> None:
        clock.advance(301)

        assert_problem(redirect.callback(browser, code=CODE), 400, "oauth-state-invalid", "state")

    def test_callback_counts_once(self, browser: TestClient, redirect: Redirect) -> None:
        first = redirect.callback(browser, error="access_denied")
        second = redirect.callback(browser, error="access_denied")

        assert_problem(first, 400, "sign-in-cancelled")
        assert "Max-Age=0" in first.headers["set-cookie"]
        assert_problem(second, 400, "oauth-state-invalid", "state")

    def test_page_of_another_site_cannot_send_a_callback(self, browser: TestClient, redirect: Redirect) -> None:
        body = {"state": redirect.query["state"], "code": CODE}
        headers = {"Cookie": redirect.cookie, "Origin": "https://evil.example"}

        answer = browser.post("/api/auth/oauth/callback", json=body, headers=headers)

        assert_problem(answer, 403, "origin-refused")

    def test_wrong_callbacks_are_limited(self, cognito_url: str, clock: Clock) -> None:
        settings = settings_for(
            cognito_url,
            cognito_domain="http://localhost:9",
            identity_providers=PROVIDERS,
            cognito_admin="off",
            rate_limits="on",
        )
        body = {"state": STATE, "code": CODE}
        with running(settings, clock) as client:
            answers = [client.post("/api/auth/oauth/callback", json=body).status_code for _ in range(20)]
            last = client.post("/api/auth/oauth/callback", json=body)

        assert set(answers) == {400}
        assert last.status_code == 429
        assert int(last.headers["retry-after"]) > 0


class TestBody:
    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"state": STATE},
            {"code": CODE},
            {"state": STATE, "code": CODE, "error": "access_denied"},
            {"state": STATE, "code": 7},
            {"state": STATE, "code": None, "error": None},
            {"state": STATE, "error": ""},
            {"state": STATE, "error": "x" * 201},
            {"state": STATE, "error": "x", "error_description": "x" * 2001},
            {"state": "", "code": CODE},
            {"state": STATE, "code": CODE, "nonce": "x"},
            {"state": STATE, "code": "x" * 16_385},
            [],
            "x",
        ],
    )
    def test_anything_but_a_code_or_an_error_is_refused(self, browser: TestClient, body: Any) -> None:
        answer = browser.post("/api/auth/oauth/callback", json=body)

        assert (answer.status_code, answer.json()["code"]) in {(422, "invalid-request"), (400, "malformed-request")}


class TestProviderErrors:
    @pytest.mark.parametrize(
        ("error", "description", "status", "code"),
        [
            ("access_denied", "", 400, "sign-in-cancelled"),
            ("access_denied", "The user denied access", 400, "sign-in-cancelled"),
            ("invalid_request", "Facebook Error - 200 user_denied", 400, "sign-in-cancelled"),
            ("invalid_request", "access_denied", 400, "sign-in-cancelled"),
            ("invalid_request", "Timeout occurred in calling IdP token endpoint", 504, "provider-timeout"),
            ("invalid_request", "Timeout in calling jwks uri", 504, "provider-timeout"),
            ("invalid_request", "Read timed out", 504, "provider-timeout"),
            ("invalid_request", "Connection reset", 502, "provider-failed"),
            ("invalid_request", "Google Error - 500 internal", 502, "provider-failed"),
            ("invalid_request", "[Facebook] Error - 400 error getting token", 502, "provider-failed"),
            ("invalid_request", "attributes required: [email]", 400, "provider-email-missing"),
            ("invalid_request", "Already found an entry for username Google_1 ", 409, "authorize-again"),
            ("server_error", "Already found an entry for username Google_1", 409, "authorize-again"),
            ("invalid_request", "user.email: Attribute cannot be updated.\n", 500, "misconfigured"),
            ("invalid_request", "invalid_scope", 500, "misconfigured"),
            ("invalid_scope", "", 500, "misconfigured"),
            ("unauthorized_client", "", 500, "misconfigured"),
            ("temporarily_unavailable", "", 503, "cognito-unavailable"),
            ("login_required", "", 400, "oauth-state-invalid"),
            ("server_error", "", 502, "provider-failed"),
            ("never_heard_of", "\u0000<script>", 502, "provider-failed"),
        ],
    )
    def test_each_failure_has_a_code_of_its_own(
        self, browser: TestClient, redirect: Redirect, error: str, description: str, status: int, code: str
    ) -> None:
        description = description.replace("\0", "")

        answer = redirect.callback(browser, error=error, error_description=description)

        assert_problem(answer, status, code)
        assert description not in answer.text or not description

    def test_a_trigger_of_the_pool_may_say_why_it_refuses(self, browser: TestClient, redirect: Redirect) -> None:
        said = "PreSignUp failed with error Only addresses of example.com may sign up."

        answer = redirect.callback(browser, error="invalid_request", error_description=said)

        assert_problem(answer, 400, "rejected-by-pool")
        assert answer.json()["detail"] == "Only addresses of example.com may sign up"

    def test_a_trigger_that_failed_tells_nothing(self, browser: TestClient, redirect: Redirect) -> None:
        said = "PreSignUp failed with error Cannot read properties of undefined (reading 'x') at /var/task/index.js:3."

        answer = redirect.callback(browser, error="invalid_request", error_description=said)

        assert_problem(answer, 400, "rejected-by-pool")
        assert "detail" not in answer.json()
