"""Prove who you are by signing in again with the provider that created the account."""

import pytest

from tests.api.oauth.domain import Visitor
from tests.apps import Person, assert_problem
from tests.servers import Clock

OPTIONS = "/api/auth/step-up/options"


@pytest.fixture
def member(visitor: Visitor) -> Visitor:
    """A user whom Facebook vouches for, without a verified address."""
    assert visitor.sign_in().json()["status"] == "signed_in"
    return visitor


def begin(visitor: Visitor, **members: str) -> str:
    answer = visitor.send("POST", OPTIONS, json={"method": "redirect", **members})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["authorize_url"])


def test_signing_in_again_opens_sensitive_changes(member: Visitor) -> None:
    refused = member.send("DELETE", "/api/me")
    proved = member.finish(member.at_provider(begin(member, next="/profile/data")))
    deleted = member.send("DELETE", "/api/me")

    assert_problem(refused, 403, "step-up-required")
    assert refused.json()["methods"] == ["redirect"]
    assert proved.json() == {"status": "proved", "expires_in": 300, "next": "/profile/data"}
    assert deleted.status_code == 204


def test_the_proof_counts_for_five_minutes(member: Visitor, clock: Clock) -> None:
    member.finish(member.at_provider(begin(member)))
    clock.advance(301)

    assert_problem(member.send("POST", "/api/me/identities/Google"), 403, "step-up-required")


def test_somebody_else_proves_nothing(member: Visitor, other_visitor: Visitor) -> None:
    other = member.at_provider(begin(member), subject="x" + member.subject, email="x@example.com")

    assert_problem(member.finish(other), 400, "other-identity")
    assert_problem(member.send("DELETE", "/api/me"), 403, "step-up-required")
    other_visitor.sign_in()
    known = member.at_provider(begin(member), subject=other_visitor.subject, email=other_visitor.email)
    assert_problem(member.finish(known), 400, "other-identity")
    assert other_visitor.sign_in().json()["status"] == "signed_in"


def test_only_the_session_that_began_it_can_finish_it(member: Visitor, other_visitor: Visitor) -> None:
    callback = member.at_provider(begin(member))
    other_visitor.subject, other_visitor.email = member.subject, member.email
    member.access_token = other_visitor.sign_in().json()["access_token"]

    assert_problem(member.finish(callback), 400, "oauth-state-invalid", "state")


def test_users_with_a_password_prove_by_it(visitor: Visitor, alice_signed_in: Person) -> None:
    visitor.access_token = alice_signed_in.access_token

    assert_problem(visitor.send("POST", OPTIONS, json={"method": "redirect"}), 409, "factor-unavailable", "method")


def test_next_must_be_a_path_of_the_app(member: Visitor) -> None:
    answer = member.send("POST", OPTIONS, json={"method": "redirect", "next": "//evil.example"})

    assert_problem(answer, 422, "invalid-request", "next")
