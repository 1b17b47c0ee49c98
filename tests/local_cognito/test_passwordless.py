"""Accounts without a password, and the sign-in that follows a sign-up."""

from typing import Any

import pytest

from tests.local_cognito.factors import USER_AUTH, answer, choose, continue_sign_up, first_factors, pool
from tests.local_cognito.people import PASSWORD, Person, StandIn, refused
from tests.servers import Clock

CODES = first_factors("PASSWORD", "EMAIL_OTP")


@pytest.fixture
def newcomer(stand_in: StandIn) -> Person:
    return pool(stand_in, flows=USER_AUTH, **CODES)


def sign_up(person: Person, **more: Any) -> dict[str, Any]:
    return dict(person.client.sign_up(ClientId=person.client_id, Username=person.email, **more))


def confirm(person: Person, **more: Any) -> dict[str, Any]:
    named: Any = {"ClientId": person.client_id, "Username": person.email}
    return dict(person.client.confirm_sign_up(**named, ConfirmationCode=person.code, **more))


class TestSignUp:
    def test_sign_up_needs_no_password_if_codes_can_sign_in(self, newcomer: Person) -> None:
        sign_up(newcomer)
        confirm(newcomer)

        assert choose(newcomer)["AvailableChallenges"] == ["EMAIL_OTP"]
        challenge = choose(newcomer, PREFERRED_CHALLENGE="EMAIL_OTP")
        assert answer(newcomer, challenge, EMAIL_OTP_CODE=newcomer.code)["AuthenticationResult"]

    def test_sign_up_needs_a_password_otherwise(self, stand_in: StandIn) -> None:
        with refused("InvalidPasswordException"):
            sign_up(pool(stand_in, flows=USER_AUTH))

    def test_a_first_password_is_set_without_a_previous_one(self, newcomer: Person) -> None:
        sign_up(newcomer)
        challenge = choose(newcomer, PREFERRED_CHALLENGE="EMAIL_OTP")
        token = answer(newcomer, challenge, EMAIL_OTP_CODE=newcomer.code)["AuthenticationResult"]["AccessToken"]

        newcomer.client.change_password(AccessToken=token, ProposedPassword=PASSWORD)

        assert newcomer.sign_in()["AccessToken"]
        with refused("NotAuthorizedException"):
            newcomer.client.change_password(AccessToken=token, ProposedPassword="Another-horse-1")

    def test_a_guessed_password_never_signs_in(self, newcomer: Person) -> None:
        sign_up(newcomer)
        confirm(newcomer)

        for password in ("", PASSWORD):
            with refused("NotAuthorizedException", "Incorrect username or password."):
                newcomer.initiate(password or " ")


class TestAutomaticSignIn:
    def test_automatic_sign_in_needs_no_second_code(self, newcomer: Person) -> None:
        signed_up = sign_up(newcomer, Password=PASSWORD)
        confirmed = confirm(newcomer, Session=signed_up["Session"])

        assert continue_sign_up(newcomer, confirmed["Session"])["AuthenticationResult"]["RefreshToken"]
        with refused("NotAuthorizedException", "session can only be used once"):
            continue_sign_up(newcomer, confirmed["Session"])

    def test_automatic_sign_in_needs_the_session_of_the_confirmation(self, newcomer: Person) -> None:
        signed_up = sign_up(newcomer, Password=PASSWORD)

        with refused("NotAuthorizedException", "Invalid session for the user."):
            continue_sign_up(newcomer, signed_up["Session"])

    def test_a_confirmation_needs_no_session(self, newcomer: Person) -> None:
        sign_up(newcomer, Password=PASSWORD)

        assert continue_sign_up(newcomer, confirm(newcomer)["Session"])["AuthenticationResult"]

    def test_automatic_sign_in_is_for_the_same_user(self, newcomer: Person, stand_in: StandIn) -> None:
        session = confirm(newcomer, Session=sign_up(newcomer, Password=PASSWORD)["Session"])["Session"]
        other = Person(stand_in, newcomer.client_id, newcomer.pool_id).sign_up().confirm()

        with refused("NotAuthorizedException", "Invalid session for the user."):
            continue_sign_up(other, session)

    def test_automatic_sign_in_expires(self, newcomer: Person, clock: Clock) -> None:
        signed_up = sign_up(newcomer, Password=PASSWORD)
        clock.advance(180)

        assert "Session" not in confirm(newcomer, Session=signed_up["Session"])

    def test_automatic_sign_in_needs_the_flow_in_the_client(self, stand_in: StandIn) -> None:
        assert "Session" not in sign_up(pool(stand_in), Password=PASSWORD)


class TestAdminCreateUser:
    def test_created_users_are_confirmed_if_the_pool_has_no_passwords(self, stand_in: StandIn) -> None:
        newcomer = pool(stand_in, flows=USER_AUTH, **first_factors("EMAIL_OTP"))
        named: Any = {"UserPoolId": newcomer.pool_id, "Username": newcomer.email}

        user = newcomer.client.admin_create_user(**named, MessageAction="SUPPRESS")["User"]

        assert user["UserStatus"] == "CONFIRMED"
        assert newcomer.stand_in.messages(newcomer.email) == []
        challenge = choose(newcomer, PREFERRED_CHALLENGE="EMAIL_OTP")
        assert answer(newcomer, challenge, EMAIL_OTP_CODE=newcomer.code)["AuthenticationResult"]

    def test_an_invitation_without_a_password_has_no_code(self, stand_in: StandIn) -> None:
        newcomer = pool(stand_in, flows=USER_AUTH, **first_factors("EMAIL_OTP"))

        newcomer.client.admin_create_user(
            UserPoolId=newcomer.pool_id, Username=newcomer.email, DesiredDeliveryMediums=["EMAIL"]
        )

        (message,) = stand_in.messages(newcomer.email)
        assert (message["purpose"], message["code"]) == ("admin_invitation", "")

    def test_an_invitation_with_a_password_is_sent_again_with_another(self, stand_in: StandIn) -> None:
        newcomer = pool(stand_in, flows=USER_AUTH, **first_factors("EMAIL_OTP"))
        named: Any = {"UserPoolId": newcomer.pool_id, "Username": newcomer.email, "DesiredDeliveryMediums": ["EMAIL"]}
        newcomer.client.admin_create_user(**named, TemporaryPassword="Temporary-1")

        again = newcomer.client.admin_create_user(**named, MessageAction="RESEND")["User"]

        assert again["UserStatus"] == "FORCE_CHANGE_PASSWORD"
        assert newcomer.code != "Temporary-1"
