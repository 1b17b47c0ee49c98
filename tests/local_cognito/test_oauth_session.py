"""/oauth2/userInfo and /oauth2/revoke: what a session is worth, and its end."""

import json

import httpx
import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient as Client

from tests.local_cognito.hosted_pages import browser_of, sign_in, tokens as tokens_of
from tests.local_cognito.oauth_browser import Browser, GetCode, assert_error, bearer, change_client, claims
from tests.local_cognito.people import POOL_ID, Person, refused


class TestUserInfo:
    def test_user_info_shows_booleans_as_strings(self, signed_in: Browser, get_code: GetCode) -> None:
        tokens = signed_in.exchange(get_code()).json()

        info = httpx.post(f"{signed_in.url}/oauth2/userInfo", headers=bearer(tokens)).json()

        identity = claims(tokens, "id_token")
        assert (info["sub"], info["username"]) == (identity["sub"], identity["cognito:username"])
        assert info["email_verified"] == "true"
        assert json.loads(info["identities"])[0]["providerName"] == "Google"
        assert info.keys() == {"sub", "username", "identities", "name", "email", "email_verified"}

    def test_user_info_of_a_native_user_has_no_identities(self, alice: Person) -> None:
        browser = browser_of(alice)
        found = tokens_of(browser, sign_in(browser, alice))

        info = httpx.get(f"{browser.url}/oauth2/userInfo", headers=bearer(found)).json()

        assert info.keys() == {"sub", "username", "email", "email_verified"}

    def test_user_info_shows_what_the_client_may_read(
        self, signed_in: Browser, get_code: GetCode, client: Client
    ) -> None:
        before = change_client(client, ReadAttributes=["email"])

        info = httpx.get(
            f"{signed_in.url}/oauth2/userInfo", headers=bearer(signed_in.exchange(get_code()).json())
        ).json()

        client.update_user_pool_client(**before)
        assert {"sub", "email", "username"} <= info.keys()
        assert not {"name", "email_verified"} & info.keys()

    def test_user_info_notices_a_sign_out(self, signed_in: Browser, get_code: GetCode, client: Client) -> None:
        tokens = signed_in.exchange(get_code()).json()
        client.global_sign_out(AccessToken=tokens["access_token"])

        response = httpx.get(f"{signed_in.url}/oauth2/userInfo", headers=bearer(tokens))

        assert_error(response, "invalid_token", 401)
        assert 'error="invalid_token"' in response.headers["www-authenticate"]

    def test_user_info_needs_a_token_with_openid(self, signed_in: Browser, alice: Person, get_code: GetCode) -> None:
        url, tokens = f"{signed_in.url}/oauth2/userInfo", signed_in.exchange(get_code()).json()

        for header in ("", "Bearer", f"Basic {tokens['access_token']}", tokens["access_token"]):
            response = httpx.get(url, headers={"Authorization": header} if header else {})
            assert_error(response, "invalid_request")
            assert 'error="invalid_request"' in response.headers["www-authenticate"]
        assert httpx.get(url, headers={"Authorization": f"bearer  {tokens['access_token']}"}).status_code == 200
        refused_tokens = (alice.sign_in()["AccessToken"], tokens["id_token"], tokens["refresh_token"], "x")
        for token in refused_tokens:
            assert_error(httpx.get(url, headers={"Authorization": f"Bearer {token}"}), "invalid_token", 401)


class TestRevoke:
    def test_revoking_the_refresh_token_ends_its_session(
        self, signed_in: Browser, get_code: GetCode, client: Client
    ) -> None:
        tokens = signed_in.exchange(get_code()).json()

        response = signed_in.post("/oauth2/revoke", token=tokens["refresh_token"], client_id="vestibulelocal")

        assert (response.status_code, response.content) == (200, b"")
        assert_error(signed_in.refresh(tokens["refresh_token"]), "invalid_grant")
        with refused("NotAuthorizedException", "revoked"):
            client.get_user(AccessToken=tokens["access_token"])

    def test_a_client_cannot_revoke_the_token_of_another(
        self, signed_in: Browser, get_code: GetCode, client: Client
    ) -> None:
        made = client.create_user_pool_client(UserPoolId=POOL_ID, ClientName="other")["UserPoolClient"]
        tokens = signed_in.exchange(get_code()).json()

        response = signed_in.post("/oauth2/revoke", token=tokens["refresh_token"], client_id=made["ClientId"])

        assert response.status_code == 200
        assert signed_in.refresh(tokens["refresh_token"]).status_code == 200

    @pytest.mark.parametrize(
        ("fields", "status", "error"),
        [
            ({"token": "never-valid", "client_id": "vestibulelocal"}, 200, ""),
            ({"client_id": "vestibulelocal"}, 400, "invalid_request"),
            ({"token": "x", "client_id": "unknown"}, 401, "invalid_client"),
            ({"token": "a.b.c", "client_id": "vestibulelocal"}, 400, "unsupported_token_type"),
            ({"token": "", "client_id": "vestibulelocal"}, 400, "invalid_request"),
        ],
    )
    def test_only_a_refresh_token_of_a_known_client_can_be_revoked(
        self, signed_in: Browser, fields: dict[str, str], status: int, error: str
    ) -> None:
        response = signed_in.post("/oauth2/revoke", **fields)

        assert response.status_code == status
        assert not error or response.json()["error"] == error

    def test_a_client_that_does_not_revoke_tokens_cannot_revoke_one(self, signed_in: Browser, client: Client) -> None:
        made = client.create_user_pool_client(UserPoolId=POOL_ID, ClientName="other", EnableTokenRevocation=False)

        response = signed_in.post("/oauth2/revoke", token="x", client_id=made["UserPoolClient"]["ClientId"])

        assert_error(response, "invalid_request")
