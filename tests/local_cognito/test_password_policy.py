"""The passwords that Cognito accepts, in every operation that sets one."""

from typing import Any

import pytest

from local_cognito.crypto import srp
from local_cognito.crypto.passwords import CHARACTERS, Passwords, check_policy, srp_verifier, temporary
from local_cognito.errors import InvalidPasswordException
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


def test_a_password_is_hashed_for_many_quick_sign_ins() -> None:
    stored = Passwords(64).hash_for("us-east-1_Test", "ada", "Correct-horse-1")

    assert stored.startswith("$argon2id$v=19$m=64,t=1,p=1$")
    assert Passwords(256).verify(stored, "Correct-horse-1")
    assert not Passwords(256).verify(stored, "Correct-horse-2")
    assert not Passwords().verify(None, "Correct-horse-1")
    assert "$m=256,t=1,p=1$" in Passwords().hash("x")
    verifier = srp_verifier(stored)
    assert verifier == srp.create_verifier("Test", "ada", "Correct-horse-1", verifier.salt if verifier else None)
    assert srp_verifier(None) is srp_verifier(Passwords(64).hash("x")) is None


@pytest.mark.parametrize("length", [6, 8, 12, 99])
def test_a_temporary_password_satisfies_its_policy(length: int) -> None:
    policy: Any = {"MinimumLength": length, **dict.fromkeys(CHARACTERS, True)}

    for _ in range(20):
        check_policy(policy, temporary(policy))


@pytest.mark.parametrize("symbol", "^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+- ")
def test_every_symbol_of_aws_is_one(symbol: str) -> None:
    check_policy({"MinimumLength": 3, "RequireSymbols": True}, f"a{symbol}b")
    with pytest.raises(InvalidPasswordException, match="symbol"):
        check_policy({"MinimumLength": 3, "RequireSymbols": True}, "aéb")


def test_lengths_are_counted_in_characters() -> None:
    for length, is_allowed in ((7, False), (8, True), (256, True), (257, False)):
        try:
            check_policy({}, "é" * length)
        except InvalidPasswordException:
            assert not is_allowed, length
        else:
            assert is_allowed, length


class TestLength:
    def test_a_password_has_at_most_256_characters(self, alice: Person) -> None:
        with refused("InvalidParameterException", "length less than or equal to 256"):
            Person(alice.stand_in, password=TOO_LONG).sign_up()
        Person(alice.stand_in, password=TOO_LONG[:256]).sign_up().confirm().sign_in()

    def test_a_first_password_has_at_most_256_characters(self, newcomer: Person) -> None:
        challenge = invited(newcomer)

        with refused("InvalidPasswordException"):
            choose(newcomer, challenge, TOO_LONG)
