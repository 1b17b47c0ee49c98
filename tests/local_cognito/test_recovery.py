"""The recipients of the codes of ForgotPassword and AdminResetUserPassword."""

from typing import Any

import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient as Client

from tests.local_cognito.people import CLIENT_ID, PASSWORD, POOL_ID, Person, StandIn, new_person, refused

PHONE = "+14155550132"
EMAIL_FIRST = [{"Priority": 1, "Name": "verified_email"}, {"Priority": 2, "Name": "verified_phone_number"}]
PHONE_FIRST = [{"Priority": 2, "Name": "verified_email"}, {"Priority": 1, "Name": "verified_phone_number"}]
EMAIL_ONLY = [{"Priority": 1, "Name": "verified_email"}]
ADMIN_ONLY = [{"Priority": 1, "Name": "admin_only"}]


def of(person: Person) -> dict[str, Any]:
    return {"UserPoolId": person.pool_id, "Username": person.email}


def forget(person: Person, username: str | None = None) -> dict[str, Any]:
    answer = person.client.forgot_password(ClientId=person.client_id, Username=username or person.email)
    return dict(answer["CodeDeliveryDetails"])


def invite(person: Person, **attributes: str) -> None:
    values = [{"Name": name, "Value": value} for name, value in attributes.items()]
    person.client.admin_create_user(**of(person), UserAttributes=values, MessageAction="SUPPRESS")


def reachable(stand_in: StandIn, mechanisms: list[dict[str, Any]] | None, **addresses: str) -> Person:
    """A confirmed user of a new pool with these recovery mechanisms, and with these addresses verified."""
    settings = {"AccountRecoverySetting": {"RecoveryMechanisms": mechanisms}} if mechanisms else {}
    person = new_person(stand_in, **settings)
    flags = {f"{name}_verified": "true" for name in addresses}
    invite(person, **addresses, **flags)
    person.client.admin_set_user_password(**of(person), Password=PASSWORD, Permanent=True)
    return person


class TestInvitedUsers:
    @pytest.mark.parametrize("attributes", [{}, {"email_verified": "true"}])
    def test_forgot_password_sends_no_code_before_the_first_password_is_chosen(
        self, newcomer: Person, attributes: dict[str, str]
    ) -> None:
        invite(newcomer, **attributes)

        with refused("NotAuthorizedException", "User password cannot be reset in the current state."):
            forget(newcomer)
        assert newcomer.stand_in.messages(newcomer.email) == []

    def test_an_administrator_cannot_reset_a_temporary_password(self, newcomer: Person) -> None:
        invite(newcomer, email_verified="true")

        with refused("NotAuthorizedException", "User password cannot be reset in the current state."):
            newcomer.client.admin_reset_user_password(**of(newcomer))
        assert newcomer.stand_in.messages(newcomer.email) == []

    def test_a_user_who_was_set_a_temporary_password_gets_no_code(self, alice: Person) -> None:
        alice.client.admin_set_user_password(**of(alice), Password="Temporary-1", Permanent=False)

        with refused("NotAuthorizedException", "cannot be reset in the current state"):
            forget(alice)


class TestAdminReset:
    def test_an_unconfirmed_user_cannot_be_reset(self, newcomer: Person) -> None:
        newcomer.sign_up()

        with refused("NotAuthorizedException", "User password cannot be reset in the current state."):
            newcomer.client.admin_reset_user_password(**of(newcomer))

    def test_a_disabled_user_cannot_be_reset(self, alice: Person) -> None:
        alice.client.admin_disable_user(**of(alice))
        before = alice.stand_in.messages(alice.email)

        with refused("NotAuthorizedException", "User is disabled."):
            alice.client.admin_reset_user_password(**of(alice))
        assert alice.stand_in.messages(alice.email) == before

    def test_a_user_can_be_reset_again_before_the_code_is_used(self, alice: Person) -> None:
        for _ in range(2):
            alice.client.admin_reset_user_password(**of(alice))

        alice.client.confirm_forgot_password(
            ClientId=CLIENT_ID, Username=alice.email, ConfirmationCode=alice.code, Password="Another-horse-1"
        )
        alice.sign_in("Another-horse-1")

    def test_a_user_without_a_verified_address_cannot_be_reset(self, stand_in: StandIn) -> None:
        person = reachable(stand_in, EMAIL_ONLY)

        with refused("InvalidParameterException", "no registered/verified email or phone_number"):
            person.client.admin_reset_user_password(**of(person))


class TestAccountRecoverySetting:
    @pytest.mark.parametrize(
        ("mechanisms", "medium"),
        [(None, "SMS"), (EMAIL_FIRST, "EMAIL"), (PHONE_FIRST, "SMS"), (EMAIL_ONLY, "EMAIL")],
        ids=["unset", "email first", "phone first", "email only"],
    )
    def test_the_code_goes_to_the_verified_address_of_highest_priority(
        self, stand_in: StandIn, mechanisms: list[dict[str, Any]] | None, medium: str
    ) -> None:
        email = f"{Person(stand_in).email}"
        person = reachable(stand_in, mechanisms, email=email, phone_number=PHONE)

        details = forget(person)

        assert details["DeliveryMedium"] == medium
        person.client.admin_reset_user_password(**of(person))
        to = PHONE if medium == "SMS" else email
        assert stand_in.messages(to)[0]["purpose"] == "forgot_password"

    @pytest.mark.parametrize("mechanisms", [None, PHONE_FIRST], ids=["unset", "phone first"])
    def test_the_code_falls_back_to_the_next_verified_address(
        self, stand_in: StandIn, mechanisms: list[dict[str, Any]] | None
    ) -> None:
        person = reachable(stand_in, mechanisms, email="ada@example.com")

        assert forget(person)["DeliveryMedium"] == "EMAIL"

    def test_an_address_that_is_no_recovery_mechanism_gets_no_code(self, stand_in: StandIn) -> None:
        person = reachable(stand_in, EMAIL_ONLY, phone_number=PHONE)

        with refused("InvalidParameterException", "no registered/verified email or phone_number"):
            forget(person)

    def test_admin_only_refers_users_to_an_administrator(self, stand_in: StandIn) -> None:
        person = reachable(stand_in, ADMIN_ONLY, email="ada@example.com")

        with refused("NotAuthorizedException", "Contact administrator to reset password."):
            forget(person)
        with refused("NotAuthorizedException", "Contact administrator to reset password."):
            person.client.admin_reset_user_password(**of(person))

    @pytest.mark.parametrize(
        "mechanisms",
        [
            [*ADMIN_ONLY, {"Priority": 2, "Name": "verified_email"}],
            [{"Priority": 1, "Name": "verified_email"}, {"Priority": 1, "Name": "verified_phone_number"}],
            [{"Priority": 1, "Name": "verified_email"}, {"Priority": 2, "Name": "verified_email"}],
        ],
        ids=["admin_only with another", "equal priorities", "one mechanism twice"],
    )
    def test_contradicting_mechanisms_are_refused(self, client: Client, mechanisms: list[dict[str, Any]]) -> None:
        setting: Any = {"RecoveryMechanisms": mechanisms}

        with refused("InvalidParameterException", "ccount"):
            client.create_user_pool(PoolName="test", AccountRecoverySetting=setting)


class TestExistenceErrors:
    @pytest.mark.parametrize("operation", ["forgot_password", "resend_confirmation_code", "confirm_sign_up"])
    def test_an_unknown_username_is_named_together_with_the_client(self, stand_in: StandIn, operation: str) -> None:
        person = new_person(stand_in)
        more = {"ConfirmationCode": "123456"} if operation == "confirm_sign_up" else {}

        with refused("UserNotFoundException", "Username/client id combination not found."):
            getattr(person.client, operation)(ClientId=person.client_id, Username="nobody", **more)

    def test_the_embedded_client_simulates_a_delivery(self, stand_in: StandIn) -> None:
        details = forget(Person(stand_in, CLIENT_ID, POOL_ID, email="nobody@example.com"))

        assert details == {"Destination": "n***@e***", "DeliveryMedium": "EMAIL", "AttributeName": "email"}
