"""Identity providers of a pool, and which of them an app client supports."""

from typing import Any

import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient as Client

from local_cognito.errors import OAuthError
from local_cognito.http.oauth import provider_http
from tests.local_cognito.oauth_browser import Browser, change_client, query_of
from tests.local_cognito.people import POOL_ID, StandIn, new_person, refused

SOCIAL = {"client_id": "id", "client_secret": "secret", "authorize_scopes": "openid email"}
DETAILS = {
    "Facebook": SOCIAL,
    "Google": SOCIAL,
    "LoginWithAmazon": SOCIAL,
    "SignInWithApple": {
        "client_id": "com.example.app",
        "team_id": "TEAM",
        "key_id": "KEY",
        "private_key": "key",
        "authorize_scopes": "email name",
    },
    "OIDC": SOCIAL | {"oidc_issuer": "https://login.example.com", "attributes_request_method": "GET"},
}


@pytest.fixture
def pool(stand_in: StandIn) -> str:
    return new_person(stand_in).pool_id


def create(client: Client, pool: str, kind: Any = "OIDC", name: str | None = None, **settings: Any) -> dict[str, Any]:
    request = {"ProviderDetails": DETAILS[kind]} | settings
    response = client.create_identity_provider(UserPoolId=pool, ProviderName=name or kind, ProviderType=kind, **request)
    return dict(response["IdentityProvider"])


class TestProviders:
    @pytest.mark.parametrize(
        ("kind", "subject", "added"),
        [
            (
                "Facebook",
                "id",
                {
                    "api_version": "v17.0",
                    "attributes_url": "https://graph.facebook.com/v17.0/me?fields=",
                    "attributes_url_add_attributes": "true",
                    "authorize_url": "https://www.facebook.com/v17.0/dialog/oauth",
                    "token_request_method": "GET",
                    "token_url": "https://graph.facebook.com/v17.0/oauth/access_token",
                },
            ),
            (
                "Google",
                "sub",
                {
                    "attributes_url": "https://people.googleapis.com/v1/people/me?personFields=",
                    "attributes_url_add_attributes": "true",
                    "authorize_url": "https://accounts.google.com/o/oauth2/v2/auth",
                    "oidc_issuer": "https://accounts.google.com",
                    "token_request_method": "POST",
                    "token_url": "https://www.googleapis.com/oauth2/v4/token",
                },
            ),
            (
                "LoginWithAmazon",
                "user_id",
                {
                    "attributes_url": "https://api.amazon.com/user/profile",
                    "attributes_url_add_attributes": "false",
                    "authorize_url": "https://www.amazon.com/ap/oa",
                    "token_request_method": "POST",
                    "token_url": "https://api.amazon.com/auth/o2/token",
                },
            ),
            (
                "SignInWithApple",
                "sub",
                {
                    "attributes_url_add_attributes": "false",
                    "authorize_url": "https://appleid.apple.com/auth/authorize",
                    "oidc_issuer": "https://appleid.apple.com",
                    "token_request_method": "POST",
                    "token_url": "https://appleid.apple.com/auth/token",
                },
            ),
        ],
    )
    def test_a_social_provider_is_described_with_its_urls_and_without_its_key(
        self, client: Client, pool: str, kind: str, subject: str, added: dict[str, str]
    ) -> None:
        create(client, pool, kind)

        found = client.describe_identity_provider(UserPoolId=pool, ProviderName=kind)["IdentityProvider"]

        given = {name: value for name, value in DETAILS[kind].items() if name != "private_key"}
        assert found["ProviderDetails"] == given | added
        assert found["AttributeMapping"] == {"username": subject}

    @pytest.mark.parametrize("kind", DETAILS)
    def test_a_provider_needs_its_details(self, client: Client, pool: str, kind: str) -> None:
        for name in DETAILS[kind]:
            details = {key: value for key, value in DETAILS[kind].items() if key != name}
            if (kind, name) == ("OIDC", "client_secret"):
                continue  # public clients have none
            with refused("InvalidParameterException", name):
                create(client, pool, kind, ProviderDetails=details)

    def test_names_and_identifiers_are_unique(self, client: Client, pool: str) -> None:
        create(client, pool, "OIDC", "First", IdpIdentifiers=["example.com"])

        with refused("DuplicateProviderException"):
            create(client, pool, "OIDC", "First")
        with refused("DuplicateProviderException"):
            create(client, pool, "OIDC", "Second", IdpIdentifiers=["Example.com"])

    def test_an_update_keeps_what_it_does_not_name(self, client: Client, pool: str) -> None:
        create(client, pool, AttributeMapping={"email": "mail"}, IdpIdentifiers=["example.com"])

        client.update_identity_provider(UserPoolId=pool, ProviderName="OIDC", ProviderDetails={"client_id": "other"})

        found = client.get_identity_provider_by_identifier(UserPoolId=pool, IdpIdentifier="example.com")
        provider = found["IdentityProvider"]
        assert provider["ProviderDetails"]["client_id"] == "other"
        assert provider["ProviderDetails"]["oidc_issuer"] == "https://login.example.com"
        assert provider["AttributeMapping"] == {"email": "mail", "username": "sub"}

    def test_an_update_replaces_what_it_names(self, client: Client, pool: str) -> None:
        create(client, pool, AttributeMapping={"email": "mail"}, IdpIdentifiers=["example.com"])

        updated = client.update_identity_provider(
            UserPoolId=pool, ProviderName="OIDC", AttributeMapping={"name": "full"}, IdpIdentifiers=["example.org"]
        )["IdentityProvider"]

        assert (updated["AttributeMapping"], updated["IdpIdentifiers"]) == (
            {"name": "full", "username": "sub"},
            ["example.org"],
        )
        with refused("ResourceNotFoundException", "No identity provider has the identifier example.com."):
            client.get_identity_provider_by_identifier(UserPoolId=pool, IdpIdentifier="example.com")

    def test_providers_are_listed_and_deleted(self, client: Client, pool: str) -> None:
        create(client, pool, "Google")
        create(client, pool, "Facebook")

        first = client.list_identity_providers(UserPoolId=pool, MaxResults=1)
        client.delete_identity_provider(UserPoolId=pool, ProviderName="Facebook")

        assert [entry["ProviderName"] for entry in first["Providers"]] == ["Facebook"]
        rest = client.list_identity_providers(UserPoolId=pool)["Providers"]
        assert [entry["ProviderName"] for entry in rest] == ["Google"]
        with refused("ResourceNotFoundException"):
            client.describe_identity_provider(UserPoolId=pool, ProviderName="Facebook")

    @pytest.mark.parametrize(
        ("kind", "name", "settings"),
        [
            ("Google", "Gmail", {}),
            ("OIDC", "cognito", {}),
            ("OIDC", "Work", {"AttributeMapping": {"nickel": "name"}}),
            ("OIDC", "Work", {"AttributeMapping": {"sub": "sub"}}),
            *(
                ("OIDC", "Work", {"ProviderDetails": DETAILS["OIDC"] | {"oidc_issuer": issuer}})
                for issuer in (
                    "https://login.example.com/",
                    "http://login.example.com",
                    "https://",
                    "https://[::1",
                    "x",
                )
            ),
        ],
    )
    def test_a_name_a_mapping_or_an_issuer_that_cannot_work_is_refused(
        self, client: Client, pool: str, kind: str, name: str, settings: dict[str, Any]
    ) -> None:
        with refused("InvalidParameterException"):
            create(client, pool, kind, name, **settings)

    def test_saml_is_not_implemented(self, client: Client, pool: str) -> None:
        with refused("NotImplementedException", "SAML"):
            client.create_identity_provider(
                UserPoolId=pool, ProviderName="Corporate", ProviderType="SAML", ProviderDetails={"MetadataURL": "x"}
            )


class TestAppClient:
    def test_a_client_supports_only_providers_that_exist(self, client: Client, pool: str) -> None:
        create(client, pool, "Google")
        supported = ["COGNITO", "Google"]

        made = client.create_user_pool_client(UserPoolId=pool, ClientName="a", SupportedIdentityProviders=supported)

        assert made["UserPoolClient"]["SupportedIdentityProviders"] == supported
        with refused("InvalidParameterException", "The provider Facebook does not exist"):
            client.create_user_pool_client(UserPoolId=pool, ClientName="a", SupportedIdentityProviders=["Facebook"])


class TestEndpoints:
    def test_a_browser_is_sent_to_web_servers_only(self, browser: Browser, client: Client) -> None:
        urls = {
            "authorize_url": "javascript:alert(1)",
            "token_url": "https://a.example",
            "jwks_uri": "https://b.example",
        }
        create(client, POOL_ID, "OIDC", "Script", ProviderDetails=DETAILS["OIDC"] | urls)
        before = change_client(client)["SupportedIdentityProviders"]
        change_client(client, SupportedIdentityProviders=[*before, "Script"])

        answer = query_of(browser.authorize(identity_provider="Script").headers["location"])

        change_client(client, SupportedIdentityProviders=before)
        assert answer["error_description"] == "The provider has no authorization endpoint."

    @pytest.mark.parametrize("url", ["", "file:///etc/passwd", "data:,{}", "ftp://a.example"])
    def test_only_web_servers_are_asked(self, url: str) -> None:
        with pytest.raises(OAuthError, match=r"The provider has no jwks uri\."):
            provider_http.fetch_json("GET", url, "jwks uri")
