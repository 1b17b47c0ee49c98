"""Link and unlink identities of a signed-in user."""

import secrets
from concurrent.futures import ThreadPoolExecutor

import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.api.conftest import POOL
from tests.api.oauth.domain import Visitor
from tests.apps import Outbox, Person, assert_problem, running, settings_for
from tests.servers import Clock

IDENTITIES = "/api/me/identities"


@pytest.fixture
def member(visitor: Visitor, alice: Person) -> Visitor:
    """A user with a password, who has signed in and proved who they are."""
    visitor.email = alice.email
    step = visitor.send("POST", "/api/auth/sign-in", json={"email": alice.email, "password": alice.password})
    visitor.access_token = step.json()["access_token"]
    proof = {"method": "password", "password": alice.password}
    assert visitor.send("POST", "/api/auth/step-up", json=proof).status_code == 200
    return visitor


def begin(visitor: Visitor, provider: str = "Facebook") -> str:
    answer = visitor.send("POST", f"{IDENTITIES}/{provider}")
    assert answer.status_code == 200, answer.text
    return str(answer.json()["authorize_url"])


def providers(visitor: Visitor) -> list[str]:
    return [identity["provider"] for identity in visitor.send("GET", IDENTITIES).json()]


class TestLink:
    def test_linked_identity_signs_in_to_the_account(self, member: Visitor, other_visitor: Visitor) -> None:
        sub = member.send("GET", "/api/me").json()["sub"]

        linked = member.finish(member.at_provider(begin(member)))
        listed = member.send("GET", IDENTITIES).json()
        other_visitor.subject = member.subject
        arrived = other_visitor.sign_in(email=member.email).json()

        assert (linked.status_code, linked.json()) == (
            200,
            {"status": "linked", "provider": "Facebook", "next": "/profile/security"},
        )
        assert [(identity["provider"], identity["primary"]) for identity in listed] == [("Facebook", False)]
        assert set(listed[0]) == {"provider", "primary", "linked_at"}
        assert (arrived["status"], arrived["user"]["sub"]) == ("signed_in", sub)
        assert member.send("GET", "/api/me").json()["provider"] is None

    def test_someone_who_was_told_of_their_account_may_link_it(self, member: Visitor, other_visitor: Visitor) -> None:
        other_visitor.subject, other_visitor.email = member.subject, member.email
        assert_problem(other_visitor.sign_in(), 409, "account-exists")

        linked = member.finish(member.at_provider(begin(member)))

        assert linked.json()["status"] == "linked"
        assert other_visitor.sign_in().json()["status"] == "signed_in"

    def test_linking_needs_a_step_up(self, visitor: Visitor, alice_signed_in: Person) -> None:
        visitor.access_token = alice_signed_in.access_token

        assert_problem(visitor.send("POST", f"{IDENTITIES}/Facebook"), 403, "step-up-required")
        assert_problem(visitor.send("DELETE", f"{IDENTITIES}/Facebook"), 403, "step-up-required")

    def test_callback_needs_the_proof_too_and_may_be_repeated_with_one(self, member: Visitor, clock: Clock) -> None:
        clock.advance(200)
        callback = member.at_provider(begin(member))
        clock.advance(150)

        late = member.finish(callback)
        member.send("POST", "/api/auth/step-up", json={"method": "password", "password": "Correct-horse-9"})

        assert_problem(late, 403, "step-up-required")
        assert late.json()["methods"]
        assert member.finish(callback).json()["status"] == "linked"

    def test_only_the_session_that_began_it_can_finish_it(
        self, member: Visitor, other_visitor: Visitor, alice: Person
    ) -> None:
        callback = member.at_provider(begin(member))
        victim = other_visitor.sign_in().json()
        own, member.access_token = member.access_token, victim["access_token"]

        foreign = member.finish(callback)

        assert_problem(foreign, 400, "oauth-state-invalid", "state")
        member.access_token = own
        assert providers(member) == []
        assert alice.sign_in().access_token

    def test_without_a_session_nothing_is_linked(self, member: Visitor) -> None:
        callback = member.at_provider(begin(member))
        own, member.access_token = member.access_token, ""

        assert_problem(member.finish(callback), 401, "token-missing")
        member.access_token = own
        assert member.finish(callback).json()["status"] == "linked"

    def test_identity_of_another_account_is_refused(self, member: Visitor, other_visitor: Visitor) -> None:
        other_visitor.sign_in()

        answer = member.finish(member.at_provider(begin(member), subject=other_visitor.subject, email="x@example.com"))

        assert_problem(answer, 409, "identity-in-use")
        assert other_visitor.sign_in().json()["status"] == "signed_in"
        assert providers(member) == []

    def test_identity_that_is_linked_to_another_account_is_refused(
        self, member: Visitor, visitor_with_link: Visitor
    ) -> None:
        claims = {"subject": visitor_with_link.subject, "email": visitor_with_link.email}

        answer = member.finish(member.at_provider(begin(member), **claims))

        assert_problem(answer, 409, "identity-in-use")
        assert providers(visitor_with_link) == ["Facebook"]

    def test_linking_twice_changes_nothing(self, member: Visitor) -> None:
        member.finish(member.at_provider(begin(member)))

        assert member.finish(member.at_provider(begin(member))).json()["status"] == "linked"
        assert providers(member) == ["Facebook"]

    @pytest.mark.parametrize("provider", ["COGNITO", "Twitter", "x" * 33])
    def test_only_providers_can_be_linked(self, member: Visitor, provider: str) -> None:
        assert_problem(member.send("POST", f"{IDENTITIES}/{provider}"), 422, "invalid-request", "provider")

    def test_federated_user_can_link_another_provider(self, visitor: Visitor, other_visitor: Visitor) -> None:
        visitor.provider = "Google"
        sub = visitor.sign_in(email_verified="true").json()["user"]["sub"]
        visitor.prove_by_mail()

        linked = visitor.finish(visitor.at_provider(begin(visitor, "SignInWithApple"), subject=f"a{visitor.subject}"))
        other_visitor.provider, other_visitor.subject = "SignInWithApple", f"a{visitor.subject}"

        assert linked.json()["status"] == "linked"
        assert sorted(providers(visitor)) == ["Google", "SignInWithApple"]
        assert other_visitor.sign_in(email=visitor.email).json()["user"]["sub"] == sub

    def test_without_aws_credentials_linking_is_not_available(
        self, cognito_url: str, clock: Clock, alice_signed_in: Person
    ) -> None:
        settings = settings_for(
            cognito_url, cognito_domain=cognito_url, identity_providers="Facebook", cognito_admin="off"
        )
        headers = alice_signed_in.headers
        with running(settings, clock) as client:
            client.post(
                "/api/auth/step-up", json={"method": "password", "password": alice_signed_in.password}, headers=headers
            )
            answer = client.post(f"{IDENTITIES}/Facebook", headers=headers)

        assert_problem(answer, 403, "feature-unavailable")


@pytest.fixture
def visitor_with_link(other_visitor: Visitor, outbox: Outbox) -> Visitor:
    """Another user with a password and a linked identity."""
    person = Person(other_visitor.client, outbox).sign_up().confirm()
    other_visitor.email, other_visitor.subject = person.email, secrets.token_hex(6)
    step = other_visitor.send("POST", "/api/auth/sign-in", json={"email": person.email, "password": person.password})
    other_visitor.access_token = step.json()["access_token"]
    other_visitor.send("POST", "/api/auth/step-up", json={"method": "password", "password": person.password})
    assert other_visitor.finish(other_visitor.at_provider(begin(other_visitor))).json()["status"] == "linked"
    return other_visitor


class TestUnlink:
    def test_unlinked_identity_does_not_sign_in_to_the_account(self, visitor_with_link: Visitor) -> None:
        sub = visitor_with_link.send("GET", "/api/me").json()["sub"]

        removed = visitor_with_link.send("DELETE", f"{IDENTITIES}/Facebook")
        left = providers(visitor_with_link)
        arrived = visitor_with_link.sign_in(email="somebody.else@example.com").json()

        assert (removed.status_code, left) == (204, [])
        assert arrived["user"]["sub"] != sub

    def test_provider_that_is_not_linked_is_not_found(self, member: Visitor) -> None:
        assert_problem(member.send("DELETE", f"{IDENTITIES}/Facebook"), 404, "not-found")

    def test_provider_that_created_the_account_stays(self, visitor: Visitor) -> None:
        visitor.provider = "Google"
        visitor.sign_in(email_verified="true")
        visitor.prove_by_mail()

        assert_problem(visitor.send("DELETE", f"{IDENTITIES}/Google"), 409, "primary-identity")

    def test_last_way_to_sign_in_stays(self, visitor: Visitor, pool_admin: CognitoIdentityProviderClient) -> None:
        linked_only(visitor, pool_admin, "Google")

        assert_problem(visitor.send("DELETE", f"{IDENTITIES}/Google"), 409, "last-factor")

    def test_last_way_to_sign_in_stays_when_all_are_unlinked_at_once(
        self, visitor: Visitor, pool_admin: CognitoIdentityProviderClient
    ) -> None:
        linked_only(visitor, pool_admin, "Google", "Facebook")
        headers = {"Authorization": f"Bearer {visitor.access_token}"}

        def unlink(provider: str) -> int:
            path = f"{IDENTITIES}/{provider}"
            return int(visitor.client.delete(path, headers=headers).status_code)

        with ThreadPoolExecutor(2) as threads:
            assert sorted(threads.map(unlink, ("Google", "Facebook"))) == [204, 409]
        assert len(providers(visitor)) == 1


def linked_only(visitor: Visitor, pool_admin: CognitoIdentityProviderClient, *linked: str) -> None:
    """Sign in a user without a password and without a verified address, who can sign in by linked identities only."""
    made = pool_admin.sign_up(ClientId="vestibulelocal", Username=visitor.email)
    pool_admin.admin_confirm_sign_up(UserPoolId=POOL, Username=visitor.email)
    for provider in linked:
        pool_admin.admin_link_provider_for_user(
            UserPoolId=POOL,
            DestinationUser={"ProviderName": "Cognito", "ProviderAttributeValue": made["UserSub"]},
            SourceUser={
                "ProviderName": provider,
                "ProviderAttributeName": "Cognito_Subject",
                "ProviderAttributeValue": visitor.subject,
            },
        )
    visitor.provider = linked[0]
    assert visitor.sign_in(email_verified="true").json()["status"] == "signed_in"
    visitor.prove_by_mail()
    pool_admin.admin_update_user_attributes(
        UserPoolId=POOL, Username=made["UserSub"], UserAttributes=[{"Name": "email_verified", "Value": "false"}]
    )
