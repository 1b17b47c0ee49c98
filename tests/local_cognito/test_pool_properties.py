"""What the settings of a pool mean to the operations, property by property, with and without each setting."""

from typing import Any

import pytest

from local_cognito.model.pools import Pool


def pool(mfa: dict[str, Any] | None = None, **settings: Any) -> Pool:
    return Pool("eu-west-1_Test", {"PoolName": "test", **settings}, mfa or {}, 0, 0)


def device(**members: bool) -> dict[str, Any]:
    return {"DeviceConfiguration": members}


def recovery(*names: str) -> dict[str, Any]:
    mechanisms = [{"Name": name, "Priority": priority} for priority, name in enumerate(names, start=1)]
    return {"AccountRecoverySetting": {"RecoveryMechanisms": mechanisms[::-1]}}


PROPERTIES: list[tuple[dict[str, Any], str, object]] = [
    ({}, "region", "eu-west-1"),
    ({}, "arn", "arn:aws:cognito-idp:eu-west-1:000000000000:userpool/eu-west-1_Test"),
    ({}, "issuer_type", "ORIGINAL"),
    ({"IssuerConfiguration": {"Type": "UPDATED"}}, "issuer_type", "UPDATED"),
    ({}, "username_attributes", ()),
    ({"UsernameAttributes": ["email"]}, "username_attributes", ("email",)),
    ({}, "alias_attributes", ()),
    ({"AliasAttributes": ["phone_number"]}, "alias_attributes", ("phone_number",)),
    ({}, "auto_verified", ()),
    ({"AutoVerifiedAttributes": ["email"]}, "auto_verified", ("email",)),
    ({}, "verified_before_update", ()),
    ({"UserAttributeUpdateSettings": {}}, "verified_before_update", ()),
    (
        {"UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": ["email"]}},
        "verified_before_update",
        ("email",),
    ),
    ({}, "mfa_mode", "OFF"),
    ({"MfaConfiguration": "OPTIONAL"}, "mfa_mode", "OPTIONAL"),
    ({"mfa": {"MfaConfiguration": "ON"}, "MfaConfiguration": "OPTIONAL"}, "mfa_mode", "ON"),
    ({}, "tier", "ESSENTIALS"),
    ({"UserPoolTier": "PLUS"}, "tier", "PLUS"),
    ({}, "recovery_attributes", ()),
    ({"AccountRecoverySetting": {}}, "recovery_attributes", ()),
    (recovery("verified_phone_number", "verified_email"), "recovery_attributes", ("phone_number", "email")),
    (recovery("admin_only"), "recovery_attributes", ()),
    ({}, "recovers_by_admin_only", False),
    ({"AccountRecoverySetting": {}}, "recovers_by_admin_only", False),
    (recovery("verified_email"), "recovers_by_admin_only", False),
    (recovery("admin_only"), "recovers_by_admin_only", True),
    ({}, "first_auth_factors", ("PASSWORD",)),
    ({"Policies": {}}, "first_auth_factors", ("PASSWORD",)),
    ({"Policies": {"SignInPolicy": {}}}, "first_auth_factors", ("PASSWORD",)),
    (
        {"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["WEB_AUTHN"]}}},
        "first_auth_factors",
        ("WEB_AUTHN",),
    ),
    ({}, "tracks_devices", False),
    (device(ChallengeRequiredOnNewDevice=False), "tracks_devices", True),
    ({}, "devices_replace_mfa", False),
    (device(DeviceOnlyRememberedOnUserPrompt=True), "devices_replace_mfa", False),
    (device(ChallengeRequiredOnNewDevice=True), "devices_replace_mfa", True),
    ({}, "asks_to_remember_devices", False),
    (device(ChallengeRequiredOnNewDevice=True), "asks_to_remember_devices", False),
    (device(DeviceOnlyRememberedOnUserPrompt=True), "asks_to_remember_devices", True),
    ({}, "has_own_mail_sender", False),
    ({"EmailConfiguration": {}}, "has_own_mail_sender", False),
    ({"EmailConfiguration": {"EmailSendingAccount": "DEVELOPER"}}, "has_own_mail_sender", True),
    ({"EmailConfiguration": {"EmailSendingAccount": "COGNITO_DEFAULT"}}, "has_own_mail_sender", False),
    ({}, "admin_create_only", False),
    ({"AdminCreateUserConfig": {}}, "admin_create_only", False),
    ({"AdminCreateUserConfig": {"AllowAdminCreateUserOnly": True}}, "admin_create_only", True),
    ({}, "temporary_password_seconds", 7 * 86400),
    (
        {"Policies": {"PasswordPolicy": {"TemporaryPasswordValidityDays": 0}}},
        "temporary_password_seconds",
        7 * 86400,
    ),
    ({"Policies": {"PasswordPolicy": {"TemporaryPasswordValidityDays": 2}}}, "temporary_password_seconds", 2 * 86400),
]


@pytest.mark.parametrize(("settings", "name", "value"), PROPERTIES)
def test_a_setting_has_its_meaning(settings: dict[str, Any], name: str, value: object) -> None:
    assert getattr(pool(**settings), name) == value


def test_a_policy_is_completed_with_the_defaults_of_cognito() -> None:
    given = {"Policies": {"PasswordPolicy": {"MinimumLength": 12, "RequireSymbols": False}}}
    defaults = {
        "MinimumLength": 8,
        "RequireUppercase": True,
        "RequireLowercase": True,
        "RequireNumbers": True,
        "RequireSymbols": True,
        "TemporaryPasswordValidityDays": 7,
    }

    assert pool().policy == pool(Policies={}).policy == defaults
    assert pool(**given).policy == defaults | {"MinimumLength": 12, "RequireSymbols": False}


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        ({}, "Ada"),
        ({"UsernameConfiguration": {"CaseSensitive": False}}, "ada"),
        ({"UsernameConfiguration": {"CaseSensitive": True}}, "Ada"),
    ],
)
def test_a_pool_decides_whether_the_case_of_names_matters(settings: dict[str, Any], key: str) -> None:
    assert pool(**settings).key("Ada") == key
