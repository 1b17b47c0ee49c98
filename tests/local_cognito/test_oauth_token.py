"""/oauth2/token, and what differs in tokens of the domain."""

import base64
import hashlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient as Client

from tests.local_cognito.oauth_browser import CALLBACK, Browser, GetCode, assert_error, bearer, claims
from tests.local_cognito.people import POOL_ID, Person, StandIn, refused
from tests.servers import Clock


class TestCode:
    def test_a_code_is_exchanged_for_tokens(self, signed_in: Browser, get_code: GetCode, client: Client) -> None:
        response = signed_in.exchange(get_code())

        tokens = response.json()
        assert set(tokens) == {"access_token", "id_token", "refresh_token", "token_type", "expires_in"}
        assert (tokens["token_type"], tokens["expires_in"]) == ("Bearer", 3600)
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["content-type"] == "application/json;charset=UTF-8"
        assert client.get_user(AccessToken=tokens["access_token"])["Username"].startswith("Google_")
        access, identity = claims(tokens, "access_token"), claims(tokens, "id_token")
        assert (access["version"], access["scope"]) == (2, signed_in.request["scope"])
        common = {
            "sub",
            "iss",
            "event_id",
            "origin_jti",
            "jti",
            "token_use",
            "auth_time",
            "iat",
            "exp",
            "cognito:groups",
        }
        of_the_user = {"cognito:username", "email", "email_verified", "name", "identities"}
        assert access.keys() == common | {"client_id", "scope", "username", "version"}
        assert identity.keys() == common | of_the_user | {"aud", "nonce", "at_hash"}
        assert identity["nonce"] == "the-nonce"
        digest = hashlib.sha256(tokens["access_token"].encode()).digest()[:16]
        assert identity["at_hash"] == base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def test_the_time_of_the_sign_in_stays_that_of_the_session(
        self, signed_in: Browser, get_code: GetCode, clock: Clock
    ) -> None:
        started = int(clock())
        clock.advance(1000)

        tokens = signed_in.exchange(get_code()).json()

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
        self, signed_in: Browser, get_code: GetCode, changes: dict[str, Any], error: str
    ) -> None:
        assert_error(signed_in.exchange(**{"code": get_code()} | changes), error)

    def test_a_failed_exchange_uses_up_the_code(self, signed_in: Browser, get_code: GetCode) -> None:
        code = get_code()
        signed_in.exchange(code, code_verifier=None)

        assert_error(signed_in.exchange(code), "invalid_grant")

    def test_a_verifier_for_a_code_without_a_challenge_is_refused(self, signed_in: Browser, get_code: GetCode) -> None:
        code = get_code(code_challenge=None, code_challenge_method=None)

        assert_error(signed_in.exchange(code), "invalid_grant")

    def test_a_code_without_a_challenge_needs_no_verifier(self, signed_in: Browser, get_code: GetCode) -> None:
        code = get_code(code_challenge=None, code_challenge_method=None)

        assert signed_in.exchange(code, code_verifier=None).status_code == 200

    def test_a_code_expires_after_five_minutes(self, signed_in: Browser, get_code: GetCode, clock: Clock) -> None:
        code = get_code()
        clock.advance(300)

        assert_error(signed_in.exchange(code), "invalid_grant")

    @pytest.mark.parametrize("seconds", [0, 301])
    def test_a_second_use_of_a_code_revokes_the_tokens_of_the_first(
        self, signed_in: Browser, get_code: GetCode, client: Client, clock: Clock, seconds: int
    ) -> None:
        code = get_code()
        tokens = signed_in.exchange(code).json()
        clock.advance(seconds)

        assert_error(signed_in.exchange(code), "invalid_grant")

        assert_error(signed_in.refresh(tokens["refresh_token"]), "invalid_grant")
        with refused("NotAuthorizedException", "revoked"):
            client.get_user(AccessToken=tokens["access_token"])

    def test_of_parallel_uses_of_a_code_none_keeps_its_tokens(self, signed_in: Browser, get_code: GetCode) -> None:
        code = get_code()

        with ThreadPoolExecutor(8) as threads:
            answers = list(threads.map(signed_in.exchange, [code] * 8))

        tokens = [answer.json() for answer in answers if answer.status_code == 200]
        assert len(tokens) == 1
        assert_error(signed_in.refresh(tokens[0]["refresh_token"]), "invalid_grant")

    def test_a_code_of_another_client_is_refused_and_stays_good(
        self, signed_in: Browser, get_code: GetCode, client: Client
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

        assert_error(signed_in.exchange(code, client_id=made["UserPoolClient"]["ClientId"]), "invalid_grant")

        assert signed_in.exchange(code).status_code == 200

    def test_a_user_who_was_disabled_meanwhile_gets_no_tokens(
        self, signed_in: Browser, get_code: GetCode, client: Client
    ) -> None:
        username = client.get_user(AccessToken=signed_in.exchange(get_code()).json()["access_token"])["Username"]
        code = get_code()
        client.admin_disable_user(UserPoolId=POOL_ID, Username=username)

        assert_error(signed_in.exchange(code), "invalid_grant")

    def test_a_body_that_is_not_a_form_is_refused(self, stand_in: StandIn) -> None:
        response = httpx.post(f"{stand_in.url}/oauth2/token", json={"grant_type": "authorization_code"})

        assert_error(response, "invalid_request")
        other_method = httpx.get(f"{stand_in.url}/oauth2/token")
        assert (other_method.status_code, other_method.content) == (405, b"")
        repeated = httpx.post(f"{stand_in.url}/oauth2/token", content="grant_type=a&grant_type=b", headers=FORM)
        assert_error(repeated, "invalid_request")
        assert httpx.post(f"{stand_in.url}/oauth2/token", content=b"a" * 70000, headers=FORM).status_code == 413
        assert_error(httpx.post(f"{stand_in.url}/oauth2/token", content=b"a=%ff", headers=FORM), "invalid_request")


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class TestScope:
    def test_without_openid_there_is_no_id_token(self, signed_in: Browser, get_code: GetCode) -> None:
        tokens = signed_in.exchange(get_code(scope="aws.cognito.signin.user.admin")).json()

        assert "id_token" not in tokens
        assert "id_token" not in signed_in.refresh(tokens["refresh_token"]).json()

    @pytest.mark.parametrize(
        ("scope", "shown", "hidden"),
        [
            ("openid", {"email", "name"}, set()),
            ("openid email", {"email", "email_verified"}, {"name"}),
            ("openid profile", {"name"}, {"email"}),
        ],
    )
    def test_scopes_select_the_attributes_of_the_id_token_and_of_user_info(
        self, signed_in: Browser, get_code: GetCode, scope: str, shown: set[str], hidden: set[str]
    ) -> None:
        tokens = signed_in.exchange(get_code(scope=scope)).json()
        info = httpx.get(f"{signed_in.url}/oauth2/userInfo", headers=bearer(tokens)).json()

        for found in (claims(tokens, "id_token"), info):
            assert shown <= set(found)
            assert not hidden & set(found)

    def test_without_a_scope_the_client_gets_all_of_its_scopes(self, signed_in: Browser, get_code: GetCode) -> None:
        tokens = signed_in.exchange(get_code(scope=None)).json()

        scopes = set(claims(tokens, "access_token")["scope"].split())
        assert scopes == {"openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"}

    def test_a_token_without_the_admin_scope_cannot_manage_the_account(
        self, signed_in: Browser, get_code: GetCode, client: Client
    ) -> None:
        tokens = signed_in.exchange(get_code(scope="openid")).json()

        with refused("NotAuthorizedException", "required scopes"):
            client.get_user(AccessToken=tokens["access_token"])

    def test_a_resource_is_the_audience_of_the_access_token_also_after_a_refresh(
        self, signed_in: Browser, get_code: GetCode
    ) -> None:
        tokens = signed_in.exchange(get_code(resource="https://api.example.com/v1")).json()

        again = signed_in.refresh(tokens["refresh_token"]).json()

        assert claims(tokens, "access_token")["aud"] == "https://api.example.com/v1"
        assert claims(again, "access_token")["aud"] == "https://api.example.com/v1"
        assert claims(again, "id_token")["aud"] == "vestibulelocal"


class TestRefresh:
    def test_a_refresh_rotates_the_token_and_keeps_scope_and_time(
        self, signed_in: Browser, get_code: GetCode, clock: Clock
    ) -> None:
        first = signed_in.exchange(get_code()).json()
        clock.advance(60)

        second = signed_in.refresh(first["refresh_token"]).json()

        assert second["refresh_token"] != first["refresh_token"]
        before, after = claims(first, "access_token"), claims(second, "access_token")
        assert (before["scope"], before["auth_time"]) == (after["scope"], after["auth_time"])
        assert after["version"] == 2
        assert signed_in.refresh(first["refresh_token"]).status_code == 200  # within the grace
        clock.advance(11)
        assert_error(signed_in.refresh(first["refresh_token"]), "invalid_grant")

    def test_tokens_of_initiate_auth_are_refreshed_too(self, signed_in: Browser, alice: Person) -> None:
        tokens = signed_in.refresh(alice.sign_in()["RefreshToken"]).json()

        assert "version" not in claims(tokens, "access_token")


class TestOrigins:
    def test_apps_of_any_origin_can_call_the_token_endpoint(self, stand_in: StandIn) -> None:
        for path in ("/oauth2/token", "/oauth2/revoke", "/oauth2/userInfo"):
            response = httpx.request("POST", f"{stand_in.url}{path}", headers={"Origin": "https://app.example.com"})

            assert response.headers["access-control-allow-origin"] == "*"

    def test_no_page_can_be_read_by_another_origin(self, stand_in: StandIn) -> None:
        for path in ("/oauth2/authorize", "/login", "/error", "/logout"):
            response = httpx.get(f"{stand_in.url}{path}", headers={"Origin": "https://app.example.com"})

            assert "access-control-allow-origin" not in response.headers
