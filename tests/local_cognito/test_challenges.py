"""What all flows and challenges have in common: their parameters, and the sessions that they accept."""

import json
import uuid
from typing import Any

import pytest

from tests.local_cognito.factors import USER_AUTH, answer, choose, continue_sign_up, first_factors, pool
from tests.local_cognito.people import PASSWORD, Person, StandIn, refused
from tests.local_cognito.srp_client import SrpClient
from tests.local_cognito.test_clients import new_client
from tests.local_cognito.test_user_auth import spoil

# Challenge: the answers that it needs.
ANSWERS = {
    "CUSTOM_CHALLENGE": ["ANSWER"],
    "DEVICE_PASSWORD_VERIFIER": ["PASSWORD_CLAIM_SECRET_BLOCK"],
    "DEVICE_SRP_AUTH": ["DEVICE_KEY", "SRP_A"],
    "EMAIL_OTP": ["EMAIL_OTP_CODE"],
    "NEW_PASSWORD_REQUIRED": ["NEW_PASSWORD"],
    "PASSWORD": ["PASSWORD"],
    "PASSWORD_SRP": ["SRP_A"],
    "PASSWORD_VERIFIER": ["PASSWORD_CLAIM_SECRET_BLOCK"],
    "SELECT_CHALLENGE": ["ANSWER"],
    "SELECT_MFA_TYPE": ["ANSWER"],
    "SMS_MFA": ["SMS_MFA_CODE"],
    "SMS_OTP": ["SMS_OTP_CODE"],
    "SOFTWARE_TOKEN_MFA": ["SOFTWARE_TOKEN_MFA_CODE"],
    "WEB_AUTHN": ["CREDENTIAL"],
}
# Flow: the parameters that it needs.
PARAMETERS = {
    "USER_PASSWORD_AUTH": ["USERNAME", "PASSWORD"],
    "USER_SRP_AUTH": ["USERNAME", "SRP_A"],
    "USER_AUTH": ["USERNAME"],
    "REFRESH_TOKEN_AUTH": ["REFRESH_TOKEN"],
    "REFRESH_TOKEN": ["REFRESH_TOKEN"],
}
GIVEN = {"SRP_A": "ab", "ANSWER": "EMAIL_OTP", "NEW_PASSWORD": PASSWORD, "CREDENTIAL": "{}", "PASSWORD": PASSWORD}
ALL_FLOWS = [f"ALLOW_{name}" for name in ("USER_PASSWORD_AUTH", "USER_SRP_AUTH", "USER_AUTH", "REFRESH_TOKEN_AUTH")]


@pytest.fixture(scope="module")
def person(stand_in: StandIn) -> Person:
    """A user of a client with every flow."""
    app = new_client(stand_in.client, ExplicitAuthFlows=ALL_FLOWS, PreventUserExistenceErrors="ENABLED")
    return Person(stand_in, app["ClientId"]).sign_up().confirm()


def respond(person: Person, challenge: Any, session: str | None, **answers: str) -> dict[str, Any]:
    more: Any = {"Session": session} if session else {}
    return dict(
        person.client.respond_to_auth_challenge(
            ClientId=person.client_id, ChallengeName=challenge, ChallengeResponses=answers, **more
        )
    )


@pytest.mark.parametrize("challenge", ANSWERS)
def test_an_answer_that_is_missing_is_named(person: Person, challenge: str) -> None:
    given: dict[str, str] = {"USERNAME": person.email}
    for name in ANSWERS[challenge]:
        with refused("InvalidParameterException", f"Missing required parameter {name}"):
            respond(person, challenge, None, **given)
        given[name] = GIVEN.get(name, "x")


@pytest.mark.parametrize("flow", PARAMETERS)
def test_a_parameter_that_is_missing_is_named(person: Person, flow: Any) -> None:
    everything = {"USERNAME": person.email, "PASSWORD": PASSWORD, "SRP_A": "ab", "REFRESH_TOKEN": "x"}
    for name in PARAMETERS[flow]:
        given = {other: value for other, value in everything.items() if other != name}
        with refused("InvalidParameterException", f"Missing required parameter {name}"):
            person.client.initiate_auth(ClientId=person.client_id, AuthFlow=flow, AuthParameters=given)


# Any session of a choice-based sign-in allows the choice of a password; a device needs a key first.
CHOICES = {"SELECT_CHALLENGE", "PASSWORD", "PASSWORD_SRP", "DEVICE_SRP_AUTH"}


@pytest.mark.parametrize("challenge", [*(name for name in ANSWERS if name not in CHOICES), "MFA_SETUP"])
def test_a_session_of_another_challenge_is_refused(person: Person, challenge: str) -> None:
    session = choose(person)["Session"]
    given = {name: GIVEN.get(name, "123456") for name in ANSWERS.get(challenge, [])}

    with refused("NotAuthorizedException", "Invalid session for the user."):
        respond(person, challenge, session, USERNAME=person.email, **given)


def test_what_is_no_challenge_with_an_answer_is_refused(person: Person) -> None:
    with refused("InvalidParameterException", "ADMIN_NO_SRP_AUTH is not a challenge that can be answered."):
        respond(person, "ADMIN_NO_SRP_AUTH", None, USERNAME=person.email)


class TestUnknownUsers:
    """Responses about users who do not exist are made up, and look like those about others."""

    @pytest.fixture
    def shop(self, stand_in: StandIn) -> Person:
        """A person in a pool in which users choose their names."""
        return pool(stand_in, flows=USER_AUTH, UsernameAttributes=[], **first_factors("PASSWORD", "EMAIL_OTP"))

    def srp(self, person: Person, username: str) -> dict[str, str]:
        found = person.client.initiate_auth(
            ClientId=person.client_id,
            AuthFlow="USER_SRP_AUTH",
            AuthParameters={"USERNAME": username, "SRP_A": SrpClient("pool", "x").public},
        )
        return found["ChallengeParameters"]

    def test_a_name_stays_as_it_is_where_users_choose_their_names(self, shop: Person) -> None:
        found = self.srp(shop, "nobody")

        assert (found["USERNAME"], found["USER_ID_FOR_SRP"]) == ("nobody", "nobody")

    def test_an_address_gets_the_same_random_uuid_at_every_try(self, person: Person) -> None:
        first, again, other = (self.srp(person, name) for name in ("a@b.example", "A@b.example", "c@b.example"))

        assert uuid.UUID(first["USERNAME"]).version == 4
        assert first["USERNAME"] == again["USERNAME"] != other["USERNAME"]
        assert first["SALT"] == again["SALT"] != other["SALT"]
        assert first["SRP_B"] != again["SRP_B"]
        assert first["SECRET_BLOCK"] != again["SECRET_BLOCK"]

    @pytest.mark.parametrize(
        ("username", "factors"),
        [
            ("nobody@example.com", ["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP"]),
            ("+14155550100", ["PASSWORD", "PASSWORD_SRP"]),
            ("nobody", ["PASSWORD", "PASSWORD_SRP"]),
        ],
    )
    def test_factors_are_those_that_such_a_name_could_have(
        self, shop: Person, username: str, factors: list[str]
    ) -> None:
        assert choose(shop, username)["AvailableChallenges"] == factors

    def test_a_made_up_code_is_never_right(self, person: Person) -> None:
        challenge = choose(person, "nobody@example.com", PREFERRED_CHALLENGE="EMAIL_OTP")
        username = challenge["ChallengeParameters"]["USERNAME"]

        for name in (username, "nobody@example.com"):
            with refused("CodeMismatchException"):
                answer(person, challenge, USERNAME=name, EMAIL_OTP_CODE="12345678")
        with refused("NotAuthorizedException", "Invalid session for the user."):
            answer(person, challenge, USERNAME="somebody@example.com", EMAIL_OTP_CODE="12345678")
        with refused("NotAuthorizedException", "Invalid session for the user."):
            answer(person, challenge, EMAIL_OTP_CODE="12345678")
        assert challenge["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"] == "n***@e***"


class TestMessages:
    def test_codes_of_a_sign_in_are_limited(self, stand_in: StandIn) -> None:
        person = pool(stand_in, flows=USER_AUTH, **first_factors("PASSWORD", "EMAIL_OTP")).sign_up().confirm()

        for _ in range(59):
            choose(person, PREFERRED_CHALLENGE="EMAIL_OTP")
        with refused("TooManyRequestsException"):
            choose(person, PREFERRED_CHALLENGE="EMAIL_OTP")
        stand_in.clock.advance(3600)
        choose(person, PREFERRED_CHALLENGE="EMAIL_OTP")

    def test_a_right_code_restarts_the_count_of_wrong_ones(self, stand_in: StandIn) -> None:
        person = pool(stand_in, flows=USER_AUTH, **first_factors("PASSWORD", "EMAIL_OTP")).sign_up().confirm()

        for _ in range(2):
            challenge = choose(person, PREFERRED_CHALLENGE="EMAIL_OTP")
            for _ in range(4):
                with refused("CodeMismatchException"):
                    answer(person, challenge, EMAIL_OTP_CODE=spoil(person.code))
            answer(person, challenge, EMAIL_OTP_CODE=person.code)


class TestSignUpSessions:
    FLOW = first_factors("PASSWORD", "EMAIL_OTP")

    def confirmed(self, person: Person, session: str | None = None) -> str:
        more: Any = {"Session": session} if session else {}
        answer = person.client.confirm_sign_up(
            ClientId=person.client_id, Username=person.email, ConfirmationCode=person.code, **more
        )
        return answer.get("Session", "")

    def test_a_session_of_another_user_gets_no_other(self, stand_in: StandIn) -> None:
        first, second = (pool(stand_in, flows=USER_AUTH, **self.FLOW) for _ in range(2))
        sessions = [
            person.client.sign_up(ClientId=person.client_id, Username=person.email, Password=PASSWORD)["Session"]
            for person in (first, second)
        ]

        assert self.confirmed(first, sessions[1]) == ""
        assert self.confirmed(second, sessions[1])

    def test_a_code_that_is_no_factor_of_the_pool_does_not_sign_in(self, stand_in: StandIn) -> None:
        person = pool(stand_in, flows=USER_AUTH).sign_up()

        with refused("InvalidParameterException", "EMAIL_OTP is not available to this user."):
            continue_sign_up(person, self.confirmed(person))


def test_the_parameters_of_a_challenge_are_json_text_where_they_are_nested(stand_in: StandIn) -> None:
    person = pool(stand_in)
    person.client.admin_create_user(
        UserPoolId=person.pool_id, Username=person.email, TemporaryPassword="Temporary-1", MessageAction="SUPPRESS"
    )

    parameters = person.initiate("Temporary-1")["ChallengeParameters"]

    assert parameters.keys() == {"USER_ID_FOR_SRP", "requiredAttributes", "userAttributes"}
    assert json.loads(parameters["userAttributes"]) == {"email": person.email}
    assert json.loads(parameters["requiredAttributes"]) == []


@pytest.mark.parametrize("factor", ["PASSWORD", "PASSWORD_SRP"])
def test_a_password_that_does_not_come_with_the_choice_is_asked_for(stand_in: StandIn, factor: str) -> None:
    person = pool(stand_in, flows=USER_AUTH, **first_factors("PASSWORD", "EMAIL_OTP")).sign_up().confirm()
    srp = SrpClient(person.pool_id.partition("_")[2], person.password)
    given = {"PASSWORD": person.password} if factor == "PASSWORD" else {"SRP_A": srp.public}

    for challenge in (choose(person, PREFERRED_CHALLENGE=factor), answer(person, choose(person), ANSWER=factor)):
        assert (challenge["ChallengeName"], challenge["AvailableChallenges"]) == (factor, [factor])
        found = answer(person, challenge, **given)
        assert found.get("ChallengeName") == ("PASSWORD_VERIFIER" if factor == "PASSWORD_SRP" else None)
