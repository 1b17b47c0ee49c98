"""Sign-in with identity providers: the users it makes, their attributes, tokens and groups."""

import json
import uuid
from typing import Any

import pytest
from jose import jwt
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient as Client

from tests.local_cognito.oauth_browser import Browser, change_client
from tests.local_cognito.people import CLIENT_ID, POOL_ID, Person, StandIn, refused
from tests.servers import Clock


def claims_of(tokens: dict[str, Any], name: str = "id_token") -> dict[str, Any]:
    found: dict[str, Any] = jwt.get_unverified_claims(tokens[name])
    return found


def user_of(client: Client, username: str) -> dict[str, Any]:
    """AdminGetUser, with the attributes as a mapping."""
    found: dict[str, Any] = {**client.admin_get_user(UserPoolId=POOL_ID, Username=username)}
    return found | {entry["Name"]: entry["Value"] for entry in found["UserAttributes"]}


class TestNewUser:
    @pytest.mark.parametrize(
        ("provider", "verified"),
        [
            ("Facebook", False),
            ("LoginWithAmazon", False),
            ("Google", True),
            ("SignInWithApple", True),
            ("ExampleID", True),
        ],
    )
    def test_a_first_sign_in_makes_a_user_of_the_provider(
        self, browser: Browser, client: Client, subject: str, provider: str, verified: bool
    ) -> None:
        email = f"{subject}@example.com"

        tokens = browser.tokens(provider, subject=subject, email=email, email_verified="true", name="Sam")

        user = user_of(client, f"{provider}_{subject}")
        assert (user["UserStatus"], user["email"], user["name"]) == ("EXTERNAL_PROVIDER", email, "Sam")
        assert user["email_verified"] == str(verified).lower()
        assert claims_of(tokens)["cognito:username"] == claims_of(tokens, "access_token")["username"]
        assert claims_of(tokens)["cognito:username"] == f"{provider}_{subject}"
        assert claims_of(tokens)["email_verified"] is verified
        assert claims_of(tokens)["cognito:groups"] == [f"{POOL_ID}_{provider}"]

    def test_identities_are_strings_in_the_token_and_json_in_the_attribute(
        self, browser: Browser, client: Client, clock: Clock, subject: str
    ) -> None:
        tokens = browser.tokens("Google", subject=subject, email=f"{subject}@example.com")

        date = int(clock() * 1000)
        entry = {"userId": subject, "providerName": "Google", "providerType": "Google", "issuer": None}
        assert claims_of(tokens)["identities"] == [entry | {"primary": "true", "dateCreated": str(date)}]
        stored = json.loads(user_of(client, f"Google_{subject}")["identities"])
        assert stored == [entry | {"primary": True, "dateCreated": date}]
        own = client.get_user(AccessToken=tokens["access_token"])["UserAttributes"]
        assert json.loads({item["Name"]: item["Value"] for item in own}["identities"]) == stored

    def test_a_user_may_have_the_address_of_a_native_one_who_stays_as_they_are(
        self, browser: Browser, alice: Person, subject: str
    ) -> None:
        tokens = browser.tokens("Google", subject=subject, email=alice.email, email_verified="true")

        native = jwt.get_unverified_claims(alice.sign_in()["IdToken"])
        assert claims_of(tokens)["sub"] != native["sub"]
        assert "identities" not in native

    def test_a_second_sign_in_finds_the_user_and_writes_what_the_provider_says(
        self, browser: Browser, subject: str
    ) -> None:
        first = browser.tokens("Google", subject=subject, email=f"{subject}@example.com", email_verified="true")

        again = browser.tokens("Google", subject=subject, email=f"new-{subject}@example.com", name="Renamed")

        assert claims_of(again)["sub"] == claims_of(first)["sub"]
        assert claims_of(again)["email"] == f"new-{subject}@example.com"
        assert (claims_of(again)["name"], claims_of(again)["email_verified"]) == ("Renamed", False)

    def test_a_subject_that_differs_by_case_is_not_the_same_user(self, browser: Browser) -> None:
        subject = f"aB{uuid.uuid4().hex}"
        browser.tokens("Google", subject=subject, email="a@example.com")

        answer = browser.sign_in_with("Google", subject=subject.lower(), email="b@example.com")

        assert answer["error"] == "invalid_request"
        assert "Already found an entry for username Google_" in answer["error_description"]


class TestRefusal:
    @pytest.mark.parametrize(
        ("action", "error", "description"),
        [
            ("refuse", "access_denied", "access_denied"),
            ("timeout", "invalid_request", "Timeout occurred in calling IdP token endpoint"),
            ("no_email", "invalid_request", "attributes required: [email]"),
        ],
    )
    def test_the_app_is_told_that_a_sign_in_failed(
        self, browser: Browser, subject: str, action: str, error: str, description: str
    ) -> None:
        answer = browser.sign_in_with("Facebook", action, subject=subject, email="sam@example.com")

        assert answer == {"error": error, "error_description": description, "state": "the-state"}

    @pytest.mark.parametrize("subject", ["", " ", "with space", "x" * 96, "zero\u200bwidth"])
    def test_a_subject_that_cannot_be_part_of_a_username_is_refused(self, browser: Browser, subject: str) -> None:
        answer = browser.sign_in_with("Google", subject=subject, email="sam@example.com")

        assert answer["error_description"] == "The provider sent no usable claim sub."

    def test_a_disabled_user_cannot_sign_in(self, browser: Browser, client: Client, subject: str) -> None:
        browser.tokens("Google", subject=subject, email=f"{subject}@example.com")
        client.admin_disable_user(UserPoolId=POOL_ID, Username=f"Google_{subject}")

        answer = Browser(browser.url).sign_in_with("Google", subject=subject, email=f"{subject}@example.com")

        assert answer["error_description"] == "User is disabled."


class TestWhatTheUserCannotDo:
    def test_a_user_of_a_provider_has_no_password(self, browser: Browser, client: Client, subject: str) -> None:
        tokens = browser.tokens("Google", subject=subject, email=f"{subject}@example.com")
        username = f"Google_{subject}"

        with refused("NotAuthorizedException", "User password cannot be reset in the current state."):
            client.forgot_password(ClientId=CLIENT_ID, Username=username)
        with refused("NotAuthorizedException", "User password cannot be reset in the current state."):
            client.admin_reset_user_password(UserPoolId=POOL_ID, Username=username)
        with refused("NotAuthorizedException"):
            client.change_password(AccessToken=tokens["access_token"], ProposedPassword="Another-horse-2")
        for flow in ("USER_PASSWORD_AUTH", "USER_AUTH"):
            with refused("NotAuthorizedException", "Incorrect username or password."):
                client.initiate_auth(
                    ClientId=CLIENT_ID,
                    AuthFlow=flow,
                    AuthParameters={"USERNAME": username, "PASSWORD": "Another-horse-2"},
                )

    def test_no_code_is_mailed_to_sign_in_as_a_user_of_a_provider(
        self, browser: Browser, client: Client, stand_in: StandIn, subject: str
    ) -> None:
        email = f"{subject}@example.com"
        browser.tokens("Google", subject=subject, email=email, email_verified="true")

        for username in (email, f"Google_{subject}"):
            with refused("NotAuthorizedException"):
                answer = client.initiate_auth(
                    ClientId=CLIENT_ID,
                    AuthFlow="USER_AUTH",
                    AuthParameters={"USERNAME": username, "PREFERRED_CHALLENGE": "EMAIL_OTP"},
                )
                client.respond_to_auth_challenge(
                    ClientId=CLIENT_ID,
                    ChallengeName="PASSWORD",
                    Session=answer["Session"],
                    ChallengeResponses={"USERNAME": username, "PASSWORD": "x"},
                )

        assert stand_in.messages(email) == []


class TestNativePassword:
    def test_an_administrator_can_give_a_user_of_a_provider_a_password(
        self, browser: Browser, client: Client, subject: str
    ) -> None:
        email, username = f"{subject}@example.com", f"Google_{subject}"
        browser.tokens("Google", subject=subject, email=email)

        client.admin_set_user_password(
            UserPoolId=POOL_ID, Username=username, Password="Another-horse-2", Permanent=True
        )

        parameters = {"USERNAME": email, "PASSWORD": "Another-horse-2"}
        signed_in = client.initiate_auth(ClientId=CLIENT_ID, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters)
        assert jwt.get_unverified_claims(signed_in["AuthenticationResult"]["IdToken"])["cognito:username"] == username

    def test_an_administrator_can_not_give_a_password_if_a_native_user_has_the_address(
        self, browser: Browser, client: Client, alice: Person, subject: str
    ) -> None:
        browser.tokens("Google", subject=subject, email=alice.email)

        with refused("InvalidParameterException", "already exists"):
            client.admin_set_user_password(
                UserPoolId=POOL_ID, Username=f"Google_{subject}", Password="Another-horse-2", Permanent=True
            )
        assert alice.sign_in()


def test_a_provider_can_have_any_name(browser: Browser, client: Client, subject: str) -> None:
    name = "R&D/日本"
    client.create_identity_provider(
        UserPoolId=POOL_ID,
        ProviderName=name,
        ProviderType="OIDC",
        ProviderDetails={
            "client_id": "id",
            "authorize_scopes": "openid",
            "attributes_request_method": "GET",
            "oidc_issuer": "https://provider.localhost",
        },
        AttributeMapping={"email": "email"},
        IdpIdentifiers=["example.org"],
    )
    settings = change_client(client, SupportedIdentityProviders=["COGNITO", "Google", name])

    tokens = browser.tokens(name, subject=subject, email=f"{subject}@example.com")
    page = browser.follow(browser.authorize(idp_identifier="EXAMPLE.org"))

    assert claims_of(tokens)["cognito:username"] == f"{name}_{subject}"
    assert "R&amp;D/日本" in page.text
    change_client(client, **settings)
