"""What the settings of a pool mean, combination by combination."""

from typing import Any

import pytest

from local_cognito.errors import (
    FeatureUnavailableInTierException,
    InvalidParameterException,
    TierChangeNotAllowedException,
)
from local_cognito.model import mfa_config, pool_description, pool_settings, tiers
from local_cognito.model.pools import Pool

ARN = "arn:aws:lambda:us-east-1:000000000000:function:trigger"
OTHER_ARN = f"{ARN}-2"
VERSIONED = {"LambdaArn": ARN, "LambdaVersion": "V2_0"}
SENDER = {"LambdaArn": ARN, "LambdaVersion": "V1_0"}
OWN_MAIL = {"EmailConfiguration": {"EmailSendingAccount": "DEVELOPER"}}
EMAIL_AND_PHONE = [{"Name": "verified_email", "Priority": 1}, {"Name": "verified_phone_number", "Priority": 2}]
SMS_BLOCK: dict[str, Any] = {"SmsMfaConfiguration": {"SmsConfiguration": {"SnsCallerArn": ARN}}}
TOTP_BLOCK: dict[str, Any] = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
EMAIL_BLOCK: dict[str, Any] = {"EmailMfaConfiguration": {"Message": "{####}"}}
PASSKEY_BLOCK: dict[str, Any] = {"WebAuthnConfiguration": {"RelyingPartyId": "localhost"}}


def pool(mfa: dict[str, Any] | None = None, **settings: Any) -> Pool:
    return Pool("us-east-1_Test", {"PoolName": "test", **settings}, mfa or {}, 0, 0)


def recovery(*mechanisms: dict[str, Any]) -> dict[str, Any]:
    return {"AccountRecoverySetting": {"RecoveryMechanisms": list(mechanisms)}}


def factors(*names: str) -> dict[str, Any]:
    return {"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": list(names)}}}


class TestPlans:
    @pytest.mark.parametrize(
        ("settings", "mfa", "features"),
        [
            ({}, {}, {}),
            ({"Policies": {"PasswordPolicy": {"PasswordHistorySize": 0}}}, {}, {}),
            ({"Policies": {"PasswordPolicy": {"PasswordHistorySize": 1}}}, {}, {"Password History": "ESSENTIALS"}),
            (factors("PASSWORD"), {}, {}),
            (factors("PASSWORD", "SMS_OTP"), {}, {"Passwordless Sign-In": "ESSENTIALS"}),
            ({"LambdaConfig": {"PreTokenGenerationConfig": {**VERSIONED, "LambdaVersion": "V1_0"}}}, {}, {}),
            *(
                (
                    {"LambdaConfig": {"PreTokenGenerationConfig": {**VERSIONED, "LambdaVersion": version}}},
                    {},
                    {f"Token Customization with Pre-Token Generation Lambda {version}": "ESSENTIALS"},
                )
                for version in ("V2_0", "V3_0")
            ),
            ({}, EMAIL_BLOCK, {"Email MFA": "ESSENTIALS"}),
            ({}, PASSKEY_BLOCK, {"Passkey": "ESSENTIALS"}),
            ({}, SMS_BLOCK | TOTP_BLOCK, {}),
            ({"UserPoolAddOns": {"AdvancedSecurityMode": "OFF"}}, {}, {}),
            ({"UserPoolAddOns": {"AdvancedSecurityMode": "AUDIT"}}, {}, {"Threat Protection": "PLUS"}),
            ({"UserPoolAddOns": {"AdvancedSecurityMode": "ENFORCED"}}, {}, {"Threat Protection": "PLUS"}),
        ],
    )
    def test_a_setting_uses_a_feature(self, settings: Any, mfa: Any, features: dict[str, str]) -> None:
        assert tiers.features_of_pool(settings, mfa) == features

    def test_only_the_choice_of_factors_is_a_feature_of_a_client(self) -> None:
        assert tiers.features_of_client({"ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"]}) == {}
        assert tiers.features_of_client({}) == {}
        features = {"Passwordless Sign-In": "ESSENTIALS"}
        assert tiers.features_of_client({"ExplicitAuthFlows": ["ALLOW_USER_AUTH"]}) == features

    @pytest.mark.parametrize("tier", tiers.TIERS)
    def test_a_plan_has_the_features_of_lower_ones(self, tier: str) -> None:
        for needed in tiers.TIERS:
            if tiers.TIERS.index(needed) <= tiers.TIERS.index(tier):
                tiers.check(tier, {"It": needed})
                continue
            message = f"need to be disabled for the {tier} pricing tier configured: It, That$"
            with pytest.raises(FeatureUnavailableInTierException, match=message):
                tiers.check(tier, {"It": needed, "Another": "LITE", "That": needed})

    def test_a_plan_is_lowered_only_without_features_of_the_higher_one(self) -> None:
        with pytest.raises(TierChangeNotAllowedException, match="LITE pricing tier configured: It"):
            tiers.check_change("ESSENTIALS", "LITE", {"It": "ESSENTIALS"})
        for old in ("LITE", "ESSENTIALS"):
            with pytest.raises(FeatureUnavailableInTierException):
                tiers.check_change(old, "ESSENTIALS", {"It": "PLUS"})
        tiers.check_change("PLUS", "LITE", {})
        tiers.check_change("LITE", "PLUS", {"It": "PLUS"})


class TestSettings:
    @pytest.mark.parametrize(
        "settings",
        [
            {"LambdaConfig": {"PreTokenGeneration": OTHER_ARN, "PreTokenGenerationConfig": VERSIONED}},
            {"LambdaConfig": {"CustomSMSSender": SENDER}},
            {"LambdaConfig": {"CustomEmailSender": SENDER}},
            recovery({"Name": "admin_only", "Priority": 1}, {"Name": "verified_email", "Priority": 2}),
            recovery({"Name": "verified_email", "Priority": 1}, {"Name": "verified_phone_number", "Priority": 1}),
            recovery({"Name": "verified_email", "Priority": 1}, {"Name": "verified_email", "Priority": 2}),
            {"UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": ["email"]}},
            {
                "AutoVerifiedAttributes": ["phone_number"],
                "UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": ["email", "phone_number"]},
            },
            {"UserPoolTags": {"aws:team": "blue"}},
            {"UserPoolTags": {f"key{number}": "" for number in range(51)}},
        ],
    )
    def test_combinations_that_cognito_refuses(self, settings: Any) -> None:
        with pytest.raises(InvalidParameterException):
            pool_settings.check(settings)

    @pytest.mark.parametrize(
        "settings",
        [
            {},
            {"LambdaConfig": {"PreTokenGeneration": ARN, "PreTokenGenerationConfig": VERSIONED}},
            {"LambdaConfig": {"PreTokenGenerationConfig": VERSIONED}},
            {"LambdaConfig": {"CustomSMSSender": SENDER, "CustomEmailSender": SENDER, "KMSKeyID": ARN}},
            recovery({"Name": "admin_only", "Priority": 1}),
            recovery(*EMAIL_AND_PHONE),
            {
                "AutoVerifiedAttributes": ["email"],
                "UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": ["email"]},
            },
            {"UserPoolTags": {f"key{number}": "" for number in range(50)}},
        ],
    )
    def test_combinations_that_it_accepts(self, settings: Any) -> None:
        pool_settings.check(settings)

    def test_the_older_name_of_the_validity_of_invitations_is_translated(self) -> None:
        policy = {"PasswordPolicy": {"MinimumLength": 9}}
        given = {"AdminCreateUserConfig": {"UnusedAccountValidityDays": 0, "AllowAdminCreateUserOnly": True}}

        assert pool_settings.normalize({**given, "Policies": policy}) == {
            "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": True},
            "Policies": {"PasswordPolicy": {"MinimumLength": 9, "TemporaryPasswordValidityDays": 0}},
        }
        assert pool_settings.normalize({"Policies": policy}) == {"Policies": policy}
        both = {**given, "Policies": {"PasswordPolicy": {"TemporaryPasswordValidityDays": 3}}}
        with pytest.raises(InvalidParameterException, match="Please use TemporaryPasswordValidityDays"):
            pool_settings.normalize(both)

    @pytest.mark.parametrize("name", pool_settings.KEPT)
    def test_an_update_keeps_some_settings_and_resets_others(self, name: str) -> None:
        assert pool_settings.updated({name: 1, "AutoVerifiedAttributes": ["email"]}, {"UserPoolId": "x"}) == {name: 1}

    def test_an_update_keeps_the_other_part_of_the_policies(self) -> None:
        old = {"Policies": {"PasswordPolicy": {"MinimumLength": 9}, "SignInPolicy": {"AllowedFirstAuthFactors": ["X"]}}}
        new = {"Policies": {"PasswordPolicy": {"MinimumLength": 12}}}

        assert pool_settings.updated(old, new)["Policies"] == {**old["Policies"], **new["Policies"]}
        assert pool_settings.updated(old, {}) == {"Policies": old["Policies"]}
        assert pool_settings.updated({}, {"PoolName": "x"}) == {"PoolName": "x"}


class TestDescription:
    def test_a_pool_without_settings_has_those_of_cognito(self) -> None:
        # Cognito's contract, so it is repeated here: what DescribeUserPool returns of a pool that has only a name.
        described = pool_description.describe(pool(), users=3)

        assert described["EstimatedNumberOfUsers"] == 3
        assert (described["DeletionProtection"], described["MfaConfiguration"]) == ("INACTIVE", "OFF")
        assert described["EmailConfiguration"] == {"EmailSendingAccount": "COGNITO_DEFAULT"}
        assert (described["UserPoolTags"], described["UserPoolTier"]) == ({}, "ESSENTIALS")
        assert described["VerificationMessageTemplate"] == {"DefaultEmailOption": "CONFIRM_WITH_CODE"}
        assert described["AdminCreateUserConfig"] == {
            "AllowAdminCreateUserOnly": False,
            "UnusedAccountValidityDays": 7,
        }
        assert described["Policies"] == {
            "PasswordPolicy": {
                "MinimumLength": 8,
                "RequireUppercase": True,
                "RequireLowercase": True,
                "RequireNumbers": True,
                "RequireSymbols": True,
                "TemporaryPasswordValidityDays": 7,
            }
        }
        assert (described["Id"], described["Name"], described["LambdaConfig"]) == ("us-east-1_Test", "test", {})
        assert described["Arn"] == "arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_Test"
        assert not {"PoolName", "Schema"} & described.keys()

    @pytest.mark.parametrize(
        ("name", "template_name"),
        [
            ("EmailVerificationMessage", "EmailMessage"),
            ("EmailVerificationSubject", "EmailSubject"),
            ("SmsVerificationMessage", "SmsMessage"),
        ],
    )
    def test_a_message_has_two_names_and_the_template_wins(self, name: str, template_name: str) -> None:
        old: Any = pool_description.describe(pool(**{name: "old"}), 0)
        new: Any = pool_description.describe(
            pool(**{name: "old", "VerificationMessageTemplate": {template_name: "new"}}), 0
        )

        assert (old[name], old["VerificationMessageTemplate"][template_name]) == ("old", "old")
        assert (new[name], new["VerificationMessageTemplate"][template_name]) == ("new", "new")

    def test_the_trigger_of_tokens_has_two_names(self) -> None:
        first = {"PreTokenGeneration": ARN, "PreTokenGenerationConfig": {"LambdaArn": ARN, "LambdaVersion": "V1_0"}}

        assert pool_description.lambda_config({"PreTokenGeneration": ARN}) == first
        versioned = pool_description.lambda_config({"PreTokenGenerationConfig": VERSIONED})
        assert versioned == {"PreTokenGeneration": ARN, "PreTokenGenerationConfig": VERSIONED}
        assert pool_description.lambda_config({"PreSignUp": ARN}) == {"PreSignUp": ARN}


def message_of(mfa: Any, **settings: Any) -> str:
    """Why SetUserPoolMfaConfig refuses a configuration, or an empty text."""
    try:
        mfa_config.check(pool(**settings), mfa)
    except (InvalidParameterException, FeatureUnavailableInTierException) as error:
        return str(error)
    return ""


class TestMfaConfig:
    @pytest.mark.parametrize(
        ("mfa", "settings", "message"),
        [
            ({}, {}, ""),
            ({"MfaConfiguration": "OFF"}, {}, ""),
            ({"MfaConfiguration": "OFF", **PASSKEY_BLOCK}, {}, ""),
            (SMS_BLOCK, {}, "can't turn off MFA and configure an MFA together"),
            ({"MfaConfiguration": "OFF", **TOTP_BLOCK}, {}, "can't turn off MFA and configure an MFA together"),
            ({"MfaConfiguration": "ON"}, {}, "can't turn on MFA without an MFA method"),
            ({"MfaConfiguration": "OPTIONAL"}, {}, "can't turn on MFA without an MFA method"),
            (
                {"MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": {"Enabled": False}},
                {},
                "can't turn on MFA without an MFA method",
            ),
            ({"MfaConfiguration": "ON", **TOTP_BLOCK}, {}, ""),
            ({"MfaConfiguration": "ON", **SMS_BLOCK}, {}, ""),
            ({"MfaConfiguration": "ON", **SMS_BLOCK}, recovery(*EMAIL_AND_PHONE), "cannot use verified_phone_number"),
            ({"MfaConfiguration": "ON", **EMAIL_BLOCK}, {}, "needs an email configuration"),
            ({"MfaConfiguration": "ON", **EMAIL_BLOCK}, OWN_MAIL, ""),
            (
                {"MfaConfiguration": "ON", **EMAIL_BLOCK},
                {**OWN_MAIL, **recovery(EMAIL_AND_PHONE[0])},
                "only account recovery mechanism",
            ),
            ({"MfaConfiguration": "ON", **EMAIL_BLOCK}, {**OWN_MAIL, **recovery(*EMAIL_AND_PHONE)}, ""),
            ({"MfaConfiguration": "ON", **EMAIL_BLOCK}, {**OWN_MAIL, "UserPoolTier": "LITE"}, "Email MFA"),
            ({"MfaConfiguration": "OFF", **PASSKEY_BLOCK}, {"UserPoolTier": "LITE"}, "Passkey"),
            ({"MfaConfiguration": "ON", **TOTP_BLOCK}, factors("PASSWORD", "EMAIL_OTP"), "EMAIL_OTP cannot be used"),
            ({"MfaConfiguration": "OPTIONAL", **TOTP_BLOCK}, factors("PASSWORD", "EMAIL_OTP"), ""),
            (
                {"MfaConfiguration": "ON", **TOTP_BLOCK, **PASSKEY_BLOCK},
                factors("PASSWORD", "WEB_AUTHN"),
                "Cannot set WebAuthn factor configuration to SINGLE_FACTOR",
            ),
            (
                {
                    "MfaConfiguration": "ON",
                    **TOTP_BLOCK,
                    "WebAuthnConfiguration": {"FactorConfiguration": mfa_config.MULTI_FACTOR},
                },
                factors("PASSWORD", "WEB_AUTHN"),
                "",
            ),
        ],
    )
    def test_a_configuration_is_accepted_or_refused(self, mfa: Any, settings: Any, message: str) -> None:
        found = message_of(mfa, **settings)

        assert message in found
        assert bool(message) == bool(found)
