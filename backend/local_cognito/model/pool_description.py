"""A pool as DescribeUserPool shows it: with defaults, and with settings that have two names under both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from local_cognito.model.tiers import DEFAULT_TIER

if TYPE_CHECKING:
    from local_cognito.model.pools import Pool

Settings = Mapping[str, object]

DEFAULTS: dict[str, object] = {
    "DeletionProtection": "INACTIVE",
    "MfaConfiguration": "OFF",
    "EmailConfiguration": {"EmailSendingAccount": "COGNITO_DEFAULT"},
    "UserPoolTags": {},
    "UserPoolTier": DEFAULT_TIER,
}
# Setting: its name in VerificationMessageTemplate.
TEMPLATE_NAMES = {
    "EmailVerificationMessage": "EmailMessage",
    "EmailVerificationSubject": "EmailSubject",
    "SmsVerificationMessage": "SmsMessage",
}
NOT_DESCRIBED = ("PoolName", "Schema", "Policies")


def describe(pool: Pool, users: int) -> dict[str, object]:
    """UserPoolType. `users` is the number of users."""
    settings = cast("Settings", pool.settings)
    return {
        **DEFAULTS,
        **{name: value for name, value in settings.items() if name not in NOT_DESCRIBED},
        **_messages(settings),
        "LambdaConfig": lambda_config(_mapping(settings, "LambdaConfig")),
        "AdminCreateUserConfig": _admin_create_user_config(pool),
        "Id": pool.id,
        "Name": settings["PoolName"],
        "Arn": pool.arn,
        "Policies": {**_mapping(settings, "Policies"), "PasswordPolicy": pool.policy},
        "SchemaAttributes": pool.schema_description(),
        "CreationDate": pool.created,
        "LastModifiedDate": pool.modified,
        "EstimatedNumberOfUsers": users,
        **({"MfaConfiguration": pool.mfa["MfaConfiguration"]} if "MfaConfiguration" in pool.mfa else {}),
    }


def lambda_config(config: Settings) -> dict[str, object]:
    """LambdaConfig. The function of PreTokenGenerationConfig is the one of PreTokenGeneration as well."""
    versioned = _mapping(config, "PreTokenGenerationConfig")
    if versioned:
        return {**config, "PreTokenGeneration": versioned["LambdaArn"]}
    if "PreTokenGeneration" in config:
        return {
            **config,
            "PreTokenGenerationConfig": {"LambdaArn": config["PreTokenGeneration"], "LambdaVersion": "V1_0"},
        }
    return dict(config)


def _messages(settings: Settings) -> dict[str, object]:
    template = {"DefaultEmailOption": "CONFIRM_WITH_CODE", **_mapping(settings, "VerificationMessageTemplate")}
    described: dict[str, object] = {}
    for name, template_name in TEMPLATE_NAMES.items():
        text = template.get(template_name, settings.get(name))
        if text is not None:
            described[name] = template[template_name] = text
    return {**described, "VerificationMessageTemplate": template}


def _admin_create_user_config(pool: Pool) -> dict[str, object]:
    given = _mapping(cast("Settings", pool.settings), "AdminCreateUserConfig")
    days = pool.policy.get("TemporaryPasswordValidityDays")
    return {"AllowAdminCreateUserOnly": False, **given, "UnusedAccountValidityDays": days}


def _mapping(settings: Settings, name: str) -> Settings:
    return cast("Settings", settings.get(name) or {})
