"""What the API makes of the pool's descriptions."""

from typing import Any

import pytest

from tests.unit.gateways.scripted_client import ScriptedClient, admin_gateway, failure
from vestibule import errors
from vestibule.cognito.models import PasswordPolicy, PoolAttribute

POOL = {"Policies": {"PasswordPolicy": {}}, "SchemaAttributes": []}
TRIGGERS = dict.fromkeys(("DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse"), "arn")


def described(pool: Any = None, app: Any = None, mfa: Any = None) -> Any:
    client = ScriptedClient(
        describe_user_pool={"UserPool": POOL | (pool or {})},
        describe_user_pool_client={"UserPoolClient": app or {}},
        get_user_pool_mfa_config=mfa or {},
    )
    return admin_gateway(client).pool.describe()


def first(*factors: str, **more: Any) -> dict[str, Any]:
    return {"Policies": {"PasswordPolicy": {}, "SignInPolicy": {"AllowedFirstAuthFactors": [*factors]}}, **more}


class TestPool:
    def test_what_the_pool_does_not_say_has_cognitos_defaults(self) -> None:
        assert described().model_dump() == {
            "password_policy": {"minimum_length": 8}
            | {f"require_{each}": False for each in ("lowercase", "uppercase", "numbers", "symbols")},
            "attributes": [],
            "mfa": "off",
            "mfa_methods": [],
            "self_sign_up": True,
            "factors": ["password"],
            "password_sign_in": False,
        }
        assert (described().identity_providers, described().device_tracking, described().refresh_token_seconds) == (
            [],
            False,
            30 * 86_400,
        )

    def test_policy_and_attributes_are_those_of_the_pool(self) -> None:
        policy = {
            "MinimumLength": 12,
            "RequireLowercase": True,
            "RequireUppercase": True,
            "RequireNumbers": True,
            "RequireSymbols": True,
        }
        schema = [
            {
                "Name": "custom:team",
                "AttributeDataType": "String",
                "Required": True,
                "Mutable": False,
                "StringAttributeConstraints": {"MinLength": "1", "MaxLength": "20"},
            },
            {
                "Name": "custom:level",
                "AttributeDataType": "Number",
                "NumberAttributeConstraints": {"MinValue": "-1", "MaxValue": "9"},
            },
            {"Name": "custom:staff", "AttributeDataType": "Boolean"},
            {"Name": "custom:since", "AttributeDataType": "DateTime"},
        ]

        found = described({"Policies": {"PasswordPolicy": policy}, "SchemaAttributes": schema})

        every = dict.fromkeys(("require_lowercase", "require_uppercase", "require_numbers", "require_symbols"), True)
        assert found.password_policy == PasswordPolicy(minimum_length=12, **every)
        assert found.attributes == [
            PoolAttribute(name="team", required=True, editable=False, min_length=1, max_length=20),
            PoolAttribute(name="level", type="number", min_value=-1, max_value=9),
            PoolAttribute(name="staff", type="boolean"),
            PoolAttribute(name="since", type="date_time"),
        ]

    @pytest.mark.parametrize(
        ("pool", "app", "factors"),
        [
            (
                first("WEB_AUTHN", "EMAIL_OTP", "SMS_OTP"),
                {"ExplicitAuthFlows": ["ALLOW_USER_AUTH"]},
                ["password", "passkey", "email_otp"],
            ),
            (first("EMAIL_OTP"), {"ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"]}, ["password"]),
            (first(LambdaConfig=TRIGGERS), {"ExplicitAuthFlows": ["ALLOW_CUSTOM_AUTH"]}, ["password", "custom"]),
            (first(LambdaConfig=TRIGGERS), {"ExplicitAuthFlows": ["ALLOW_USER_AUTH"]}, ["password"]),
            (
                first(LambdaConfig={"DefineAuthChallenge": "arn"}),
                {"ExplicitAuthFlows": ["ALLOW_CUSTOM_AUTH"]},
                ["password"],
            ),
        ],
    )
    def test_first_factors_need_their_flow(self, pool: Any, app: Any, factors: list[str]) -> None:
        assert described(pool, app).factors == factors

    @pytest.mark.parametrize(
        ("mfa", "mode", "methods"),
        [
            ({"MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": {"Enabled": True}}, "required", ["totp"]),
            (
                {
                    "MfaConfiguration": "OPTIONAL",
                    "SoftwareTokenMfaConfiguration": {"Enabled": False},
                    "EmailMfaConfiguration": {},
                },
                "optional",
                ["email_otp"],
            ),
            ({"SmsMfaConfiguration": {"SmsConfiguration": {}}}, "off", ["sms"]),
            ({"SmsMfaConfiguration": {}, "SoftwareTokenMfaConfiguration": {}}, "off", []),
        ],
    )
    def test_second_factors_are_those_that_are_on(self, mfa: Any, mode: str, methods: list[str]) -> None:
        found = described(mfa=mfa)

        assert (found.mfa, found.mfa_methods) == (mode, methods)

    @pytest.mark.parametrize(
        ("app", "providers"),
        [
            (
                {
                    "AllowedOAuthFlowsUserPoolClient": True,
                    "AllowedOAuthFlows": ["code"],
                    "SupportedIdentityProviders": ["COGNITO"],
                },
                ["COGNITO"],
            ),
            (
                {
                    "AllowedOAuthFlowsUserPoolClient": True,
                    "AllowedOAuthFlows": ["implicit"],
                    "SupportedIdentityProviders": ["COGNITO"],
                },
                [],
            ),
            ({"AllowedOAuthFlows": ["code"], "SupportedIdentityProviders": ["COGNITO"]}, []),
            ({"AllowedOAuthFlowsUserPoolClient": True, "AllowedOAuthFlows": ["code"]}, []),
        ],
    )
    def test_providers_are_those_of_a_sign_in_by_redirect(self, app: Any, providers: list[str]) -> None:
        assert described(app=app).identity_providers == providers

    @pytest.mark.parametrize("flow", ["ALLOW_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH", "ALLOW_USER_AUTH"])
    def test_our_sign_in_screen_needs_a_flow(self, flow: str) -> None:
        assert described(app={"ExplicitAuthFlows": ["x", flow]}).password_sign_in
        assert not described(app={"ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"]}).password_sign_in

    @pytest.mark.parametrize(("device", "tracks"), [({"ChallengeRequiredOnNewDevice": True}, True), ({}, False)])
    def test_devices_count_if_they_replace_a_factor(self, device: Any, tracks: bool) -> None:
        assert described({"DeviceConfiguration": device}).device_tracking is tracks

    def test_users_may_be_created_by_administrators_only(self) -> None:
        assert not described({"AdminCreateUserConfig": {"AllowAdminCreateUserOnly": True}}).self_sign_up
        assert described({"AdminCreateUserConfig": {}}).self_sign_up

    @pytest.mark.parametrize(
        "answer",
        [failure("NotAuthorizedException"), failure("InvalidParameterException"), failure("UserNotFoundException")],
    )
    def test_refusal_is_the_operators_to_resolve(self, answer: Any) -> None:
        with pytest.raises(errors.Misconfigured):
            admin_gateway(ScriptedClient(describe_user_pool=answer)).pool.describe()
