"""Random requests to the domain: none may cause an unexpected exception."""

import random

import httpx
import pytest

from tests.local_cognito.oauth_browser import REQUEST, Browser
from tests.local_cognito.people import StandIn

PATHS = (
    *("/oauth2/authorize", "/oauth2/idpresponse", "/oauth2/revoke", "/oauth2/token", "/oauth2/userInfo"),
    *("/confirmForgotPassword", "/confirmUser", "/error", "/forgotPassword", "/login", "/logout", "/mfa", "/signup"),
)
NAMES = (
    *REQUEST,
    *("action", "answer", "attribute:", "attribute:email", "challenge", "client_secret", "code", "code_verifier"),
    *("email", "error", "grant_type", "identity_provider", "idp_identifier", "iss", "lang", "login_hint", "logout_uri"),
    *("notice", "parameters", "password", "prompt", "refresh_token", "resource", "secret", "session", "token"),
    "username",
)
VALUES = (
    *("", "\0", "%", "é", "日本", "a" * 3000, "[]", "null", '{"a": 1}', '["x"]', "1e999", "../..", '"<x>', "\r\nX: y"),
    *("SOFTWARE_TOKEN_MFA", "MFA_SETUP", "NEW_PASSWORD_REQUIRED", "SELECT_MFA_TYPE", "EMAIL_OTP", "WEB_AUTHN"),
    *("authorization_code", "refresh_token", "client_credentials", "vestibulelocal", "Google", "COGNITO", "none"),
    *("login", "resend", "app", "a.b.c", "openid"),
)
AUTHORIZATIONS = ("Basic x", "Basic Og==", "Basic /w==", "Bearer x", "Bearer a.b.c", "Bearer eyJhIjoxfQ.eyJhIjoxfQ.eA")
LANGUAGES = (";;;", "fr;q=nan", "*", "fr;q=inf", "en;q=-1,fr")
REQUESTS_PER_SEED = 300


@pytest.mark.parametrize("seed", range(2))
def test_no_request_causes_an_unexpected_exception(stand_in: StandIn, seed: int) -> None:
    choices, browser = random.Random(seed), Browser(stand_in.url)
    browser.get("/login", **REQUEST)
    csrf = browser.cookies["XSRF-TOKEN"]
    with httpx.Client(base_url=stand_in.url, cookies=browser.cookies) as http:
        for _ in range(REQUESTS_PER_SEED):
            query = REQUEST | {choices.choice(NAMES): choices.choice(VALUES) for _ in range(choices.randint(0, 3))}
            form = {choices.choice(NAMES): choices.choice(VALUES) for _ in range(choices.randint(0, 8))}
            headers = {"Authorization": choices.choice(AUTHORIZATIONS)} if choices.random() < 0.2 else {}
            headers |= {"Accept-Language": choices.choice(LANGUAGES)}
            method, path = choices.choice(["GET", "POST"]), choices.choice(PATHS)
            data = {**form, "_csrf": csrf} if method == "POST" else None

            response = http.request(method, path, params=query, data=data, headers=headers)

            assert response.status_code < 500, (method, path, query, data, headers)
