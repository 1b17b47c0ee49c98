import json
from pathlib import Path
from typing import Any

import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient as Client
from mypy_boto3_cognito_idp.literals import AuthFlowTypeType

from local_cognito.model import lockouts
from local_cognito.storage import Storage
from tests.local_cognito.people import CLIENT_ID, POOL_ID, Person, StandIn, refused
from tests.servers import Clock


class TestSignIn:
    def test_a_sign_in_returns_tokens(self, alice: Person) -> None:
        result = alice.sign_in()

        assert result["TokenType"] == "Bearer"
        assert result["ExpiresIn"] == 3600
        assert {"AccessToken", "IdToken", "RefreshToken"} <= result.keys()

    def test_an_address_in_any_case_and_the_sub_sign_in(self, alice: Person) -> None:
        sub = alice.attributes(alice.sign_in()["AccessToken"])["sub"]

        assert alice.initiate(username=alice.email.upper())["AuthenticationResult"]
        assert alice.initiate(username=sub)["AuthenticationResult"]

    def test_a_sign_in_does_not_reveal_who_has_an_account(self, alice: Person) -> None:
        with refused("NotAuthorizedException", "Incorrect username or password."):
            alice.initiate(password="Wrong-horse-1")
        with refused("NotAuthorizedException", "Incorrect username or password."):
            alice.initiate(username="nobody@example.com")

    def test_an_unconfirmed_user_is_revealed_only_with_the_right_password(self, newcomer: Person) -> None:
        newcomer.sign_up()

        with refused("NotAuthorizedException", "Incorrect username or password."):
            newcomer.initiate(password="Wrong-horse-1")
        with refused("UserNotConfirmedException", "User is not confirmed."):
            newcomer.initiate()

    def test_a_disabled_user_gets_the_error_for_wrong_credentials(self, alice: Person) -> None:
        alice.client.admin_disable_user(UserPoolId=POOL_ID, Username=alice.email)

        with refused("NotAuthorizedException", "Incorrect username or password."):
            alice.initiate()

    def test_a_password_reset_by_an_administrator_must_be_completed(self, alice: Person) -> None:
        alice.client.admin_reset_user_password(UserPoolId=POOL_ID, Username=alice.email)

        with refused("PasswordResetRequiredException"):
            alice.initiate()
        alice.client.confirm_forgot_password(
            ClientId=CLIENT_ID, Username=alice.email, ConfirmationCode=alice.code, Password="Another-horse-1"
        )
        alice.sign_in("Another-horse-1")

    @pytest.mark.parametrize("flow", ["USER_SRP_AUTH", "REFRESH_TOKEN_AUTH", "CUSTOM_AUTH"])
    def test_a_flow_that_is_not_enabled_is_refused(self, client: Client, flow: AuthFlowTypeType) -> None:
        with refused("InvalidParameterException", "not enabled"):
            client.initiate_auth(ClientId=CLIENT_ID, AuthFlow=flow, AuthParameters={})

    @pytest.mark.parametrize("missing", ["USERNAME", "PASSWORD"])
    def test_the_error_names_a_missing_parameter(self, client: Client, missing: str) -> None:
        parameters = {"USERNAME": "a@example.com", "PASSWORD": "x"}
        del parameters[missing]

        with refused("InvalidParameterException", f"Missing required parameter {missing}"):
            client.initiate_auth(ClientId=CLIENT_ID, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters)


class TestLockout:
    def test_the_lockout_doubles_from_the_fifth_failure_on(self, alice: Person, clock: Clock) -> None:
        fail(alice, 5)
        for seconds in (1, 2, 4, 8):
            with refused("NotAuthorizedException", "Password attempts exceeded"):
                alice.initiate()
            clock.advance(seconds)
            fail(alice, 1)
        clock.advance(17)

        alice.sign_in()

    def test_the_lockout_lasts_at_most_fifteen_minutes(self, alice: Person, clock: Clock) -> None:
        for _ in range(20):
            fail(alice, 1)
            clock.advance(900)

        alice.sign_in()

    def test_a_success_resets_the_lockout(self, alice: Person) -> None:
        fail(alice, 4)
        alice.sign_in()
        fail(alice, 4)

        alice.sign_in()

    def test_unknown_users_are_locked_out_as_well(self, newcomer: Person) -> None:
        fail(newcomer, 5)

        with refused("NotAuthorizedException", "Password attempts exceeded"):
            newcomer.initiate()

    def test_old_lockouts_are_deleted(self, tmp_path: Path) -> None:
        storage = Storage(tmp_path / "pool.sqlite3")

        with storage.write() as db:
            for moment, name in enumerate(("first", "second", "third")):
                lockouts.record_failure(db, name, moment * (lockouts.MAX_SECONDS + 1))
            kept = [row["subject"] for row in db.execute("SELECT subject FROM lockouts")]
        storage.close()

        assert kept == ["third"]


class TestNewPasswordRequired:
    def test_an_invited_user_chooses_a_password_once(self, newcomer: Person) -> None:
        challenge = invite(newcomer)

        answer = respond(newcomer, challenge["Session"], "Chosen-horse-1")

        assert challenge["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
        assert json.loads(challenge["ChallengeParameters"]["requiredAttributes"]) == []
        assert answer["AuthenticationResult"]["AccessToken"]
        with refused("NotAuthorizedException", "Invalid session for the user, session can only be used once."):
            respond(newcomer, challenge["Session"], "Chosen-horse-2")
        newcomer.sign_in("Chosen-horse-1")

    def test_a_challenge_session_expires_after_three_minutes(self, newcomer: Person, clock: Clock) -> None:
        challenge = invite(newcomer)

        clock.advance(180)

        with refused("NotAuthorizedException", "Invalid session for the user, session is expired."):
            respond(newcomer, challenge["Session"], "Chosen-horse-1")

    def test_a_challenge_session_is_bound_to_its_user(self, newcomer: Person, stand_in: StandIn) -> None:
        somebody = Person(stand_in)
        invite(somebody)
        challenge = invite(newcomer)

        with refused("NotAuthorizedException", "Invalid session for the user."):
            respond(somebody, challenge["Session"], "Chosen-horse-1")

    def test_a_weak_password_does_not_use_up_the_session(self, newcomer: Person) -> None:
        challenge = invite(newcomer)

        with refused("InvalidPasswordException"):
            respond(newcomer, challenge["Session"], "weak")
        respond(newcomer, challenge["Session"], "Chosen-horse-1", {"userAttributes.name": "Alice"})

        assert newcomer.attributes(newcomer.sign_in("Chosen-horse-1")["AccessToken"])["name"] == "Alice"

    def test_a_required_attribute_that_has_a_value_cannot_be_changed(self, newcomer: Person) -> None:
        challenge = invite(newcomer)

        with refused("NotAuthorizedException", "Cannot modify an already provided email"):
            respond(newcomer, challenge["Session"], "Chosen-horse-1", {"userAttributes.email": "other@example.com"})

    @pytest.mark.parametrize(
        ("attribute", "value", "error"),
        [
            ("phone_number_verified", "true", "NotAuthorizedException"),
            ("sub", "mine", "InvalidParameterException"),
            ("custom:nothing", "x", "InvalidParameterException"),
            ("phone_number", "12", "InvalidParameterException"),
        ],
    )
    def test_only_values_that_the_user_may_set_come_with_the_first_password(
        self, newcomer: Person, attribute: str, value: str, error: str
    ) -> None:
        challenge = invite(newcomer)

        with refused(error):
            respond(newcomer, challenge["Session"], "Chosen-horse-1", {f"userAttributes.{attribute}": value})
        respond(newcomer, challenge["Session"], "Chosen-horse-1", {"userAttributes.name": "Ada"})

    def test_a_temporary_password_expires_after_a_week(self, newcomer: Person, clock: Clock) -> None:
        invite(newcomer)

        clock.advance(7 * 86400)

        with refused("NotAuthorizedException", "Temporary password has expired"):
            newcomer.initiate(password="Temporary-1")


def fail(person: Person, times: int) -> None:
    for _ in range(times):
        with refused("NotAuthorizedException", "Incorrect username or password."):
            person.initiate(password="Wrong-horse-1")


def invite(person: Person) -> dict[str, Any]:
    person.client.admin_create_user(
        UserPoolId=POOL_ID,
        Username=person.email,
        TemporaryPassword="Temporary-1",
        UserAttributes=[{"Name": "email", "Value": person.email}, {"Name": "email_verified", "Value": "true"}],
    )
    return person.initiate(password="Temporary-1")


def respond(person: Person, session: str, password: str, more: dict[str, str] | None = None) -> dict[str, Any]:
    answers = {"USERNAME": person.email, "NEW_PASSWORD": password} | (more or {})
    response = person.client.respond_to_auth_challenge(
        ClientId=CLIENT_ID, ChallengeName="NEW_PASSWORD_REQUIRED", Session=session, ChallengeResponses=answers
    )
    return dict(response)
