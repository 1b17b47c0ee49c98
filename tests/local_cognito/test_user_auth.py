"""USER_AUTH: the choice of a first factor, passwords and codes as first factors."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.local_cognito.factors import (
    EMAIL_ON,
    PHONE,
    TOTP_ON,
    USER_AUTH,
    answer,
    choose,
    enable_app,
    first_factors,
    pool,
    prefer,
)
from tests.local_cognito.people import POOL_ID, Person, StandIn, boto3_client, refused
from tests.local_cognito.srp_client import SrpClient, timestamp
from tests.servers import Clock

WRONG = "Incorrect username or password."
WRONG_CODE = "Invalid code or auth state for the user."
ALL = first_factors("PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN")


@pytest.fixture
def person(stand_in: StandIn) -> Person:
    return pool(stand_in, flows=USER_AUTH, **ALL).sign_up().confirm()


def spoil(code: str) -> str:
    return f"{(int(code) + 1) % 10 ** len(code):0{len(code)}}"


class TestChoice:
    def test_the_challenge_offers_the_users_factors(self, person: Person) -> None:
        challenge = choose(person)

        assert challenge["ChallengeName"] == "SELECT_CHALLENGE"
        assert challenge["AvailableChallenges"] == ["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP"]
        assert challenge["Session"]

    def test_the_challenge_offers_only_factors_that_the_pool_allows(self, stand_in: StandIn) -> None:
        person = pool(stand_in, flows=USER_AUTH).sign_up().confirm()

        assert choose(person)["AvailableChallenges"] == ["PASSWORD", "PASSWORD_SRP"]

    def test_a_verified_phone_receives_codes(self, person: Person) -> None:
        named: Any = {"UserPoolId": person.pool_id, "Username": person.email}
        verified = [{"Name": "phone_number", "Value": PHONE}, {"Name": "phone_number_verified", "Value": "true"}]
        person.client.admin_update_user_attributes(**named, UserAttributes=verified)

        challenge = answer(person, choose(person), ANSWER="SMS_OTP")
        result = answer(person, challenge, SMS_OTP_CODE=person.stand_in.code(PHONE))

        assert challenge["ChallengeParameters"]["CODE_DELIVERY_DELIVERY_MEDIUM"] == "SMS"
        assert result["AuthenticationResult"]

    def test_an_unverified_address_receives_no_codes(self, person: Person) -> None:
        named: Any = {"UserPoolId": person.pool_id, "Username": person.email}
        unverified = [{"Name": "email_verified", "Value": "false"}]
        person.client.admin_update_user_attributes(**named, UserAttributes=unverified)

        assert choose(person)["AvailableChallenges"] == ["PASSWORD", "PASSWORD_SRP"]

    def test_an_unknown_user_is_offered_the_same(self, person: Person) -> None:
        unknown, known = choose(person, "nobody@example.com"), choose(person)

        assert unknown["AvailableChallenges"] == known["AvailableChallenges"]
        assert unknown.keys() == known.keys()
        with refused("NotAuthorizedException", WRONG):
            answer(person, unknown, USERNAME="nobody@example.com", ANSWER="PASSWORD", PASSWORD=person.password)

    def test_a_factor_that_is_not_offered_cannot_be_chosen(self, person: Person) -> None:
        with refused("InvalidParameterException"):
            answer(person, choose(person), ANSWER="WEB_AUTHN")
        with refused("InvalidParameterException"):
            choose(person, PREFERRED_CHALLENGE="SOFTWARE_TOKEN_MFA")

    def test_a_preference_that_is_not_available_offers_the_choice(self, person: Person) -> None:
        assert choose(person, PREFERRED_CHALLENGE="WEB_AUTHN")["ChallengeName"] == "SELECT_CHALLENGE"

    def test_a_session_is_bound_to_its_user(self, person: Person, stand_in: StandIn) -> None:
        other = Person(stand_in, person.client_id, person.pool_id).sign_up().confirm()

        with refused("NotAuthorizedException", "Invalid session for the user."):
            answer(other, choose(person), ANSWER="EMAIL_OTP")

    def test_choice_based_sign_in_is_refused_if_the_client_does_not_allow_it(self, stand_in: StandIn) -> None:
        with refused("InvalidParameterException", "USER_AUTH flow not enabled for this client"):
            choose(pool(stand_in))

    def test_choice_based_sign_in_needs_a_plan_that_includes_it(self, stand_in: StandIn) -> None:
        person = pool(stand_in, flows=USER_AUTH, PoolName="lite")
        stand_in.client.update_user_pool(UserPoolId=person.pool_id, UserPoolTier="LITE")

        with refused("FeatureUnavailableInTierException", "Passwordless Sign-In"):
            choose(person)

    def test_users_with_mfa_are_offered_passwords_only(self, stand_in: StandIn) -> None:
        person = pool(stand_in, "OPTIONAL", TOTP_ON, flows=USER_AUTH, **ALL).sign_up().confirm()
        enable_app(person, person.sign_in()["AccessToken"])

        assert choose(person)["AvailableChallenges"] == ["PASSWORD", "PASSWORD_SRP"]

    def test_users_with_a_temporary_password_are_offered_passwords_only(self, stand_in: StandIn) -> None:
        person = pool(stand_in, flows=USER_AUTH, **ALL)
        stand_in.client.admin_create_user(
            UserPoolId=person.pool_id, Username=person.email, TemporaryPassword="Temporary-1"
        )

        assert choose(person)["AvailableChallenges"] == ["PASSWORD", "PASSWORD_SRP"]

    @pytest.mark.parametrize("factors", [["WEB_AUTHN"], ["PASSWORD", "SOFTWARE_TOKEN"]])
    def test_a_pool_cannot_allow_every_factor(self, stand_in: StandIn, factors: list[str]) -> None:
        with refused("InvalidParameterException", "first auth factor"):
            pool(stand_in, **first_factors(*factors))


class TestPassword:
    def test_the_password_can_be_sent_with_the_first_request(self, person: Person) -> None:
        assert choose(person, PREFERRED_CHALLENGE="PASSWORD", PASSWORD=person.password)["AuthenticationResult"]

    def test_the_password_can_be_sent_with_the_choice(self, person: Person) -> None:
        challenge = choose(person)

        with refused("NotAuthorizedException", WRONG):
            answer(person, challenge, ANSWER="PASSWORD", PASSWORD="Wrong-horse-1")
        assert answer(person, challenge, ANSWER="PASSWORD", PASSWORD=person.password)["AuthenticationResult"]

    def test_the_password_can_be_sent_after_the_choice(self, person: Person) -> None:
        challenge = answer(person, choose(person), ANSWER="PASSWORD")

        assert challenge["ChallengeName"] == "PASSWORD"
        assert answer(person, challenge, PASSWORD=person.password)["AuthenticationResult"]

    def test_the_password_can_answer_the_offer_directly(self, person: Person) -> None:
        challenge = choose(person) | {"ChallengeName": "PASSWORD"}

        assert answer(person, challenge, PASSWORD=person.password)["AuthenticationResult"]

    @pytest.mark.parametrize("way", ["preferred", "chosen", "direct"])
    def test_the_password_can_be_proven_by_srp(self, person: Person, way: str) -> None:
        srp = SrpClient(person.pool_id.partition("_")[2], person.password)
        if way == "preferred":
            challenge = choose(person, PREFERRED_CHALLENGE="PASSWORD_SRP", SRP_A=srp.public)
        elif way == "chosen":
            challenge = answer(person, choose(person), ANSWER="PASSWORD_SRP", SRP_A=srp.public)
        else:
            challenge = answer(person, choose(person) | {"ChallengeName": "PASSWORD_SRP"}, SRP_A=srp.public)

        parameters = challenge["ChallengeParameters"]
        proof = srp.answers(parameters, parameters["USER_ID_FOR_SRP"], timestamp(person.stand_in.clock()))

        assert challenge["ChallengeName"] == "PASSWORD_VERIFIER"
        assert answer(person, challenge, **proof)["AuthenticationResult"]

    def test_the_second_factor_follows(self, stand_in: StandIn) -> None:
        person = pool(stand_in, "OPTIONAL", EMAIL_ON, flows=USER_AUTH, **ALL).sign_up().confirm()
        prefer(person, person.sign_in()["AccessToken"], EmailMfaSettings={"Enabled": True})

        challenge = choose(person, PREFERRED_CHALLENGE="PASSWORD", PASSWORD=person.password)

        assert challenge["ChallengeName"] == "EMAIL_OTP"
        assert len(person.code) == 6
        assert answer(person, challenge, EMAIL_OTP_CODE=person.code)["AuthenticationResult"]


class TestCodes:
    def test_codes_have_eight_digits_and_sign_in(self, person: Person) -> None:
        challenge = choose(person, PREFERRED_CHALLENGE="EMAIL_OTP")
        parameters = challenge["ChallengeParameters"]

        assert challenge["ChallengeName"] == "EMAIL_OTP"
        assert challenge["AvailableChallenges"] == ["EMAIL_OTP"]
        assert parameters["CODE_DELIVERY_DELIVERY_MEDIUM"] == "EMAIL"
        assert parameters["CODE_DELIVERY_DESTINATION"] == f"{person.email[0]}***@e***"
        assert len(person.code) == 8
        assert answer(person, challenge, EMAIL_OTP_CODE=person.code)["AuthenticationResult"]

    def test_a_wrong_code_leaves_the_session_usable(self, person: Person) -> None:
        challenge = choose(person, PREFERRED_CHALLENGE="EMAIL_OTP")

        with refused("CodeMismatchException", WRONG_CODE):
            answer(person, challenge, EMAIL_OTP_CODE=spoil(person.code))

        assert answer(person, challenge, EMAIL_OTP_CODE=person.code)["AuthenticationResult"]

    def test_parallel_guesses_get_no_more_tries_than_sequential_ones(self, person: Person) -> None:
        challenge = choose(person, PREFERRED_CHALLENGE="EMAIL_OTP")
        right = int(person.code)
        client = boto3_client(person.stand_in.url, connections=50)
        crowd = Person(
            StandIn(person.stand_in.url, person.stand_in.clock, client),
            person.client_id,
            person.pool_id,
            email=person.email,
        )

        def guess(number: int) -> str:
            try:
                answer(crowd, challenge, EMAIL_OTP_CODE=f"{(right + number) % 10**8:08}")
            except client.exceptions.CodeMismatchException:
                return "wrong"
            except client.exceptions.NotAuthorizedException:
                return "locked"
            return "in"

        with ThreadPoolExecutor(50) as threads:
            outcomes = list(threads.map(guess, range(1, 51)))

        assert (outcomes.count("wrong"), outcomes.count("locked")) == (5, 45)

    def test_codes_expire_with_the_session(self, person: Person, clock: Clock) -> None:
        challenge = choose(person, PREFERRED_CHALLENGE="EMAIL_OTP")
        clock.advance(180)

        with refused("NotAuthorizedException", "session is expired"):
            answer(person, challenge, EMAIL_OTP_CODE=person.code)

    def test_another_factor_can_be_chosen_instead_of_a_code(self, person: Person) -> None:
        challenge = choose(person, PREFERRED_CHALLENGE="EMAIL_OTP") | {"ChallengeName": "SELECT_CHALLENGE"}

        assert answer(person, challenge, ANSWER="PASSWORD", PASSWORD=person.password)["AuthenticationResult"]

    def test_codes_are_simulated_for_unknown_users(self, person: Person) -> None:
        unknown = choose(person, "nobody@example.com", PREFERRED_CHALLENGE="EMAIL_OTP")
        known = choose(person, PREFERRED_CHALLENGE="EMAIL_OTP")

        assert unknown["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"] == "n***@e***"
        assert unknown["ChallengeParameters"].keys() == known["ChallengeParameters"].keys()
        assert person.stand_in.messages("nobody@example.com") == []
        for _ in range(5):
            with refused("CodeMismatchException", WRONG_CODE):
                answer(person, unknown, USERNAME="nobody@example.com", EMAIL_OTP_CODE="12345678")
        with refused("NotAuthorizedException", "Password attempts exceeded"):
            answer(person, unknown, USERNAME="nobody@example.com", EMAIL_OTP_CODE="12345678")

    def test_codes_are_simulated_for_disabled_users(self, person: Person) -> None:
        person.client.admin_disable_user(UserPoolId=person.pool_id, Username=person.email)
        before = len(person.stand_in.messages(person.email))

        challenge = choose(person, PREFERRED_CHALLENGE="EMAIL_OTP")

        assert len(person.stand_in.messages(person.email)) == before
        with refused("CodeMismatchException", WRONG_CODE):
            answer(person, challenge, EMAIL_OTP_CODE="12345678")

    @pytest.mark.parametrize("address", ["new@example.com", ""])
    def test_codes_do_not_sign_in_after_the_address_changed(self, stand_in: StandIn, address: str) -> None:
        person = pool(stand_in, flows=USER_AUTH, UsernameAttributes=[], **ALL)
        person.sign_up().confirm()
        challenge = choose(person, PREFERRED_CHALLENGE="EMAIL_OTP")
        code, named = person.code, {"UserPoolId": person.pool_id, "Username": person.email}

        if address:
            values: Any = [{"Name": "email", "Value": address}, {"Name": "email_verified", "Value": "true"}]
            person.client.admin_update_user_attributes(**named, UserAttributes=values)
        else:
            person.client.admin_delete_user_attributes(**named, UserAttributeNames=["email"])

        with refused("CodeMismatchException", WRONG_CODE):
            answer(person, challenge, EMAIL_OTP_CODE=code)

    def test_a_choice_whose_address_was_deleted_reveals_nothing(self, stand_in: StandIn) -> None:
        person = pool(stand_in, flows=USER_AUTH, UsernameAttributes=[], **ALL).sign_up().confirm()
        offer, sent = choose(person), len(person.stand_in.messages(person.email))
        person.client.admin_delete_user_attributes(
            UserPoolId=person.pool_id, Username=person.email, UserAttributeNames=["email"]
        )

        challenge = answer(person, offer, ANSWER="EMAIL_OTP")

        assert challenge["ChallengeName"] == "EMAIL_OTP"
        assert len(person.stand_in.messages(person.email)) == sent

    def test_codes_confirm_an_account_and_its_address(self, stand_in: StandIn) -> None:
        person = pool(stand_in, flows=USER_AUTH, **ALL).sign_up()

        challenge = choose(person, PREFERRED_CHALLENGE="EMAIL_OTP")
        result = answer(person, challenge, EMAIL_OTP_CODE=person.code)["AuthenticationResult"]

        assert person.attributes(result["AccessToken"])["email_verified"] == "true"
        found = stand_in.client.admin_get_user(UserPoolId=person.pool_id, Username=person.email)
        assert found["UserStatus"] == "CONFIRMED"


class TestEmbeddedPool:
    def test_the_embedded_pool_offers_passwords_and_codes(self, alice: Person) -> None:
        policies: Any = alice.client.describe_user_pool(UserPoolId=POOL_ID)["UserPool"]["Policies"]

        assert policies["SignInPolicy"]["AllowedFirstAuthFactors"] == ["PASSWORD", "EMAIL_OTP", "WEB_AUTHN"]
        assert choose(alice)["AvailableChallenges"] == ["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP"]
        challenge = choose(alice, PREFERRED_CHALLENGE="EMAIL_OTP")
        assert answer(alice, challenge, EMAIL_OTP_CODE=alice.code)["AuthenticationResult"]
