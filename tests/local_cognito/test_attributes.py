import uuid

import pytest

from tests.local_cognito.people import CLIENT_ID, Person, StandIn, new_person, refused, wrong
from tests.servers import Clock


def verify(person: Person, token: str, code: str, name: str = "email") -> None:
    person.client.verify_user_attribute(AccessToken=token, AttributeName=name, Code=code)


def test_an_attribute_that_a_user_does_not_have_cannot_be_verified(alice: Person) -> None:
    token = alice.sign_in()["AccessToken"]

    with refused("InvalidParameterException", "User has no phone_number to verify."):
        alice.client.get_user_attribute_verification_code(AccessToken=token, AttributeName="phone_number")


class TestUpdateUserAttributes:
    def test_only_addresses_that_the_pool_verifies_get_a_code(self, stand_in: StandIn) -> None:
        person = new_person(stand_in, AutoVerifiedAttributes=["email"]).sign_up().confirm()
        token, new = person.sign_in()["AccessToken"], f"new-{person.email}"

        both = person.update(token, email=new, phone_number="+15550100132", name="Ann")
        same = person.update(token, email=new, name="Ann")

        assert both == [{"AttributeName": "email", "DeliveryMedium": "EMAIL", "Destination": both[0]["Destination"]}]
        assert same == []

    @pytest.mark.parametrize(
        ("name", "value", "code"),
        [
            ("sub", "mine", "InvalidParameterException"),
            ("email", "", "InvalidParameterException"),
            ("email", "not an address", "InvalidParameterException"),
            ("email_verified", "true", "NotAuthorizedException"),
            ("custom__agentName", "x" * 65, "InvalidParameterException"),
            ("custom__nothing", "x", "InvalidParameterException"),
            ("updated_at", "soon", "InvalidParameterException"),
        ],
    )
    def test_attribute_values_must_match_the_schema(self, alice: Person, name: str, value: str, code: str) -> None:
        with refused(code):
            alice.update(alice.sign_in()["AccessToken"], **{name: value})

    def test_an_address_that_stays_the_same_gets_no_code_and_stays_verified(self, alice: Person) -> None:
        token = alice.sign_in()["AccessToken"]
        before = alice.stand_in.messages(alice.email)

        assert alice.update(token, email=alice.email, name="Alice") == []

        assert alice.stand_in.messages(alice.email) == before
        assert alice.attributes(token)["email_verified"] == "true"

    def test_a_refused_update_changes_no_attribute(self, alice: Person) -> None:
        token = alice.sign_in()["AccessToken"]

        with refused("InvalidParameterException"):
            alice.update(token, name="Alice", custom__nothing="x")

        assert "name" not in alice.attributes(token)

    @pytest.mark.parametrize("name", ["email", "sub", "custom:nothing"])
    def test_required_and_unknown_attributes_cannot_be_deleted(self, alice: Person, name: str) -> None:
        with refused("InvalidParameterException"):
            alice.client.delete_user_attributes(AccessToken=alice.sign_in()["AccessToken"], UserAttributeNames=[name])


class TestChangeOfAddress:
    def test_an_address_changes_once_the_new_one_is_verified(self, alice: Person) -> None:
        token, new = alice.sign_in()["AccessToken"], f"{uuid.uuid4().hex}@example.org"
        (sent,) = alice.update(token, email=new)

        before = alice.attributes(token)
        alice.sign_in()
        verify(alice, token, alice.stand_in.code(new))
        after = alice.attributes(token)

        assert sent["Destination"] == f"{new[0]}***@e***"
        assert (before["email"], before["email_verified"]) == (alice.email, "true")
        assert (after["email"], after["email_verified"]) == (new, "true")
        assert alice.initiate(username=new)["AuthenticationResult"]
        with refused("NotAuthorizedException"):
            alice.initiate()

    def test_wrong_used_and_expired_verification_codes_are_refused(self, alice: Person, clock: Clock) -> None:
        token, new = alice.sign_in()["AccessToken"], f"{uuid.uuid4().hex}@example.org"
        alice.update(token, email=new)
        code = alice.stand_in.code(new)

        with refused("CodeMismatchException"):
            verify(alice, token, wrong(code))
        verify(alice, token, code)
        with refused("ExpiredCodeException"):
            verify(alice, token, code)
        alice.client.get_user_attribute_verification_code(AccessToken=token, AttributeName="email")
        code = alice.stand_in.code(new)
        clock.advance(86400)
        with refused("ExpiredCodeException"):
            verify(alice, alice.initiate(username=new)["AuthenticationResult"]["AccessToken"], code)

    def test_a_verification_code_is_resent_to_the_new_address(self, alice: Person) -> None:
        token, new = alice.sign_in()["AccessToken"], f"{uuid.uuid4().hex}@example.org"
        alice.update(token, email=new)

        alice.client.get_user_attribute_verification_code(AccessToken=token, AttributeName="email")

        assert [message["purpose"] for message in alice.stand_in.messages(new)] == ["verify_attribute"] * 2
        verify(alice, token, alice.stand_in.code(new))

    def test_an_address_of_another_user_is_refused(self, alice: Person) -> None:
        bob = Person(alice.stand_in).sign_up().confirm()

        with refused("AliasExistsException"):
            alice.update(alice.sign_in()["AccessToken"], email=bob.email.upper())

    def test_an_address_that_another_user_took_meanwhile_is_refused(self, alice: Person) -> None:
        bob = Person(alice.stand_in)
        token = alice.sign_in()["AccessToken"]
        alice.update(token, email=bob.email)
        code = alice.stand_in.code(bob.email)
        bob.sign_up()

        with refused("AliasExistsException"):
            verify(alice, token, code)

    def test_verification_messages_are_limited(self, alice: Person) -> None:
        token = alice.sign_in()["AccessToken"]

        with refused("TooManyRequestsException"):
            for number in range(100):
                alice.update(token, email=f"{number}.{alice.email}")

    def test_only_email_and_phone_number_can_be_verified(self, alice: Person) -> None:
        with refused("InvalidParameterException"):
            alice.client.get_user_attribute_verification_code(
                AccessToken=alice.sign_in()["AccessToken"], AttributeName="name"
            )


def test_a_phone_number_changes_at_once_and_is_verified_by_sms(alice: Person) -> None:
    token = alice.sign_in()["AccessToken"]
    alice.update(token, phone_number="+33123456789")
    before = alice.attributes(token)

    answer = alice.client.get_user_attribute_verification_code(AccessToken=token, AttributeName="phone_number")
    verify(alice, token, alice.stand_in.code("+33123456789"), "phone_number")

    assert answer["CodeDeliveryDetails"]["Destination"] == "+*******6789"
    assert before["phone_number_verified"] == "false"
    assert alice.attributes(token)["phone_number_verified"] == "true"


def test_a_deleted_account_can_be_created_again(alice: Person) -> None:
    alice.client.delete_user(AccessToken=alice.sign_in()["AccessToken"])

    with refused("NotAuthorizedException", "Incorrect username or password."):
        alice.initiate()
    alice.client.sign_up(ClientId=CLIENT_ID, Username=alice.email, Password=alice.password)
