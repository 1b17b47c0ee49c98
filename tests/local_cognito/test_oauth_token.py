"""/oauth2/token, /oauth2/userInfo and /oauth2/revoke, and what differs in tokens of the domain."""

import base64
import hashlib
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from jose import jwt
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient as Client

from tests.local_cognito.oauth_browser import CALLBACK, Browser, query_of
from tests.local_cognito.people import POOL_ID, Person, StandIn, refused
from tests.servers import Clock

GetCode = Callable[..., str]


@pytest.fixture
def browser(stand_in: StandIn) -> Browser:
    """A browser with a session."""
    browser, subject = Browser(stand_in.url), uuid.uuid4().hex
    browser.sign_in_with("Google", subject=subject, email=f"{subject}@example.com", email_verified="true", name="Sam")
    return browser


@pytest.fixture
def get_code(browser: Browser) -> GetCode:
    """Gets a new code."""
    return lambda **changes: query_of(browser.authorize(**changes).headers["location"])["code"]


def claims(tokens: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = jwt.get_unverified_claims(tokens[name])
    return found


def assert_error(response: httpx.Response, error: str, status: int = 400) -> None:
    assert (response.status_code, response.json()["error"]) == (status, error), response.text
    assert response.headers["cache-control"] == "no-store"


class TestCode:
    def test_a_code_is_exchanged_for_tokens(self, browser: Browser, get_code: GetCode, client: Client) -> None:
        response = browser.exchange(get_code())

        tokens = response.json()
        assert set(tokens) == {"access_token", "id_token", "refresh_token", "token_type", "expires_in"}
        assert (tokens["token_type"], tokens["expires_in"]) == ("Bearer", 3600)
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["content-type"] == "application/json;charset=UTF-8"
        assert client.get_user(AccessToken=tokens["access_token"])["Username"].startswith("Google_")
        access, identity = claims(tokens, "access_token"), claims(tokens, "id_token")
        assert (access["version"], access["scope"]) == (2, browser.request["scope"])
        assert identity["nonce"] == "the-nonce"
        digest = hashlib.sha256(tokens["access_token"].encode()).digest()[:16]
        assert identity["at_hash"] == base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def test_the_time_of_the_sign_in_stays_that_of_the_session(
        self, browser: Browser, get_code: GetCode, clock: Clock
    ) -> None:
        started = int(clock())
        clock.advance(1000)

        tokens = browser.exchange(get_code()).json()

        assert claims(tokens, "access_token")["auth_time"] == started
        assert claims(tokens, "access_token")["iat"] == started + 1000

    @pytest.mark.parametrize(
        ("changes", "error"),
        [
            ({"code_verifier": None}, "invalid_grant"),
            ({"code_verifier": "another-verifier-that-is-at-least-forty-three-characters"}, "invalid_grant"),
            ({"code_verifier": "short"}, "invalid_grant"),
            ({"redirect_uri": "http://localhost:8080/auth/callback"}, "unauthorized_client"),
            ({"redirect_uri": None}, "invalid_request"),
            ({"code": None}, "invalid_request"),
            ({"code": "unknown"}, "invalid_grant"),
            ({"client_id": None}, "invalid_request"),
            ({"client_id": "unknown"}, "invalid_client"),
            ({"client_secret": "secret"}, "invalid_client"),
            ({"grant_type": None}, "invalid_request"),
            ({"grant_type": "password"}, "unsupported_grant_type"),
            ({"grant_type": "client_credentials"}, "unauthorized_client"),
        ],
    )
    def test_an_exchange_must_match_the_code(
        self, browser: Browser, get_code: GetCode, changes: dict[str, Any], error: str
    ) -> None:
        assert_error(browser.exchange(**{"code": get_code()} | changes), error)

    def test_a_failed_exchange_uses_up_the_code(self, browser: Browser, get_code: GetCode) -> None:
        code = get_code()
        browser.exchange(code, code_verifier=None)

        assert_error(browser.exchange(code), "invalid_grant")

    def test_a_verifier_for_a_code_without_a_challenge_is_refused(self, browser: Browser, get_code: GetCode) -> None:
        code = get_code(code_challenge=None, code_challenge_method=None)

        assert_error(browser.exchange(code), "invalid_grant")

    def test_a_code_without_a_challenge_needs_no_verifier(self, browser: Browser, get_code: GetCode) -> None:
        code = get_code(code_challenge=None, code_challenge_method=None)

        assert browser.exchange(code, code_verifier=None).status_code == 200

    def test_a_code_expires_after_five_minutes(self, browser: Browser, get_code: GetCode, clock: Clock) -> None:
        code = get_code()
        clock.advance(300)

        assert_error(browser.exchange(code), "invalid_grant")

    def test_a_second_use_of_a_code_revokes_the_tokens_of_the_first(
        self, browser: Browser, get_code: GetCode, client: Client
    ) -> None:
        code = get_code()
        tokens = browser.exchange(code).json()

        assert_error(browser.exchange(code), "invalid_grant")

        assert_error(browser.refresh(tokens["refresh_token"]), "invalid_grant")
        with refused("NotAuthorizedException", "revoked"):
            client.get_user(AccessToken=tokens["access_token"])

    def test_of_parallel_uses_of_a_code_none_keeps_its_tokens(self, browser: Browser, get_code: GetCode) -> None:
        code = get_code()

        with ThreadPoolExecutor(8) as threads:
            answers = list(threads.map(browser.exchange, [code] * 8))

        tokens = [answer.json() for answer in answers if answer.status_code == 200]
        assert len(tokens) == 1
        assert_error(browser.refresh(tokens[0]["refresh_token"]), "invalid_grant")

    def test_a_code_of_another_client_is_refused_and_stays_good(
        self, browser: Browser, get_code: GetCode, client: Client
    ) -> None:
        made = client.create_user_pool_client(
            UserPoolId=POOL_ID,
            ClientName="other",
            AllowedOAuthFlowsUserPoolClient=True,
            AllowedOAuthFlows=["code"],
            AllowedOAuthScopes=["openid"],
            CallbackURLs=[CALLBACK],
        )
        code = get_code()

        assert_error(browser.exchange(code, client_id=made["UserPoolClient"]["ClientId"]), "invalid_grant")

        assert browser.exchange(code).status_code == 200

    def test_a_user_who_was_disabled_meanwhile_gets_no_tokens(
        self, browser: Browser, get_code: GetCode, client: Client
    ) -> None:
        username = client.get_user(AccessToken=browser.exchange(get_code()).json()["access_token"])["Username"]
        code = get_code()
        client.admin_disable_user(UserPoolId=POOL_ID, Username=username)

        assert_error(browser.exchange(code), "invalid_grant")

    def test_a_body_that_is_not_a_form_is_refused(self, stand_in: StandIn) -> None:
        response = httpx.post(f"{stand_in.url}/oauth2/token", json={"grant_type": "authorization_code"})

        assert_error(response, "invalid_request")
        assert httpx.get(f"{stand_in.url}/oauth2/token").status_code == 405
        doubled = httpx.post(f"{stand_in.url}/oauth2/token", content="grant_type=a&grant_type=b", headers=FORM)
        assert_error(doubled, "invalid_request")
        assert httpx.post(f"{stand_in.url}/oauth2/token", content=b"a" * 70000, headers=FORM).status_code == 413
        assert_error(httpx.post(f"{stand_in.url}/oauth2/token", content=b"a=%ff", headers=FORM), "invalid_request")


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class TestScope:
    def test_without_openid_there_is_no_id_token(self, browser: Browser, get_code: GetCode) -> None:
        tokens = browser.exchange(get_code(scope="aws.cognito.signin.user.admin")).json()

        assert "id_token" not in tokens
        assert "id_token" not in browser.refresh(tokens["refresh_token"]).json()

    @pytest.mark.parametrize(
        ("scope", "shown", "hidden"),
        [
            ("openid", {"email", "name"}, set()),
            ("openid email", {"email", "email_verified"}, {"name"}),
            ("openid profile", {"name"}, {"email"}),
        ],
    )
    def test_scopes_select_the_attributes_of_the_id_token_and_of_user_info(
        self, browser: Browser, get_code: GetCode, scope: str, shown: set[str], hidden: set[str]
    ) -> None:
        tokens = browser.exchange(get_code(scope=scope)).json()
        info = httpx.get(f"{browser.url}/oauth2/userInfo", headers=bearer(tokens)).json()

        for found in (claims(tokens, "id_token"), info):
            assert shown <= set(found)
            assert not hidden & set(found)

    def test_without_a_scope_the_client_gets_all_of_its_scopes(self, browser: Browser, get_code: GetCode) -> None:
        tokens = browser.exchange(get_code(scope=None)).json()

        scopes = set(claims(tokens, "access_token")["scope"].split())
        assert scopes == {"openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"}

    def test_a_token_without_the_admin_scope_cannot_manage_the_account(
        self, browser: Browser, get_code: GetCode, client: Client
    ) -> None:
        tokens = browser.exchange(get_code(scope="openid")).json()

        with refused("NotAuthorizedException", "required scopes"):
            client.get_user(AccessToken=tokens["access_token"])

    def test_a_resource_is_the_audience_of_the_access_token_also_after_a_refresh(
        self, browser: Browser, get_code: GetCode
    ) -> None:
        tokens = browser.exchange(get_code(resource="https://api.example.com/v1")).json()

        again = browser.refresh(tokens["refresh_token"]).json()

        assert claims(tokens, "access_token")["aud"] == "https://api.example.com/v1"
        assert claims(again, "access_token")["aud"] == "https://api.example.com/v1"
        assert claims(again, "id_token")["aud"] == "vestibulelocal"


class TestRefresh:
    def test_a_refresh_rotates_the_token_and_keeps_scope_and_time(
        self, browser: Browser, get_code: GetCode, clock: Clock
    ) -> None:
        first = browser.exchange(get_code()).json()
        clock.advance(60)

        second = browser.refresh(first["refresh_token"]).json()

        assert second["refresh_token"] != first["refresh_token"]
        before, after = claims(first, "access_token"), claims(second, "access_token")
        assert (before["scope"], before["auth_time"]) == (after["scope"], after["auth_time"])
        assert after["version"] == 2
        assert browser.refresh(first["refresh_token"]).status_code == 200  # within the grace
        clock.advance(11)
        assert_error(browser.refresh(first["refresh_token"]), "invalid_grant")

    def test_tokens_of_initiate_auth_are_refreshed_too(self, browser: Browser, alice: Person) -> None:
        tokens = browser.refresh(alice.sign_in()["RefreshToken"]).json()

        assert "version" not in claims(tokens, "access_token")


class TestUserInfo:
    def test_user_info_shows_booleans_as_strings(self, browser: Browser, get_code: GetCode) -> None:
        tokens = browser.exchange(get_code()).json()

        info = httpx.post(f"{browser.url}/oauth2/userInfo", headers=bearer(tokens)).json()

        identity = claims(tokens, "id_token")
        assert (info["sub"], info["username"]) == (identity["sub"], identity["cognito:username"])
        assert info["email_verified"] == "true"

    def test_user_info_notices_a_sign_out(self, browser: Browser, get_code: GetCode, client: Client) -> None:
        tokens = browser.exchange(get_code()).json()
        client.global_sign_out(AccessToken=tokens["access_token"])

        response = httpx.get(f"{browser.url}/oauth2/userInfo", headers=bearer(tokens))

        assert_error(response, "invalid_token", 401)
        assert 'error="invalid_token"' in response.headers["www-authenticate"]

    def test_user_info_needs_a_token_with_openid(self, browser: Browser, alice: Person, get_code: GetCode) -> None:
        url, tokens = f"{browser.url}/oauth2/userInfo", browser.exchange(get_code()).json()

        assert_error(httpx.get(url), "invalid_request")
        refused_tokens = (alice.sign_in()["AccessToken"], tokens["id_token"], tokens["refresh_token"], "x")
        for token in refused_tokens:
            assert_error(httpx.get(url, headers={"Authorization": f"Bearer {token}"}), "invalid_token", 401)


class TestRevoke:
    def test_revoking_the_refresh_token_ends_its_session(
        self, browser: Browser, get_code: GetCode, client: Client
    ) -> None:
        tokens = browser.exchange(get_code()).json()

        response = browser.post("/oauth2/revoke", token=tokens["refresh_token"], client_id="vestibulelocal")

        assert (response.status_code, response.content) == (200, b"")
        assert_error(browser.refresh(tokens["refresh_token"]), "invalid_grant")
        with refused("NotAuthorizedException", "revoked"):
            client.get_user(AccessToken=tokens["access_token"])

    def test_a_client_cannot_revoke_the_token_of_another(
        self, browser: Browser, get_code: GetCode, client: Client
    ) -> None:
        made = client.create_user_pool_client(UserPoolId=POOL_ID, ClientName="other")["UserPoolClient"]
        tokens = browser.exchange(get_code()).json()

        response = browser.post("/oauth2/revoke", token=tokens["refresh_token"], client_id=made["ClientId"])

        assert response.status_code == 200
        assert browser.refresh(tokens["refresh_token"]).status_code == 200

    @pytest.mark.parametrize(
        ("fields", "status", "error"),
        [
            ({"token": "never-valid", "client_id": "vestibulelocal"}, 200, ""),
            ({"client_id": "vestibulelocal"}, 400, "invalid_request"),
            ({"token": "x", "client_id": "unknown"}, 401, "invalid_client"),
            ({"token": "a.b.c", "client_id": "vestibulelocal"}, 400, "unsupported_token_type"),
        ],
    )
    def test_only_a_refresh_token_of_a_known_client_can_be_revoked(
        self, browser: Browser, fields: dict[str, str], status: int, error: str
    ) -> None:
        response = browser.post("/oauth2/revoke", **fields)

        assert response.status_code == status
        assert not error or response.json()["error"] == error


class TestOrigins:
    def test_apps_of_any_origin_can_call_the_token_endpoint(self, stand_in: StandIn) -> None:
        for path in ("/oauth2/token", "/oauth2/revoke", "/oauth2/userInfo"):
            response = httpx.request("POST", f"{stand_in.url}{path}", headers={"Origin": "https://app.example.com"})

            assert response.headers["access-control-allow-origin"] == "*"

    def test_no_page_can_be_read_by_another_origin(self, stand_in: StandIn) -> None:
        for path in ("/oauth2/authorize", "/login", "/error", "/logout"):
            response = httpx.get(f"{stand_in.url}{path}", headers={"Origin": "https://app.example.com"})

            assert "access-control-allow-origin" not in response.headers


def bearer(tokens: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens['access_token']}"}
