"""The MFA settings of pools, and the preferences of users."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local_cognito.factors import (
    EMAIL_ON,
    PHONE,
    PHONE_FIRST,
    SMS_ON,
    TOTP_ON,
    enable_app,
    pool,
    prefer,
)
from tests.local_cognito.people import CLIENT_ID, POOL_ID, Person, StandIn, refused


@pytest.fixture
def person(stand_in: StandIn) -> Person:
    """Confirmed, in a pool with every second factor."""
    return pool(stand_in, "OPTIONAL", TOTP_ON, EMAIL_ON, SMS_ON).sign_up(phone_number=PHONE).confirm()


class TestPreference:
    def test_the_preference_is_shown_to_the_user_and_to_administrators(self, person: Person) -> None:
        token = person.sign_in()["AccessToken"]
        before = person.client.get_user(AccessToken=token)
        enable_app(person, token)
        prefer(person, token, EmailMfaSettings={"Enabled": True})

        own = person.client.get_user(AccessToken=token)
        seen = person.client.admin_get_user(UserPoolId=person.pool_id, Username=person.email)
        factors = person.client.get_user_auth_factors(AccessToken=token)
        same = person.client.admin_get_user_auth_factors(UserPoolId=person.pool_id, Username=person.email)

        assert "UserMFASettingList" not in before
        assert "PreferredMfaSetting" not in before
        for found in (own, seen, factors, same):
            assert found["UserMFASettingList"] == ["SOFTWARE_TOKEN_MFA", "EMAIL_OTP"]
            assert found["PreferredMfaSetting"] == "SOFTWARE_TOKEN_MFA"
        assert factors["ConfiguredUserAuthFactors"] == ["PASSWORD", "EMAIL_OTP", "SOFTWARE_TOKEN"]

    def test_turning_a_factor_off_ends_its_preference(self, person: Person) -> None:
        token = person.sign_in()["AccessToken"]
        enable_app(person, token)

        prefer(person, token, SoftwareTokenMfaSettings={"Enabled": False})

        assert "PreferredMfaSetting" not in person.client.get_user(AccessToken=token)
        assert "AuthenticationResult" in person.initiate()

    def test_the_preference_can_be_set_by_administrators(self, person: Person) -> None:
        named: Any = {"UserPoolId": person.pool_id, "Username": person.email}

        person.client.admin_set_user_mfa_preference(**named, EmailMfaSettings={"Enabled": True, "PreferredMfa": True})

        assert person.initiate()["ChallengeName"] == "EMAIL_OTP"

    @pytest.mark.parametrize(
        ("settings", "message"),
        [
            ({"SoftwareTokenMfaSettings": {"Enabled": True}}, "turn on SOFTWARE_TOKEN_MFA"),
            ({"EmailMfaSettings": {"PreferredMfa": True}}, "EMAIL_OTP cannot be preferred"),
            ({"EmailMfaSettings": {"Enabled": False, "PreferredMfa": True}}, "EMAIL_OTP cannot be preferred"),
            (
                {
                    "EmailMfaSettings": {"Enabled": True, "PreferredMfa": True},
                    "SMSMfaSettings": {"Enabled": True, "PreferredMfa": True},
                },
                "Only one",
            ),
            ({"WebAuthnMfaSettings": {"Enabled": True}}, "MULTI_FACTOR_WITH_USER_VERIFICATION"),
        ],
    )
    def test_impossible_preferences_are_refused(
        self, person: Person, settings: dict[str, dict[str, bool]], message: str
    ) -> None:
        with refused("InvalidParameterException", message):
            prefer(person, person.sign_in()["AccessToken"], **settings)

    def test_a_user_without_a_phone_cannot_turn_on_sms(self, stand_in: StandIn) -> None:
        person = pool(stand_in, "OPTIONAL", SMS_ON).sign_up().confirm()

        with refused("InvalidParameterException", "User does not have delivery config set to turn on SMS_MFA"):
            prefer(person, person.sign_in()["AccessToken"], SMSMfaSettings={"Enabled": True})

    def test_factors_cannot_be_disabled_if_mfa_is_required(self, stand_in: StandIn) -> None:
        person = pool(stand_in, "OPTIONAL", EMAIL_ON, PoolName="stay").sign_up().confirm()
        token = person.sign_in()["AccessToken"]
        prefer(person, token, EmailMfaSettings={"Enabled": True})
        person.client.set_user_pool_mfa_config(UserPoolId=person.pool_id, MfaConfiguration="ON", **EMAIL_ON)

        with refused("InvalidParameterException"):
            prefer(person, token, EmailMfaSettings={"Enabled": False})


class TestPasswordReset:
    def test_a_password_reset_does_not_use_the_channel_of_the_second_factor(self, stand_in: StandIn) -> None:
        person = pool(stand_in, "OPTIONAL", EMAIL_ON, AccountRecoverySetting=PHONE_FIRST).sign_up().confirm()
        prefer(person, person.sign_in()["AccessToken"], EmailMfaSettings={"Enabled": True})
        before = len(stand_in.messages(person.email))

        person.client.forgot_password(ClientId=person.client_id, Username=person.email)

        assert len(stand_in.messages(person.email)) == before

    def test_a_password_reset_keeps_the_second_factor(self, stand_in: StandIn) -> None:
        person = pool(stand_in, "OPTIONAL", TOTP_ON, AccountRecoverySetting=PHONE_FIRST).sign_up().confirm()
        enable_app(person, person.sign_in()["AccessToken"])

        person.client.forgot_password(ClientId=person.client_id, Username=person.email)
        person.client.confirm_forgot_password(
            ClientId=person.client_id, Username=person.email, ConfirmationCode=person.code, Password="Another-horse-1"
        )

        assert person.initiate("Another-horse-1")["ChallengeName"] == "SOFTWARE_TOKEN_MFA"


class TestEmbeddedPool:
    def test_the_embedded_pool_offers_an_app_and_email(self, alice: Person) -> None:
        config = alice.client.get_user_pool_mfa_config(UserPoolId=POOL_ID)
        prefer(alice, alice.sign_in()["AccessToken"], EmailMfaSettings={"Enabled": True})

        challenge = alice.initiate()

        assert config["MfaConfiguration"] == "OPTIONAL"
        assert config["SoftwareTokenMfaConfiguration"] == {"Enabled": True}
        assert (challenge["ChallengeName"], alice.client_id) == ("EMAIL_OTP", CLIENT_ID)


class TestPoolConfiguration:
    @pytest.mark.parametrize(
        ("settings", "config", "error", "message"),
        [
            (
                {},
                {"MfaConfiguration": "OFF"} | TOTP_ON,
                "InvalidParameterException",
                "can't turn off MFA and configure",
            ),
            ({}, TOTP_ON, "InvalidParameterException", "can't turn off MFA and configure"),
            ({}, {"MfaConfiguration": "ON"}, "InvalidParameterException", "without an MFA method"),
            (
                {},
                {"MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": {"Enabled": False}},
                "InvalidParameterException",
                "without an MFA method",
            ),
            ({}, {"MfaConfiguration": "OPTIONAL"} | EMAIL_ON, "InvalidParameterException", "DEVELOPER"),
            (
                {"OWN_MAIL": True, "recovery": ["verified_email"]},
                {"MfaConfiguration": "OPTIONAL"} | EMAIL_ON,
                "InvalidParameterException",
                "only account recovery mechanism",
            ),
            (
                {"OWN_MAIL": True, "UserPoolTier": "LITE"},
                {"MfaConfiguration": "OPTIONAL"} | EMAIL_ON,
                "FeatureUnavailableInTierException",
                "LITE pricing tier",
            ),
            (
                {"recovery": ["verified_email", "verified_phone_number"]},
                {"MfaConfiguration": "OPTIONAL"} | SMS_ON,
                "InvalidParameterException",
                "cannot use verified_phone_number",
            ),
            (
                {"first": ["PASSWORD", "EMAIL_OTP"]},
                {"MfaConfiguration": "ON"} | TOTP_ON,
                "InvalidParameterException",
                "EMAIL_OTP",
            ),
            (
                {"first": ["PASSWORD", "WEB_AUTHN"]},
                {"MfaConfiguration": "ON", "WebAuthnConfiguration": {"RelyingPartyId": "localhost"}} | TOTP_ON,
                "InvalidParameterException",
                "Cannot set WebAuthn factor configuration to SINGLE_FACTOR",
            ),
        ],
    )
    def test_combinations_that_cognito_refuses_are_refused(
        self, stand_in: StandIn, settings: dict[str, Any], config: dict[str, Any], error: str, message: str
    ) -> None:
        given: dict[str, Any] = {"EmailConfiguration": {"EmailSendingAccount": "COGNITO_DEFAULT"}}
        if settings.get("OWN_MAIL"):
            del given["EmailConfiguration"]
        if "recovery" in settings:
            names = enumerate(settings["recovery"], start=1)
            given["AccountRecoverySetting"] = {
                "RecoveryMechanisms": [{"Priority": priority, "Name": name} for priority, name in names]
            }
        if "first" in settings:
            given["Policies"] = {"SignInPolicy": {"AllowedFirstAuthFactors": settings["first"]}}
        if "UserPoolTier" in settings:
            given["UserPoolTier"] = settings["UserPoolTier"]
        person = pool(stand_in, **given)

        with refused(error, message):
            stand_in.client.set_user_pool_mfa_config(UserPoolId=person.pool_id, **config)

    def test_turning_mfa_off_keeps_the_passkey_settings(self, stand_in: StandIn) -> None:
        person = pool(stand_in, PoolName="off")

        stand_in.client.set_user_pool_mfa_config(
            UserPoolId=person.pool_id, MfaConfiguration="OFF", WebAuthnConfiguration={"RelyingPartyId": "localhost"}
        )

        found = stand_in.client.get_user_pool_mfa_config(UserPoolId=person.pool_id)
        assert found["WebAuthnConfiguration"] == {"RelyingPartyId": "localhost"}

    @pytest.mark.parametrize("mode", ["ON", "OPTIONAL"])
    def test_a_new_pool_with_mfa_needs_sms(self, stand_in: StandIn, mode: Any) -> None:
        with pytest.raises(ClientError, match="SMS configuration and Auto verification for phone_number are required"):
            stand_in.client.create_user_pool(PoolName="mfa", MfaConfiguration=mode)
