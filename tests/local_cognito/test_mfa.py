"""Second factors at sign-in: codes by mail and SMS, the choice, required set-up."""

from typing import Any

import pytest

from tests.local_cognito.factors import (
    EMAIL_ON,
    PHONE,
    SMS_ON,
    TOTP_ON,
    answer,
    code,
    listed,
    pool,
    prefer,
    register_app,
)
from tests.local_cognito.people import Person, StandIn, refused, wrong
from tests.servers import Clock


@pytest.fixture
def person(stand_in: StandIn) -> Person:
    """Confirmed, in a pool with every second factor."""
    return pool(stand_in, "OPTIONAL", TOTP_ON, EMAIL_ON, SMS_ON).sign_up(phone_number=PHONE).confirm()


class TestCodesByMail:
    def test_a_mailed_code_finishes_the_sign_in(self, person: Person) -> None:
        prefer(person, person.sign_in()["AccessToken"], EmailMfaSettings={"Enabled": True, "PreferredMfa": True})

        challenge = person.initiate()
        message = person.stand_in.messages(person.email)[0]

        assert challenge["ChallengeName"] == "EMAIL_OTP"
        assert challenge["ChallengeParameters"]["CODE_DELIVERY_DELIVERY_MEDIUM"] == "EMAIL"
        assert challenge["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"] == f"{person.email[0]}***@e***"
        assert (message["purpose"], message["medium"], len(message["code"])) == ("sign_in", "email", 6)
        assert answer(person, challenge, EMAIL_OTP_CODE=message["code"])["AuthenticationResult"]

    def test_a_wrong_code_leaves_the_session_usable(self, person: Person) -> None:
        prefer(person, person.sign_in()["AccessToken"], EmailMfaSettings={"Enabled": True})
        challenge = person.initiate()

        with refused("CodeMismatchException", "Invalid code or auth state for the user."):
            answer(person, challenge, EMAIL_OTP_CODE=wrong(person.code))

        assert answer(person, challenge, EMAIL_OTP_CODE=person.code)["AuthenticationResult"]

    def test_a_code_works_in_its_own_session_only(self, person: Person) -> None:
        prefer(person, person.sign_in()["AccessToken"], EmailMfaSettings={"Enabled": True})
        first = person.initiate()
        earlier = person.code
        second = person.initiate()

        if person.code != earlier:
            with refused("CodeMismatchException"):
                answer(person, second, EMAIL_OTP_CODE=earlier)
        assert answer(person, first, EMAIL_OTP_CODE=earlier)["AuthenticationResult"]

    def test_a_code_lasts_as_long_as_the_session(self, person: Person, clock: Clock) -> None:
        prefer(person, person.sign_in()["AccessToken"], EmailMfaSettings={"Enabled": True})
        challenge = person.initiate()

        clock.advance(180)

        with refused("NotAuthorizedException", "session is expired"):
            answer(person, challenge, EMAIL_OTP_CODE=person.code)

    def test_a_code_by_sms_goes_to_the_phone_and_verifies_it(self, person: Person) -> None:
        token = person.sign_in()["AccessToken"]
        prefer(person, token, SMSMfaSettings={"Enabled": True, "PreferredMfa": True})

        challenge = person.initiate()
        result = answer(person, challenge, SMS_MFA_CODE=person.stand_in.code(PHONE))["AuthenticationResult"]

        assert challenge["ChallengeName"] == "SMS_MFA"
        assert challenge["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"] == "+*******0132"
        assert person.attributes(result["AccessToken"])["phone_number_verified"] == "true"

    def test_an_address_of_another_user_cannot_be_verified_by_its_code(self, stand_in: StandIn) -> None:
        settings = {"UsernameAttributes": [], "AliasAttributes": ["email"]}
        owner = pool(stand_in, "ON", EMAIL_ON, **settings)
        other = Person(stand_in, owner.client_id, owner.pool_id)
        for name, verified in ((owner.email, "true"), (other.email, "false")):
            values: Any = [
                {"Name": "email", "Value": "shared@example.net"},
                {"Name": "email_verified", "Value": verified},
            ]
            named: Any = {"UserPoolId": owner.pool_id, "Username": name.partition("@")[0]}
            stand_in.client.admin_create_user(**named, UserAttributes=values, MessageAction="SUPPRESS")
            stand_in.client.admin_set_user_password(**named, Password=other.password, Permanent=True)
        other.email = other.email.partition("@")[0]

        challenge = other.initiate()

        with refused("AliasExistsException"):
            answer(other, challenge, EMAIL_OTP_CODE=stand_in.code("shared@example.net"))

    def test_too_many_wrong_codes_start_the_lockout(self, person: Person) -> None:
        prefer(person, person.sign_in()["AccessToken"], EmailMfaSettings={"Enabled": True})
        challenge = person.initiate()
        for _ in range(5):
            with refused("CodeMismatchException"):
                answer(person, challenge, EMAIL_OTP_CODE=wrong(person.code))

        with refused("NotAuthorizedException", "Password attempts exceeded"):
            answer(person, challenge, EMAIL_OTP_CODE=person.code)


class TestChoice:
    def test_a_user_without_a_preference_chooses(self, person: Person) -> None:
        token = person.sign_in()["AccessToken"]
        secret = register_app(person, token)
        prefer(person, token, SoftwareTokenMfaSettings={"Enabled": True}, EmailMfaSettings={"Enabled": True})
        person.stand_in.clock.advance(30)

        challenge = person.initiate()
        assert challenge["ChallengeName"] == "SELECT_MFA_TYPE"
        assert listed(challenge, "MFAS_CAN_CHOOSE") == ["SOFTWARE_TOKEN_MFA", "EMAIL_OTP"]
        with refused("InvalidParameterException"):
            answer(person, challenge, ANSWER="SMS_MFA")
        chosen = answer(person, challenge, ANSWER="SOFTWARE_TOKEN_MFA")

        assert chosen["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
        assert answer(person, chosen, SOFTWARE_TOKEN_MFA_CODE=code(person, secret))["AuthenticationResult"]

    def test_the_preferred_factor_is_requested(self, person: Person) -> None:
        token = person.sign_in()["AccessToken"]
        register_app(person, token)
        prefer(person, token, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True})
        prefer(person, token, EmailMfaSettings={"Enabled": True, "PreferredMfa": True})

        assert person.initiate()["ChallengeName"] == "EMAIL_OTP"

    def test_the_challenges_of_a_sign_in_follow_for_administrators_too(self, person: Person) -> None:
        prefer(person, person.sign_in()["AccessToken"], EmailMfaSettings={"Enabled": True})
        named: Any = {"UserPoolId": person.pool_id, "ClientId": person.client_id}
        parameters = {"USERNAME": person.email, "PASSWORD": person.password}

        challenge = person.client.admin_initiate_auth(
            **named, AuthFlow="ADMIN_USER_PASSWORD_AUTH", AuthParameters=parameters
        )
        result = person.client.admin_respond_to_auth_challenge(
            **named,
            ChallengeName="EMAIL_OTP",
            Session=challenge["Session"],
            ChallengeResponses={"USERNAME": person.email, "EMAIL_OTP_CODE": person.code},
        )

        assert result["AuthenticationResult"]["AccessToken"]


class TestRequiredMfa:
    def test_an_address_is_a_factor_without_being_enabled(self, stand_in: StandIn) -> None:
        person = pool(stand_in, "ON", EMAIL_ON).sign_up().confirm()

        challenge = person.initiate()

        assert challenge["ChallengeName"] == "EMAIL_OTP"
        assert answer(person, challenge, EMAIL_OTP_CODE=person.code)["AuthenticationResult"]

    def test_a_user_without_any_address_sets_up_email(self, stand_in: StandIn) -> None:
        person = pool(stand_in, "ON", TOTP_ON, EMAIL_ON, UsernameAttributes=[], AutoVerifiedAttributes=[])
        person.client.sign_up(ClientId=person.client_id, Username=person.email, Password=person.password)
        person.client.admin_confirm_sign_up(UserPoolId=person.pool_id, Username=person.email)

        challenge = person.initiate()
        assert listed(challenge, "MFAS_CAN_SETUP") == ["SOFTWARE_TOKEN_MFA", "EMAIL_OTP"]
        challenge = answer(person, challenge, email=person.email)
        assert challenge["ChallengeName"] == "EMAIL_OTP"
        token = answer(person, challenge, EMAIL_OTP_CODE=person.code)["AuthenticationResult"]["AccessToken"]

        assert person.attributes(token)["email_verified"] == "true"
        assert person.initiate()["ChallengeName"] == "EMAIL_OTP"

    def test_an_app_cannot_be_set_up_where_only_mails_are_offered(self, stand_in: StandIn) -> None:
        person = pool(stand_in, "ON", EMAIL_ON, UsernameAttributes=[], AutoVerifiedAttributes=[])
        person.client.sign_up(ClientId=person.client_id, Username=person.email, Password=person.password)
        person.client.admin_confirm_sign_up(UserPoolId=person.pool_id, Username=person.email)
        challenge = person.initiate()

        assert listed(challenge, "MFAS_CAN_SETUP") == ["EMAIL_OTP"]
        with refused("SoftwareTokenMFANotFoundException"):
            person.client.associate_software_token(Session=challenge["Session"])

    def test_email_cannot_be_set_up_by_a_user_who_has_an_address(self, stand_in: StandIn) -> None:
        email_first = {"RecoveryMechanisms": [{"Priority": 1, "Name": "verified_email"}, PHONE_SECOND]}
        person = pool(stand_in, "ON", TOTP_ON, EMAIL_ON, AccountRecoverySetting=email_first).sign_up().confirm()
        challenge = person.initiate()

        assert listed(challenge, "MFAS_CAN_SETUP") == ["SOFTWARE_TOKEN_MFA"]
        with refused("InvalidParameterException"):
            answer(person, challenge, EMAIL="elsewhere@example.com")

    def test_without_any_possible_factor_the_sign_in_is_refused(self, stand_in: StandIn) -> None:
        email_first = {"RecoveryMechanisms": [{"Priority": 1, "Name": "verified_email"}, PHONE_SECOND]}
        person = pool(stand_in, "ON", EMAIL_ON, AccountRecoverySetting=email_first).sign_up().confirm()

        with refused("InvalidUserPoolConfigurationException"):
            person.initiate()


PHONE_SECOND = {"Priority": 2, "Name": "verified_phone_number"}
