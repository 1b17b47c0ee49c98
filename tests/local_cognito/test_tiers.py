"""Feature plans: what a pool of a lower UserPoolTier cannot use."""

from typing import Any

import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient as Client

from tests.local_cognito.people import refused

LITE = "The following features need to be disabled for the LITE pricing tier configured"
ESSENTIALS = "The following features need to be disabled for the ESSENTIALS pricing tier configured"
HISTORY = {"Policies": {"PasswordPolicy": {"MinimumLength": 8, "PasswordHistorySize": 3}}}
PASSWORDLESS = {"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"]}}}
THREATS = {"UserPoolAddOns": {"AdvancedSecurityMode": "AUDIT"}}
TRIGGER = {
    "LambdaConfig": {
        "PreTokenGenerationConfig": {
            "LambdaVersion": "V2_0",
            "LambdaArn": "arn:aws:lambda:us-east-1:123456789012:function:tokens",
        }
    }
}
UNAVAILABLE = {
    "password history on LITE": ("LITE", HISTORY, f"{LITE}: Password History"),
    "passwordless on LITE": ("LITE", PASSWORDLESS, f"{LITE}: Passwordless Sign-In"),
    "threat protection on LITE": ("LITE", THREATS, f"{LITE}: Threat Protection"),
    "threat protection on ESSENTIALS": ("ESSENTIALS", THREATS, f"{ESSENTIALS}: Threat Protection"),
    "threat protection by default": (None, THREATS, f"{ESSENTIALS}: Threat Protection"),
    "token customization on LITE": (
        "LITE",
        TRIGGER,
        f"{LITE}: Token Customization with Pre-Token Generation Lambda V2_0",
    ),
}


def create(client: Client, **settings: Any) -> str:
    return client.create_user_pool(PoolName="tier", **settings)["UserPool"]["Id"]


class TestFeatures:
    @pytest.mark.parametrize(("tier", "settings", "message"), UNAVAILABLE.values(), ids=UNAVAILABLE.keys())
    def test_features_of_a_higher_plan_are_refused(
        self, client: Client, tier: str | None, settings: dict[str, Any], message: str
    ) -> None:
        plan = {"UserPoolTier": tier} if tier else {}
        pool_id = create(client, **plan)

        with refused("FeatureUnavailableInTierException", message):
            create(client, **plan, **settings)
        with refused("FeatureUnavailableInTierException", message):
            client.update_user_pool(UserPoolId=pool_id, **settings)

    @pytest.mark.parametrize("settings", [HISTORY, PASSWORDLESS, THREATS, TRIGGER])
    def test_all_features_are_in_the_plus_plan(self, client: Client, settings: dict[str, Any]) -> None:
        assert create(client, UserPoolTier="PLUS", **settings)

    def test_choice_based_sign_in_is_refused_to_a_client_of_a_lite_pool(self, client: Client) -> None:
        pool_id = create(client, UserPoolTier="LITE")

        with refused("FeatureUnavailableInTierException", f"{LITE}: Passwordless Sign-In"):
            client.create_user_pool_client(
                UserPoolId=pool_id, ClientName="choice", ExplicitAuthFlows=["ALLOW_USER_AUTH"]
            )


class TestChangesOfPlan:
    def test_a_plan_cannot_be_lowered_while_its_features_are_in_use(self, client: Client) -> None:
        pool_id = create(client, UserPoolTier="PLUS", **THREATS)

        with refused("TierChangeNotAllowedException", "Threat Protection"):
            client.update_user_pool(UserPoolId=pool_id, UserPoolTier="ESSENTIALS", **THREATS)
        client.update_user_pool(UserPoolId=pool_id, UserPoolTier="ESSENTIALS")
        assert client.describe_user_pool(UserPoolId=pool_id)["UserPool"]["UserPoolTier"] == "ESSENTIALS"

    def test_a_pool_with_passkeys_cannot_change_to_the_lite_plan(self, client: Client) -> None:
        pool_id = create(client)
        client.set_user_pool_mfa_config(
            UserPoolId=pool_id, WebAuthnConfiguration={"RelyingPartyId": "localhost", "UserVerification": "preferred"}
        )

        with refused("TierChangeNotAllowedException", "Passkey"):
            client.update_user_pool(UserPoolId=pool_id, UserPoolTier="LITE")


def test_only_auto_verified_attributes_can_be_verified_before_an_update(client: Client) -> None:
    setting: Any = {"AttributesRequireVerificationBeforeUpdate": ["email"]}

    with refused("InvalidParameterException", "AutoVerifiedAttributes"):
        create(client, UserAttributeUpdateSettings=setting)
    pool_id = create(client, UserAttributeUpdateSettings=setting, AutoVerifiedAttributes=["email"])
    with refused("InvalidParameterException", "AutoVerifiedAttributes"):
        client.update_user_pool(UserPoolId=pool_id, UserAttributeUpdateSettings=setting)
