"""PasswordHistorySize: the earlier passwords that a user cannot choose again."""

from typing import Any

import pytest

from tests.local_cognito.people import PASSWORD, Person, StandIn, new_person, refused

SECOND, THIRD, FOURTH = "Second-horse-2", "Third-horse-3", "Fourth-horse-4"
VIOLATION = "PasswordHistoryPolicyViolationException"


def of(person: Person) -> dict[str, Any]:
    return {"UserPoolId": person.pool_id, "Username": person.email}


def change(person: Person, previous: str, proposed: str) -> None:
    token = person.sign_in(previous)["AccessToken"]
    person.client.change_password(AccessToken=token, PreviousPassword=previous, ProposedPassword=proposed)


@pytest.fixture
def ada(stand_in: StandIn) -> Person:
    """A confirmed user of a pool with a password history of two."""
    policy = {"MinimumLength": 8, "PasswordHistorySize": 2}
    person = new_person(stand_in, AutoVerifiedAttributes=["email"], Policies={"PasswordPolicy": policy})
    return person.sign_up().confirm()


class TestPasswordHistory:
    def test_the_current_and_the_previous_password_are_refused(self, ada: Person) -> None:
        change(ada, PASSWORD, SECOND)

        for used in (SECOND, PASSWORD):
            with refused(VIOLATION):
                change(ada, SECOND, used)
        ada.sign_in(SECOND)

    def test_a_password_is_allowed_again_after_as_many_others(self, ada: Person) -> None:
        change(ada, PASSWORD, SECOND)
        change(ada, SECOND, THIRD)

        change(ada, THIRD, PASSWORD)

        ada.sign_in(PASSWORD)

    def test_a_reset_by_code_is_refused_without_using_up_the_code(self, ada: Person) -> None:
        ada.client.forgot_password(ClientId=ada.client_id, Username=ada.email)
        named: Any = {"ClientId": ada.client_id, "Username": ada.email, "ConfirmationCode": ada.code}

        with refused(VIOLATION):
            ada.client.confirm_forgot_password(**named, Password=PASSWORD)
        ada.client.confirm_forgot_password(**named, Password=SECOND)
        ada.sign_in(SECOND)

    def test_earlier_passwords_are_not_revealed_without_a_code(self, ada: Person) -> None:
        ada.client.forgot_password(ClientId=ada.client_id, Username=ada.email)
        named: Any = {"ClientId": ada.client_id, "Username": ada.email, "ConfirmationCode": "wrong"}

        for password in (PASSWORD, SECOND):
            with refused("CodeMismatchException"):
                ada.client.confirm_forgot_password(**named, Password=password)

    def test_the_history_applies_to_administrators(self, ada: Person) -> None:
        with refused(VIOLATION):
            ada.client.admin_set_user_password(**of(ada), Password=PASSWORD, Permanent=True)

    def test_a_first_password_is_not_the_temporary_one(self, ada: Person) -> None:
        ada.client.admin_set_user_password(**of(ada), Password=SECOND, Permanent=False)
        challenge = ada.initiate(SECOND)
        answer: Any = {
            "ClientId": ada.client_id,
            "ChallengeName": "NEW_PASSWORD_REQUIRED",
            "Session": challenge["Session"],
        }

        with refused(VIOLATION):
            ada.client.respond_to_auth_challenge(
                **answer, ChallengeResponses={"USERNAME": ada.email, "NEW_PASSWORD": SECOND}
            )
        ada.client.respond_to_auth_challenge(
            **answer, ChallengeResponses={"USERNAME": ada.email, "NEW_PASSWORD": THIRD}
        )
        ada.sign_in(THIRD)

    def test_a_larger_size_includes_earlier_passwords(self, ada: Person) -> None:
        change(ada, PASSWORD, SECOND)
        change(ada, SECOND, THIRD)
        policy = {"MinimumLength": 8, "PasswordHistorySize": 3}
        ada.client.update_user_pool(
            UserPoolId=ada.pool_id,
            Policies={"PasswordPolicy": policy},
            AutoVerifiedAttributes=["email"],
        )

        with refused(VIOLATION):
            change(ada, THIRD, PASSWORD)
        change(ada, THIRD, FOURTH)

    def test_a_pool_without_a_size_allows_the_same_password(self, alice: Person) -> None:
        change(alice, PASSWORD, PASSWORD)
