"""Authenticator apps: set-up, sign-in, replacement and removal."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.local_cognito.factors import (
    TOTP_ON,
    answer,
    code,
    enable_app,
    listed,
    pool,
    prefer,
    register_app,
)
from tests.local_cognito.people import Person, StandIn, boto3_client, refused, wrong
from tests.servers import Clock

SIGN_IN_ERROR = "Invalid code received for user"


@pytest.fixture
def person(stand_in: StandIn) -> Person:
    """Confirmed, in a pool with optional MFA by app."""
    return pool(stand_in, "OPTIONAL", TOTP_ON).sign_up().confirm()


class TestSetUp:
    def test_a_verified_app_is_asked_for_only_after_it_was_enabled(self, person: Person, clock: Clock) -> None:
        token = person.sign_in()["AccessToken"]
        secret = register_app(person, token)

        assert "AuthenticationResult" in person.initiate()
        prefer(person, token, SoftwareTokenMfaSettings={"Enabled": True})
        challenge = person.initiate()
        clock.advance(30)

        assert challenge["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
        assert set(challenge["ChallengeParameters"]) == {"USER_ID_FOR_SRP"}
        assert answer(person, challenge, SOFTWARE_TOKEN_MFA_CODE=code(person, secret))["AuthenticationResult"]

    def test_the_name_of_the_device_is_shown_at_sign_in(self, person: Person) -> None:
        token = person.sign_in()["AccessToken"]
        secret = person.client.associate_software_token(AccessToken=token)["SecretCode"]
        person.client.verify_software_token(
            AccessToken=token, UserCode=code(person, secret), FriendlyDeviceName="My phone"
        )
        prefer(person, token, SoftwareTokenMfaSettings={"Enabled": True})

        assert person.initiate()["ChallengeParameters"]["FRIENDLY_DEVICE_NAME"] == "My phone"

    def test_a_wrong_code_sets_up_no_app(self, person: Person) -> None:
        token = person.sign_in()["AccessToken"]
        secret = person.client.associate_software_token(AccessToken=token)["SecretCode"]

        with refused("EnableSoftwareTokenMFAException", "Code mismatch and fail enable Software Token MFA"):
            person.client.verify_software_token(AccessToken=token, UserCode=wrong(code(person, secret)))
        with refused("InvalidParameterException", "delivery config set to turn on SOFTWARE_TOKEN_MFA"):
            prefer(person, token, SoftwareTokenMfaSettings={"Enabled": True})

    def test_the_old_secret_works_until_the_new_one_is_verified(self, person: Person, clock: Clock) -> None:
        token = person.sign_in()["AccessToken"]
        old = enable_app(person, token)

        new = person.client.associate_software_token(AccessToken=token)["SecretCode"]
        assert answer(person, person.initiate(), SOFTWARE_TOKEN_MFA_CODE=code(person, old))["AuthenticationResult"]
        person.client.verify_software_token(AccessToken=token, UserCode=code(person, new))
        clock.advance(30)
        with refused("CodeMismatchException", SIGN_IN_ERROR):
            answer(person, person.initiate(), SOFTWARE_TOKEN_MFA_CODE=code(person, old))

        assert answer(person, person.initiate(), SOFTWARE_TOKEN_MFA_CODE=code(person, new))["AuthenticationResult"]

    def test_a_pool_without_apps_refuses_their_set_up(self, stand_in: StandIn) -> None:
        token = pool(stand_in).sign_up().confirm().sign_in()["AccessToken"]

        with refused("SoftwareTokenMFANotFoundException"):
            stand_in.client.associate_software_token(AccessToken=token)

    def test_a_set_up_needs_an_access_token_or_a_session(self, person: Person) -> None:
        token = person.sign_in()["AccessToken"]

        with refused("InvalidParameterException"):
            person.client.associate_software_token(AccessToken=token, Session="x" * 20)
        with refused("InvalidParameterException"):
            person.client.verify_software_token(UserCode="123456")
        with refused("NotAuthorizedException", "Invalid session for the user."):
            person.client.associate_software_token(Session="x" * 20)

    def test_a_code_of_the_app_in_use_is_checked_and_used_up_without_a_set_up(
        self, person: Person, clock: Clock
    ) -> None:
        token = person.sign_in()["AccessToken"]
        secret = register_app(person, token)
        clock.advance(30)

        def verify(given: str) -> str:
            return person.client.verify_software_token(AccessToken=token, UserCode=given)["Status"]

        with refused("EnableSoftwareTokenMFAException"):
            verify(wrong(code(person, secret)))
        assert verify(code(person, secret)) == "SUCCESS"
        with refused("EnableSoftwareTokenMFAException"):
            verify(code(person, secret))

    def test_a_set_up_during_a_sign_in_ends_when_the_pool_offers_no_apps_any_more(self, stand_in: StandIn) -> None:
        person = pool(stand_in, "ON", TOTP_ON, PoolName="offered").sign_up().confirm()
        started = stand_in.client.associate_software_token(Session=person.initiate()["Session"])
        stand_in.client.set_user_pool_mfa_config(UserPoolId=person.pool_id, MfaConfiguration="OFF")

        with refused("SoftwareTokenMFANotFoundException"):
            stand_in.client.verify_software_token(
                Session=started["Session"], UserCode=code(person, started["SecretCode"])
            )

    def test_a_user_who_is_disabled_meanwhile_goes_no_further(self, person: Person) -> None:
        secret = enable_app(person, person.sign_in()["AccessToken"])
        challenge = person.initiate()
        person.client.admin_disable_user(UserPoolId=person.pool_id, Username=person.email)

        with refused("NotAuthorizedException", "Invalid session for the user."):
            answer(person, challenge, SOFTWARE_TOKEN_MFA_CODE=code(person, secret))

    def test_a_user_who_is_disabled_meanwhile_sets_up_no_app(self, stand_in: StandIn) -> None:
        person = pool(stand_in, "ON", TOTP_ON).sign_up().confirm()
        challenge = person.initiate()
        person.client.admin_disable_user(UserPoolId=person.pool_id, Username=person.email)

        with refused("NotAuthorizedException", "Invalid session for the user."):
            stand_in.client.associate_software_token(Session=challenge["Session"])


class TestSignIn:
    def test_a_code_is_accepted_once(self, person: Person) -> None:
        secret = enable_app(person, person.sign_in()["AccessToken"])
        given = code(person, secret)

        answer(person, person.initiate(), SOFTWARE_TOKEN_MFA_CODE=given)

        with refused("ExpiredCodeException", "Your software token has already been used once."):
            answer(person, person.initiate(), SOFTWARE_TOKEN_MFA_CODE=given)

    def test_the_code_of_the_set_up_is_used_up(self, person: Person) -> None:
        token = person.sign_in()["AccessToken"]
        secret = register_app(person, token)
        prefer(person, token, SoftwareTokenMfaSettings={"Enabled": True})

        with refused("ExpiredCodeException"):
            answer(person, person.initiate(), SOFTWARE_TOKEN_MFA_CODE=code(person, secret))

    @pytest.mark.parametrize("steps", [-2, 2])
    def test_codes_of_more_than_one_step_away_are_wrong(self, person: Person, clock: Clock, steps: int) -> None:
        secret = enable_app(person, person.sign_in()["AccessToken"])
        clock.advance(60)

        with refused("CodeMismatchException", SIGN_IN_ERROR):
            answer(person, person.initiate(), SOFTWARE_TOKEN_MFA_CODE=code(person, secret, steps))

    def test_a_wrong_code_leaves_the_session_usable(self, person: Person) -> None:
        secret = enable_app(person, person.sign_in()["AccessToken"])
        challenge = person.initiate()

        with refused("CodeMismatchException", SIGN_IN_ERROR):
            answer(person, challenge, SOFTWARE_TOKEN_MFA_CODE=wrong(code(person, secret)))

        assert answer(person, challenge, SOFTWARE_TOKEN_MFA_CODE=code(person, secret))["AuthenticationResult"]

    def test_a_session_works_once_and_expires(self, person: Person, clock: Clock) -> None:
        secret = enable_app(person, person.sign_in()["AccessToken"])
        used, late = person.initiate(), person.initiate()
        answer(person, used, SOFTWARE_TOKEN_MFA_CODE=code(person, secret))
        clock.advance(30)

        with refused("NotAuthorizedException", "session can only be used once"):
            answer(person, used, SOFTWARE_TOKEN_MFA_CODE=code(person, secret))
        clock.advance(180)
        with refused("NotAuthorizedException", "session is expired"):
            answer(person, late, SOFTWARE_TOKEN_MFA_CODE=code(person, secret))

    def test_a_session_is_bound_to_its_user(self, person: Person, stand_in: StandIn) -> None:
        secret = enable_app(person, person.sign_in()["AccessToken"])
        other = Person(stand_in, person.client_id, person.pool_id).sign_up().confirm()
        challenge = person.initiate()

        with refused("NotAuthorizedException", "Invalid session for the user."):
            answer(other, challenge, SOFTWARE_TOKEN_MFA_CODE=code(person, secret))

    def test_parallel_guesses_get_no_more_tries_than_sequential_ones(self, person: Person) -> None:
        secret = enable_app(person, person.sign_in()["AccessToken"])
        challenge = person.initiate()
        person.stand_in = StandIn(
            person.stand_in.url, person.stand_in.clock, boto3_client(person.stand_in.url, connections=50)
        )
        right = code(person, secret)

        def guess(number: int) -> str:
            try:
                answer(person, challenge, SOFTWARE_TOKEN_MFA_CODE=f"{(int(right) + number) % 10**6:06}")
            except person.client.exceptions.CodeMismatchException:
                return "wrong"
            except person.client.exceptions.NotAuthorizedException:
                return "locked"
            return "in"

        with ThreadPoolExecutor(50) as threads:
            outcomes = list(threads.map(guess, range(10, 60)))

        assert outcomes.count("wrong") == 5
        assert outcomes.count("locked") == 45

    def test_the_lockout_ends_and_survives_a_correct_password(self, person: Person, clock: Clock) -> None:
        secret = enable_app(person, person.sign_in()["AccessToken"])
        challenge = person.initiate()
        for _ in range(5):
            with refused("CodeMismatchException"):
                answer(person, challenge, SOFTWARE_TOKEN_MFA_CODE=wrong(code(person, secret)))

        challenge = person.initiate()
        with refused("NotAuthorizedException", "Password attempts exceeded"):
            answer(person, challenge, SOFTWARE_TOKEN_MFA_CODE=code(person, secret))
        clock.advance(2)

        assert answer(person, challenge, SOFTWARE_TOKEN_MFA_CODE=code(person, secret))["AuthenticationResult"]


class TestRequiredMfa:
    def test_a_user_without_a_factor_sets_one_up_during_the_sign_in(self, stand_in: StandIn, clock: Clock) -> None:
        person = pool(stand_in, "ON", TOTP_ON).sign_up().confirm()
        challenge = person.initiate()
        assert challenge["ChallengeName"] == "MFA_SETUP"
        assert listed(challenge, "MFAS_CAN_SETUP") == ["SOFTWARE_TOKEN_MFA"]

        associated = stand_in.client.associate_software_token(Session=challenge["Session"])
        secret = associated["SecretCode"]
        with refused("EnableSoftwareTokenMFAException"):
            stand_in.client.verify_software_token(Session=associated["Session"], UserCode=wrong(code(person, secret)))
        verified = stand_in.client.verify_software_token(Session=associated["Session"], UserCode=code(person, secret))
        result = answer(person, challenge | {"Session": verified["Session"]})["AuthenticationResult"]

        assert verified["Status"] == "SUCCESS"
        assert (
            stand_in.client.get_user(AccessToken=result["AccessToken"])["PreferredMfaSetting"] == "SOFTWARE_TOKEN_MFA"
        )
        clock.advance(30)
        again = person.initiate()
        assert answer(person, again, SOFTWARE_TOKEN_MFA_CODE=code(person, secret))["AuthenticationResult"]

    def test_a_sign_in_ends_only_after_the_app_is_verified(self, stand_in: StandIn) -> None:
        person = pool(stand_in, "ON", TOTP_ON).sign_up().confirm()
        challenge = person.initiate()

        with refused("InvalidParameterException"):
            answer(person, challenge)
        associated = stand_in.client.associate_software_token(Session=challenge["Session"])
        with refused("InvalidParameterException"):
            answer(person, challenge | {"Session": associated["Session"]})
        with refused("NotAuthorizedException", "session can only be used once"):
            stand_in.client.associate_software_token(Session=challenge["Session"])

    def test_set_up_comes_after_the_new_password(self, stand_in: StandIn) -> None:
        person = pool(stand_in, "ON", TOTP_ON)
        stand_in.client.admin_create_user(
            UserPoolId=person.pool_id, Username=person.email, TemporaryPassword="Temporary-1"
        )
        challenge = person.initiate("Temporary-1")

        assert challenge["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
        assert answer(person, challenge, NEW_PASSWORD=person.password)["ChallengeName"] == "MFA_SETUP"

    def test_an_administrator_removes_a_lost_app(self, stand_in: StandIn) -> None:
        person = pool(stand_in, "OPTIONAL", TOTP_ON, PoolName="lost").sign_up().confirm()
        enable_app(person, person.sign_in()["AccessToken"])
        stand_in.client.set_user_pool_mfa_config(UserPoolId=person.pool_id, MfaConfiguration="ON", **TOTP_ON)
        assert person.initiate()["ChallengeName"] == "SOFTWARE_TOKEN_MFA"

        stand_in.client.admin_delete_software_token(UserPoolId=person.pool_id, Username=person.email)

        assert person.initiate()["ChallengeName"] == "MFA_SETUP"
