"""USER_SRP_AUTH: the password is proven, and never sent."""

import json
from typing import Any

import pytest

from tests.local_cognito.factors import PHONE_FIRST, TOTP_ON, answer, enable_app, pool
from tests.local_cognito.people import Person, StandIn, refused
from tests.local_cognito.srp_client import SrpClient, timestamp
from tests.servers import Clock

SRP = ("ALLOW_USER_SRP_AUTH",)
WRONG = "Incorrect username or password."


@pytest.fixture
def person(stand_in: StandIn) -> Person:
    return pool(stand_in, flows=SRP).sign_up().confirm()


def begin(person: Person, srp: SrpClient, username: str | None = None) -> dict[str, Any]:
    parameters = {"USERNAME": username or person.email, "SRP_A": srp.public}
    return dict(
        person.client.initiate_auth(ClientId=person.client_id, AuthFlow="USER_SRP_AUTH", AuthParameters=parameters)
    )


def client_of(person: Person, password: str | None = None) -> SrpClient:
    return SrpClient(person.pool_id.partition("_")[2], password or person.password)


def prove(person: Person, challenge: dict[str, Any], srp: SrpClient, moment: str | None = None) -> dict[str, Any]:
    parameters = challenge["ChallengeParameters"]
    identity = parameters["USER_ID_FOR_SRP"]
    proof = srp.answers(parameters, identity, moment or timestamp(person.stand_in.clock()))
    return answer(person, challenge, **(proof | {"USERNAME": identity}))


def sign_in(person: Person, password: str | None = None) -> dict[str, Any]:
    srp = client_of(person, password)
    return prove(person, begin(person, srp), srp)


class TestSrp:
    @pytest.mark.parametrize("password", ["Correct-horse-1", "Pässwörd-9", "Ünïcode-✓-A1"])
    def test_a_proven_password_signs_in(self, stand_in: StandIn, password: str) -> None:
        person = pool(stand_in, flows=SRP)
        person.password = password
        person.sign_up().confirm()

        assert sign_in(person)["AuthenticationResult"]["RefreshToken"]

    def test_the_challenge_names_the_user_by_their_real_username(self, person: Person) -> None:
        challenge = begin(person, client_of(person))
        sub = person.attributes(person.sign_in()["AccessToken"])["sub"]

        assert challenge["ChallengeName"] == "PASSWORD_VERIFIER"
        assert challenge["ChallengeParameters"].keys() == {
            "SRP_B",
            "SALT",
            "SECRET_BLOCK",
            "USERNAME",
            "USER_ID_FOR_SRP",
        }
        assert challenge["ChallengeParameters"]["USER_ID_FOR_SRP"] == sub
        assert len(challenge["ChallengeParameters"]["SECRET_BLOCK"]) == 1024

    def test_the_session_may_be_left_out(self, person: Person) -> None:
        srp = client_of(person)
        parameters = begin(person, srp)["ChallengeParameters"]
        identity = parameters["USER_ID_FOR_SRP"]
        proof = srp.answers(parameters, identity, timestamp(person.stand_in.clock())) | {"USERNAME": identity}

        response = person.client.respond_to_auth_challenge(
            ClientId=person.client_id, ChallengeName="PASSWORD_VERIFIER", ChallengeResponses=proof
        )

        assert response["AuthenticationResult"]

    def test_the_clock_of_a_client_may_be_five_minutes_off(self, person: Person) -> None:
        for seconds, is_accepted in ((300, True), (301, False), (-299, True), (-301, False)):
            srp = client_of(person)
            challenge, moment = begin(person, srp), timestamp(person.stand_in.clock() + seconds)

            if is_accepted:
                assert prove(person, challenge, srp, moment)["AuthenticationResult"]
            else:
                with refused("NotAuthorizedException", WRONG):
                    prove(person, challenge, srp, moment)

    def test_a_wrong_password_fails_at_the_second_step_and_uses_up_the_session(self, person: Person) -> None:
        srp = client_of(person, "Wrong-horse-1")
        challenge = begin(person, srp)

        with refused("NotAuthorizedException", WRONG):
            prove(person, challenge, srp)
        with refused("NotAuthorizedException", "session can only be used once"):
            prove(person, challenge, srp)

    @pytest.mark.parametrize("way", ["set", "reset", "change"])
    def test_the_new_password_is_proven_after_a_change(self, stand_in: StandIn, way: str) -> None:
        person = pool(stand_in, flows=SRP, AccountRecoverySetting=PHONE_FIRST).sign_up().confirm()
        new, client = "Another-horse-1", person.client
        if way == "set":
            client.admin_set_user_password(
                UserPoolId=person.pool_id, Username=person.email, Password=new, Permanent=True
            )
        elif way == "change":
            token = person.sign_in()["AccessToken"]
            client.change_password(AccessToken=token, PreviousPassword=person.password, ProposedPassword=new)
        else:
            named: Any = {"ClientId": person.client_id, "Username": person.email}
            client.forgot_password(**named)
            client.confirm_forgot_password(**named, ConfirmationCode=person.code, Password=new)

        with refused("NotAuthorizedException", WRONG):
            sign_in(person)
        assert sign_in(person, new)["AuthenticationResult"]

    def test_a_password_that_changed_between_the_steps_does_not_sign_in(self, person: Person) -> None:
        srp = client_of(person)
        challenge = begin(person, srp)

        person.client.admin_set_user_password(
            UserPoolId=person.pool_id, Username=person.email, Password="Another-horse-1", Permanent=True
        )

        with refused("NotAuthorizedException", WRONG):
            prove(person, challenge, srp)

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda moment: moment.replace(" UTC", ""),
            lambda _: "Sat Mar 05 07:08:09 UTC 2026",
            lambda _: "Thu Mar 5 07:08:09 UTC 2026",
            lambda _: "Zzz Zzz 9 99:99:99 UTC 9999",
        ],
    )
    def test_a_timestamp_of_another_form_or_time_fails(self, person: Person, spoil: Any) -> None:
        srp = client_of(person)
        challenge = begin(person, srp)

        with refused("NotAuthorizedException", WRONG):
            prove(person, challenge, srp, spoil(timestamp(person.stand_in.clock())))

    @pytest.mark.parametrize("text", ["0", "not a number", ""])
    def test_numbers_that_srp_forbids_are_refused(self, person: Person, text: str) -> None:
        with refused("InvalidParameterException"):
            person.client.initiate_auth(
                ClientId=person.client_id,
                AuthFlow="USER_SRP_AUTH",
                AuthParameters={"USERNAME": person.email, "SRP_A": text},
            )

    def test_an_unknown_user_gets_a_challenge_like_any_other(self, person: Person) -> None:
        srp = client_of(person)
        first, second = (begin(person, srp, "nobody@example.com")["ChallengeParameters"] for _ in range(2))
        known = begin(person, srp)["ChallengeParameters"]

        assert first["SALT"] == second["SALT"]
        assert first["USER_ID_FOR_SRP"] == second["USER_ID_FOR_SRP"] != known["USER_ID_FOR_SRP"]
        assert first.keys() == known.keys()
        assert len(first["USER_ID_FOR_SRP"]) == len(known["USER_ID_FOR_SRP"])
        with refused("NotAuthorizedException", WRONG):
            prove(person, begin(person, srp, "nobody@example.com"), srp)

    def test_an_unknown_user_is_reported_where_that_is_allowed(self, stand_in: StandIn) -> None:
        person = pool(stand_in, flows=SRP, PoolName="legacy")
        stand_in.client.update_user_pool_client(
            UserPoolId=person.pool_id,
            ClientId=person.client_id,
            ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH"],
            PreventUserExistenceErrors="LEGACY",
        )

        with refused("UserNotFoundException"):
            begin(person, client_of(person), "nobody@example.com")

    def test_srp_failures_count_towards_the_lockout(self, person: Person) -> None:
        for _ in range(5):
            with refused("NotAuthorizedException", WRONG):
                sign_in(person, "Wrong-horse-1")

        with refused("NotAuthorizedException", "Password attempts exceeded"):
            sign_in(person)

    def test_a_proven_password_restarts_the_count_of_failures(self, person: Person) -> None:
        for failures in (4, 1):
            for _ in range(failures):
                with refused("NotAuthorizedException", WRONG):
                    sign_in(person, "Wrong-horse-1")

            assert sign_in(person)["AuthenticationResult"]

    def test_an_unconfirmed_user_is_reported_after_the_proof(self, stand_in: StandIn) -> None:
        person = pool(stand_in, flows=SRP).sign_up()

        with refused("NotAuthorizedException", WRONG):
            sign_in(person, "Wrong-horse-1")
        with refused("UserNotConfirmedException"):
            sign_in(person)

    def test_the_second_factor_follows(self, stand_in: StandIn, clock: Clock) -> None:
        person = pool(stand_in, "OPTIONAL", TOTP_ON, flows=SRP).sign_up().confirm()
        enable_app(person, person.sign_in()["AccessToken"])
        clock.advance(30)

        assert sign_in(person)["ChallengeName"] == "SOFTWARE_TOKEN_MFA"

    def test_a_temporary_password_can_be_proven(self, stand_in: StandIn) -> None:
        person = pool(stand_in, flows=SRP)
        person.password = "Temporary-1"
        stand_in.client.admin_create_user(
            UserPoolId=person.pool_id, Username=person.email, TemporaryPassword="Temporary-1"
        )

        challenge = sign_in(person)
        assert challenge["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
        assert json.loads(challenge["ChallengeParameters"]["userAttributes"])["email"] == person.email
        answer(person, challenge, NEW_PASSWORD="Chosen-horse-1")

        assert sign_in(person, "Chosen-horse-1")["AuthenticationResult"]

    def test_srp_is_refused_if_the_client_does_not_allow_it(self, stand_in: StandIn) -> None:
        person = pool(stand_in)

        with refused("InvalidParameterException", "USER_SRP_AUTH is not enabled for the client."):
            begin(person, client_of(person))
