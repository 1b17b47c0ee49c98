"""Linking identities at providers to users, and unlinking them."""

import json
import uuid
from typing import Any

from jose import jwt
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient as Client

from tests.local_cognito.oauth_browser import Browser
from tests.local_cognito.people import POOL_ID, Person, StandIn, new_person, refused

WORK = {
    "client_id": "id",
    "authorize_scopes": "openid",
    "oidc_issuer": "https://login.example.com",
    "attributes_request_method": "GET",
}
MERGING = "Merging is not currently supported, provide a SourceUser that has not been signed up in order to link"


def username(person: Person) -> str:
    found = person.client.admin_get_user(UserPoolId=person.pool_id, Username=person.email)
    return found["Username"]


def source(subject: str, provider: str = "Google", attribute: str = "Cognito_Subject") -> Any:
    return {"ProviderName": provider, "ProviderAttributeName": attribute, "ProviderAttributeValue": subject}


def native(name: str) -> Any:
    return {"ProviderName": "Cognito", "ProviderAttributeValue": name}


def link(person: Person, subject: str, provider: str = "Google", attribute: str = "Cognito_Subject") -> None:
    person.client.admin_link_provider_for_user(
        UserPoolId=person.pool_id,
        DestinationUser=native(username(person)),
        SourceUser=source(subject, provider, attribute),
    )


def disable(person: Person, user: Any) -> None:
    person.client.admin_disable_provider_for_user(UserPoolId=person.pool_id, User=user)


def claims(tokens: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = jwt.get_unverified_claims(tokens["id_token"])
    return found


class TestLink:
    def test_a_linked_identity_signs_in_the_native_user(self, browser: Browser, alice: Person, subject: str) -> None:
        link(alice, subject)

        tokens = browser.tokens("Google", subject=subject, email=alice.email, email_verified="true")

        own = jwt.get_unverified_claims(alice.sign_in()["IdToken"])
        assert (claims(tokens)["sub"], claims(tokens)["cognito:username"]) == (own["sub"], own["cognito:username"])
        identity = claims(tokens)["identities"][0]
        assert (identity["userId"], identity["providerName"], identity["primary"]) == (subject, "Google", "false")
        assert "cognito:groups" not in claims(tokens)
        attributes = alice.attributes(tokens["access_token"])
        assert [entry["userId"] for entry in json.loads(attributes["identities"])] == [subject]

    def test_the_provider_overwrites_mapped_attributes_of_the_native_user(
        self, browser: Browser, alice: Person, subject: str
    ) -> None:
        link(alice, subject, "Facebook")

        tokens = browser.tokens("Facebook", subject=subject, email=alice.email, name="Alice of Facebook")

        assert (claims(tokens)["name"], claims(tokens)["email_verified"]) == ("Alice of Facebook", False)

    def test_an_address_of_another_native_user_is_refused(
        self, browser: Browser, alice: Person, stand_in: StandIn, subject: str
    ) -> None:
        other = Person(stand_in).sign_up().confirm()
        link(alice, subject)

        answer = browser.sign_in_with("Google", subject=subject, email=other.email, email_verified="true")

        assert answer["error_description"] == "An account with the given email already exists."
        assert alice.sign_in()
        assert other.sign_in()

    def test_an_identity_that_has_signed_in_cannot_be_linked(
        self, browser: Browser, alice: Person, subject: str
    ) -> None:
        browser.tokens("Google", subject=subject, email=alice.email)

        with refused("InvalidParameterException", MERGING):
            link(alice, subject)
        alice.client.admin_delete_user(UserPoolId=POOL_ID, Username=f"Google_{subject}")
        link(alice, subject)

    def test_an_identity_is_linked_to_one_user_once(self, alice: Person, stand_in: StandIn, subject: str) -> None:
        other = Person(stand_in).sign_up().confirm()
        link(alice, subject)

        with refused("InvalidParameterException", "SourceUser is already linked to DestinationUser"):
            link(alice, subject)
        with refused("InvalidParameterException", MERGING):
            link(other, subject)

    def test_a_user_of_a_provider_can_be_the_destination(self, browser: Browser, client: Client, subject: str) -> None:
        first = browser.tokens("Facebook", subject=subject, email=f"{subject}@example.com")
        client.admin_link_provider_for_user(
            UserPoolId=POOL_ID, DestinationUser=source(subject, "Facebook"), SourceUser=source(subject)
        )

        tokens = browser.tokens("Google", subject=subject, email=f"{subject}@example.com")

        assert claims(tokens)["sub"] == claims(first)["sub"]
        assert [entry["primary"] for entry in claims(tokens)["identities"]] == ["true", "false"]

    def test_oidc_identities_can_be_linked_by_a_mapped_claim(
        self, browser: Browser, alice: Person, subject: str
    ) -> None:
        link(alice, alice.email, "ExampleID", "email")

        tokens = browser.tokens("ExampleID", subject=subject, email=alice.email, email_verified="true")

        assert claims(tokens)["email"] == alice.email
        assert claims(tokens)["sub"] == jwt.get_unverified_claims(alice.sign_in()["IdToken"])["sub"]

    def test_the_subject_comes_before_a_claim_by_which_another_user_is_linked(
        self, browser: Browser, alice: Person, stand_in: StandIn, subject: str
    ) -> None:
        other = Person(stand_in).sign_up().confirm()
        link(other, alice.email, "ExampleID", "email")
        link(alice, subject, "ExampleID")

        tokens = browser.tokens("ExampleID", subject=subject, email=alice.email, email_verified="true")
        without = browser.tokens("ExampleID", subject=uuid.uuid4().hex, email=f"{subject}@example.com")

        assert claims(tokens)["sub"] == jwt.get_unverified_claims(alice.sign_in()["IdToken"])["sub"]
        assert claims(without)["cognito:username"].startswith("ExampleID_")

    def test_five_identities_are_the_most(self, alice: Person, subject: str) -> None:
        for number in range(5):
            link(alice, f"{subject}-{number}")

        with refused("LimitExceededException"):
            link(alice, f"{subject}-5")

    def test_a_pool_links_by_at_most_five_attributes(self, stand_in: StandIn) -> None:
        claims = [f"claim{number}" for number in range(6)]
        names = ("name", "nickname", "given_name", "family_name", "middle_name", "profile")
        person, other = (Person(stand_in, "", pool_id) for pool_id in [new_person(stand_in).pool_id] * 2)
        for one in (person, other):
            one.client.admin_create_user(UserPoolId=one.pool_id, Username=one.email, MessageAction="SUPPRESS")
        person.client.create_identity_provider(
            UserPoolId=person.pool_id,
            ProviderName="Work",
            ProviderType="OIDC",
            ProviderDetails=WORK,
            AttributeMapping=dict(zip(names, claims, strict=True)),
        )
        for claim in claims[:5]:
            link(person, "one", "Work", claim)

        with refused("LimitExceededException", "at most 5 attributes"):
            link(other, "two", "Work", claims[5])
        link(other, "two", "Work", claims[4])

    def test_what_cannot_be_linked_is_refused(self, alice: Person, subject: str) -> None:
        call, name = alice.client.admin_link_provider_for_user, username(alice)

        with refused("InvalidParameterException", "only as a DestinationUser"):
            call(UserPoolId=POOL_ID, DestinationUser=native(name), SourceUser=native("someone"))
        with refused("UserNotFoundException"):
            call(UserPoolId=POOL_ID, DestinationUser=native(subject), SourceUser=source(subject))
        with refused("UserNotFoundException"):
            call(UserPoolId=POOL_ID, DestinationUser=native(alice.email), SourceUser=source(subject))
        with refused("UserNotFoundException"):
            call(UserPoolId=POOL_ID, DestinationUser=source(subject, "Facebook"), SourceUser=source(subject))
        with refused("ResourceNotFoundException"):
            call(UserPoolId=POOL_ID, DestinationUser=native(name), SourceUser=source(subject, "Nobody"))
        with refused("InvalidParameterException", "Cognito_Subject"):
            call(UserPoolId=POOL_ID, DestinationUser=native(name), SourceUser=source(subject, attribute="email"))
        with refused("InvalidParameterException", "attribute mapping"):
            call(UserPoolId=POOL_ID, DestinationUser=native(name), SourceUser=source("x", "ExampleID", "shoe_size"))
        with refused("InvalidParameterException", "ProviderAttributeValue"):
            call(UserPoolId=POOL_ID, DestinationUser=native(name), SourceUser=source(""))

    def test_an_unconfirmed_user_cannot_be_the_destination(self, stand_in: StandIn) -> None:
        unconfirmed = Person(stand_in).sign_up()

        with refused("AliasExistsException"):
            link(unconfirmed, uuid.uuid4().hex)


class TestUnlink:
    def test_an_unlinked_identity_makes_a_new_user(self, browser: Browser, alice: Person, subject: str) -> None:
        link(alice, subject)
        linked = browser.tokens("Google", subject=subject, email=alice.email, email_verified="true")

        disable(alice, source(subject))

        again = Browser(browser.url).tokens("Google", subject=subject, email=alice.email, email_verified="true")
        assert claims(again)["sub"] != claims(linked)["sub"]
        assert claims(again)["cognito:username"] == f"Google_{subject}"
        assert "identities" not in alice.attributes(linked["access_token"])

    def test_a_native_user_can_lose_the_password(self, browser: Browser, alice: Person, subject: str) -> None:
        link(alice, subject)
        name = username(alice)

        disable(alice, native(name))

        with refused("NotAuthorizedException", "Incorrect username or password."):
            alice.sign_in()
        assert alice.client.admin_get_user(UserPoolId=POOL_ID, Username=name)["UserStatus"] == "EXTERNAL_PROVIDER"
        factors = alice.client.admin_get_user_auth_factors(UserPoolId=POOL_ID, Username=name)
        assert factors["ConfiguredUserAuthFactors"] == ["EMAIL_OTP"]
        assert browser.tokens("Google", subject=subject, email=alice.email)

    def test_a_user_of_a_provider_has_no_password_to_lose(self, browser: Browser, alice: Person, subject: str) -> None:
        tokens = browser.tokens("Google", subject=subject, email=f"{subject}@example.com")

        with refused("InvalidParameterException", "no username and password"):
            disable(alice, native(f"Google_{subject}"))
        with refused("NotAuthorizedException"):
            alice.client.change_password(AccessToken=tokens["access_token"], ProposedPassword="Another-horse-2")

    def test_what_is_not_linked_cannot_be_unlinked(self, alice: Person, subject: str) -> None:
        for user in (source(subject), native(subject)):
            with refused("UserNotFoundException"):
                disable(alice, user)

    def test_deleting_a_user_deletes_the_links(self, browser: Browser, alice: Person, subject: str) -> None:
        link(alice, subject)
        alice.client.admin_delete_user(UserPoolId=POOL_ID, Username=alice.email)

        tokens = browser.tokens("Google", subject=subject, email=alice.email)

        assert claims(tokens)["cognito:username"] == f"Google_{subject}"
