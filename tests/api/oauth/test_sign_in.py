"""Sign in through the domain: newcomers, people with accounts, refusals, replays."""

import json

import pytest
from fastapi.testclient import TestClient
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.api.conftest import POOL
from tests.api.oauth.domain import Visitor
from tests.apps import Outbox, Person, assert_problem, running, settings_for
from tests.factors import answer
from tests.local_cognito.oauth_browser import Browser
from tests.mailed_codes import begin
from tests.servers import Clock
from tests.shared_store import store_server


def usernames(pool_admin: CognitoIdentityProviderClient, email: str) -> list[str]:
    found = pool_admin.list_users(UserPoolId=POOL, Filter=f'email = "{email}"')["Users"]
    return [user["Username"] for user in found]


class TestNewcomer:
    def test_newcomer_is_signed_in_and_goes_where_they_wanted(self, visitor: Visitor) -> None:
        answer = visitor.sign_in(next_path="/profile?x=1")

        body = answer.json()
        assert (answer.status_code, body["status"], body["next"]) == (200, "signed_in", "/profile?x=1")
        assert body["user"]["email"] == visitor.email
        assert body["user"]["email_verified"] is False
        assert "refresh_token" not in body
        assert answer.headers["cache-control"] == "no-store"
        assert [name for name in visitor.cookies if "oauth" in name] == []
        assert "vestibule_refresh" in visitor.cookies

    def test_session_can_be_used_refreshed_and_ended(self, visitor: Visitor) -> None:
        visitor.sign_in()

        profile = visitor.send("GET", "/api/me").json()
        refreshed = visitor.send("POST", "/api/auth/refresh")
        visitor.access_token = refreshed.json()["access_token"]
        left = visitor.send("POST", "/api/auth/sign-out")

        assert profile["email"] == visitor.email
        assert left.status_code == 204
        assert_problem(visitor.send("GET", "/api/auth_test"), 401, "token-revoked")
        assert "vestibule_refresh" not in visitor.cookies

    def test_profile_says_which_provider_created_the_account(self, visitor: Visitor, alice_signed_in: Person) -> None:
        visitor.sign_in()

        profile = visitor.send("GET", "/api/me").json()
        native = alice_signed_in.client.get("/api/me", headers=alice_signed_in.headers).json()

        assert (profile["provider"], native["provider"]) == ("Facebook", None)
        assert "identities" not in profile["attributes"]

    def test_federated_users_are_offered_no_second_factor(self, visitor: Visitor) -> None:
        visitor.sign_in()

        methods = visitor.send("GET", "/api/me/mfa").json()["methods"]

        assert {name: method["available"] for name, method in methods.items()} == dict.fromkeys(methods, False)

    def test_a_federated_user_comes_back_to_the_same_account(self, visitor: Visitor) -> None:
        first = visitor.sign_in().json()["user"]["sub"]

        assert visitor.sign_in().json()["user"]["sub"] == first

    def test_the_name_of_a_federated_user_is_answered_like_an_unknown_one(
        self, visitor: Visitor, social_api: TestClient, outbox: Outbox
    ) -> None:
        known = visitor.sign_in().json()["user"]["username"]
        people = [Person(social_api, outbox, name) for name in (known, known[:-4] + "none")]
        begun = [begin(person) for person in people]
        sent = [answer(person, step, factor="email_otp").json() for person, step in zip(people, begun, strict=True)]
        wrong = [answer(person, step, code="00000000").text for person, step in zip(people, sent, strict=True)]
        refused = [
            answer(person, step, factor="password", password="Wrong-horse-9").text
            for person, step in zip(people, begun, strict=True)
        ]

        for one, other in (begun, sent):
            assert one | {"session": ""} == other | {"session": ""}
            assert len(one["session"]) == len(other["session"])
        assert wrong[0] == wrong[1]
        assert refused[0] == refused[1]

    def test_config_names_the_providers_of_the_app_client(self, social_api: TestClient) -> None:
        config = social_api.get("/api/auth/config").json()

        assert config["social_providers"] == [
            *("Facebook", "Google", "LoginWithAmazon", "SignInWithApple", "ExampleID")
        ]
        assert (config["hosted_sign_in"], config["password_sign_in"]) == (True, True)
        assert config["logout_url"].endswith("logout_uri=http%3A%2F%2Flocalhost%3A5173%2Fauth%2Fsignout")


class TestRefusals:
    @pytest.mark.parametrize(
        ("action", "status", "code"),
        [
            ("refuse", 400, "sign-in-cancelled"),
            ("timeout", 504, "provider-timeout"),
            ("no_email", 400, "provider-email-missing"),
        ],
    )
    def test_failures_at_the_provider_have_codes(self, visitor: Visitor, action: str, status: int, code: str) -> None:
        assert_problem(visitor.sign_in(action), status, code)

    def test_callback_is_not_accepted_twice(self, visitor: Visitor) -> None:
        callback = visitor.at_provider(visitor.authorize())
        cookies = dict(visitor.cookies)
        first = visitor.finish(callback)

        visitor.cookies |= cookies

        assert first.status_code == 200
        assert_problem(visitor.finish(callback), 400, "oauth-state-invalid", "state")

    def test_code_of_another_persons_callback_is_refused(self, visitor: Visitor, other_visitor: Visitor) -> None:
        own = visitor.at_provider(visitor.authorize())
        foreign = other_visitor.at_provider(other_visitor.authorize())

        answer = visitor.finish({"state": own["state"], "code": foreign["code"]})

        assert_problem(answer, 400, "oauth-state-invalid")

    def test_callback_in_another_browser_is_refused(self, visitor: Visitor, other_visitor: Visitor) -> None:
        callback = visitor.at_provider(visitor.authorize())

        assert_problem(other_visitor.finish(callback), 400, "oauth-state-invalid", "state")

    def test_late_callback_is_refused(self, visitor: Visitor, clock: Clock) -> None:
        callback = visitor.at_provider(visitor.authorize())
        clock.advance(301)

        assert_problem(visitor.finish(callback), 400, "oauth-state-invalid", "state")

    def test_disabled_user_cannot_sign_in(self, visitor: Visitor, pool_admin: CognitoIdentityProviderClient) -> None:
        visitor.sign_in()
        pool_admin.admin_disable_user(UserPoolId=POOL, Username=f"Facebook_{visitor.subject}")

        assert visitor.sign_in().status_code >= 400

    def test_session_of_the_domain_that_began_before_all_sessions_were_ended_is_refused(
        self, visitor: Visitor, clock: Clock
    ) -> None:
        visitor.provider = "COGNITO"
        person = Person(visitor.client, Outbox(visitor.domain.url), email=visitor.email).sign_up().confirm()
        visitor.at_login(visitor.authorize(), person.password)
        clock.advance(10)
        person.sign_in()
        person.client.post("/api/auth/sign-out", json={"everywhere": True}, headers=person.headers)
        clock.advance(10)

        silent = visitor.finish(visitor.callback_of(visitor.domain.follow(visitor.visit(visitor.authorize()))))
        again = visitor.finish(visitor.at_login(visitor.authorize(again=True), person.password))

        assert_problem(silent, 409, "authorize-again")
        assert again.status_code == 200


class TestSomeoneWithAnAccount:
    @pytest.mark.parametrize("provider", ["Facebook", "Google"])
    def test_an_address_with_an_account_is_reported_and_nothing_is_merged(
        self, visitor: Visitor, alice: Person, pool_admin: CognitoIdentityProviderClient, provider: str
    ) -> None:
        visitor.provider, visitor.email = provider, alice.email

        answer = visitor.sign_in(email_verified="true")

        assert_problem(answer, 409, "account-exists")
        assert "vestibule_refresh" not in visitor.cookies
        assert len(usernames(pool_admin, alice.email)) == 1
        assert alice.sign_in().access_token

    def test_an_address_with_an_account_is_reported_again_at_the_next_attempt(
        self, visitor: Visitor, alice: Person
    ) -> None:
        visitor.email = alice.email.upper()
        visitor.sign_in()

        assert_problem(visitor.sign_in(), 409, "account-exists")

    def test_attacker_who_claims_a_victims_address_gets_nothing(
        self, visitor: Visitor, alice_signed_in: Person
    ) -> None:
        """A provider's account with somebody else's address, whether or not the provider calls it verified."""
        visitor.provider, visitor.email = "ExampleID", alice_signed_in.email

        answers = [visitor.sign_in(), visitor.sign_in(email_verified="true")]

        assert {answer.json()["code"] for answer in answers} == {"account-exists"}
        identities = alice_signed_in.client.get("/api/me/identities", headers=alice_signed_in.headers)
        assert identities.json() == []
        profile = alice_signed_in.client.get("/api/me", headers=alice_signed_in.headers).json()
        assert (profile["email"], profile["email_verified"]) == (alice_signed_in.email, True)

    def test_attacker_who_signed_up_with_a_victims_address_gets_nothing(
        self, visitor: Visitor, newcomer: Person, pool_admin: CognitoIdentityProviderClient
    ) -> None:
        """The victim has an account of their own, which the attacker's password does not open."""
        attacker = newcomer.sign_up()
        visitor.provider, visitor.email = "Google", attacker.email

        victim = visitor.sign_in(email_verified="true").json()

        assert victim["status"] == "signed_in"
        assert victim["user"]["username"] == f"Google_{visitor.subject}"
        assert attacker.try_to_sign_in().json()["kind"] == "confirm_sign_up"
        found = pool_admin.admin_get_user(UserPoolId=POOL, Username=f"Google_{visitor.subject}")
        attributes = {pair["Name"]: pair["Value"] for pair in found["UserAttributes"]}
        assert [member["primary"] for member in json.loads(attributes["identities"])] == [True]

    def test_a_federated_account_stays_when_somebody_signs_up_with_its_address(
        self, visitor: Visitor, newcomer: Person
    ) -> None:
        sub = visitor.sign_in().json()["user"]["sub"]
        newcomer.email = visitor.email
        newcomer.sign_up().confirm()

        assert visitor.sign_in().json()["user"]["sub"] == sub

    def test_a_federated_account_stays_while_the_store_cannot_tell_that_it_is_in_use(
        self, cognito_url: str, clock: Clock, outbox: Outbox
    ) -> None:
        with store_server() as store:
            settings = settings_for(cognito_url, cognito_domain=cognito_url, store_url=store.url, log_level="ERROR")
            with running(settings, clock) as client:
                visitor = Visitor(client, Browser(cognito_url))
                sub = visitor.sign_in().json()["user"]["sub"]
                Person(client, outbox, email=visitor.email).sign_up().confirm()
                store.kill()
                again = visitor.sign_in()

        assert again.json()["user"]["sub"] == sub
