"""The passwords that Cognito accepts, in every operation that sets one."""

from typing import Any

import pytest

from tests.local_cognito.people import CLIENT_ID, POOL_ID, Person, StandIn, refused

PASSPHRASES = ["Correct horse-9", "Correct  horse 9", "Zoë bridge-41É", f"Aa1-{'x ' * 125}yz"]
BAD_ENDS = [" Correct-horse-9", "Correct-horse-9 ", "Correct-horse-9\n", "\tCorrect-horse-9", "Correct-horse-9\u00a0"]
TOO_LONG = "Aa1-" + "x" * 253


def of(person: Person) -> dict[str, Any]:
    return {"UserPoolId": POOL_ID, "Username": person.email}


def invited(person: Person) -> dict[str, Any]:
    """The challenge to choose a first password."""
    person.client.admin_create_user(**of(person), TemporaryPassword="Temporary-1", MessageAction="SUPPRESS")
    return person.initiate("Temporary-1")


def choose(person: Person, challenge: dict[str, Any], password: str) -> None:
    person.client.respond_to_auth_challenge(
        ClientId=CLIENT_ID,
        ChallengeName="NEW_PASSWORD_REQUIRED",
        Session=challenge["Session"],
        ChallengeResponses={"USERNAME": person.email, "NEW_PASSWORD": password},
    )


class TestSpaces:
    @pytest.mark.parametrize("password", PASSPHRASES)
    def test_a_password_can_contain_spaces(self, stand_in: StandIn, password: str) -> None:
        person = Person(stand_in, password=password).sign_up().confirm()

        assert person.sign_in()["AccessToken"]

    def test_a_space_inside_counts_as_a_symbol(self, stand_in: StandIn) -> None:
        Person(stand_in, password="Correct horse9").sign_up()

    @pytest.mark.parametrize("password", BAD_ENDS)
    def test_a_password_has_no_white_space_at_either_end(self, alice: Person, password: str) -> None:
        token = alice.sign_in()["AccessToken"]

        with refused("InvalidParameterException", "regular expression pattern"):
            Person(alice.stand_in, password=password).sign_up()
        with refused("InvalidParameterException"):
            alice.client.change_password(AccessToken=token, PreviousPassword=alice.password, ProposedPassword=password)
        with refused("InvalidParameterException"):
            alice.client.admin_set_user_password(**of(alice), Password=password, Permanent=True)
        with refused("InvalidParameterException"):
            alice.client.confirm_forgot_password(
                ClientId=CLIENT_ID, Username=alice.email, ConfirmationCode="123456", Password=password
            )

    @pytest.mark.parametrize("password", BAD_ENDS)
    def test_a_first_password_has_no_white_space_at_either_end(self, newcomer: Person, password: str) -> None:
        challenge = invited(newcomer)

        with refused("InvalidPasswordException"):
            choose(newcomer, challenge, password)
        choose(newcomer, challenge, "Correct horse-9")
        newcomer.sign_in("Correct horse-9")


class TestLength:
    def test_a_password_has_at_most_256_characters(self, alice: Person) -> None:
        with refused("InvalidParameterException", "length less than or equal to 256"):
            Person(alice.stand_in, password=TOO_LONG).sign_up()
        Person(alice.stand_in, password=TOO_LONG[:256]).sign_up().confirm().sign_in()

    def test_a_first_password_has_at_most_256_characters(self, newcomer: Person) -> None:
        challenge = invited(newcomer)

        with refused("InvalidPasswordException"):
            choose(newcomer, challenge, TOO_LONG)
