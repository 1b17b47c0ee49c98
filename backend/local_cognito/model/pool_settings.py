"""Combinations of pool settings that Cognito refuses, and what UpdateUserPool keeps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from local_cognito.errors import InvalidParameterException
from local_cognito.model import pool_tags, schema_entries, tiers
from local_cognito.model.attribute_schema import Description

Settings = Mapping[str, object]

# UpdateUserPool resets every other setting that a request omits. The first four cannot be changed at all.
KEPT = (
    "Schema",
    "UsernameAttributes",
    "AliasAttributes",
    "UsernameConfiguration",
    "PoolName",
    "MfaConfiguration",
    "UserPoolTier",
)


def check_new(settings: Settings) -> None:
    """Raise InvalidParameterException or FeatureUnavailableInTierException unless a new pool can have these."""
    schema_entries.check(cast("list[Description]", settings.get("Schema", [])))
    if settings.get("UsernameAttributes") and settings.get("AliasAttributes"):
        raise InvalidParameterException("Only one of aliasAttributes or usernameAttributes can be set in a user pool.")
    check(settings)
    tiers.check(str(settings.get("UserPoolTier", tiers.DEFAULT_TIER)), tiers.features_of_pool(settings, {}))


def check(settings: Settings) -> None:
    """Raise InvalidParameterException unless a pool can have these settings."""
    pool_tags.check(cast("Mapping[str, str]", settings.get("UserPoolTags", {})))
    _check_triggers(_mapping(settings, "LambdaConfig"))
    recovery = cast("Mapping[str, list[Mapping[str, object]]]", settings.get("AccountRecoverySetting", {}))
    mechanisms = recovery.get("RecoveryMechanisms", [])
    names = [mechanism["Name"] for mechanism in mechanisms]
    if "admin_only" in names and len(names) > 1:
        raise InvalidParameterException("Account Recovery Setting cannot use admin_only with other mechanisms.")
    if len({mechanism["Priority"] for mechanism in mechanisms}) < len(names) or len(set(names)) < len(names):
        raise InvalidParameterException("Account Recovery Setting has a priority or a mechanism twice.")
    update = cast("Mapping[str, list[str]]", settings.get("UserAttributeUpdateSettings", {}))
    auto_verified = cast("list[str]", settings.get("AutoVerifiedAttributes", []))
    if not set(update.get("AttributesRequireVerificationBeforeUpdate", ())) <= set(auto_verified):
        raise InvalidParameterException(
            "AttributesRequireVerificationBeforeUpdate must be among the AutoVerifiedAttributes."
        )


def normalize(request: Settings) -> dict[str, object]:
    """A request with UnusedAccountValidityDays as what took its place, TemporaryPasswordValidityDays.

    Raises InvalidParameterException if the request has both.
    """
    config, policies = _mapping(request, "AdminCreateUserConfig"), _mapping(request, "Policies")
    days, policy = config.get("UnusedAccountValidityDays"), _mapping(policies, "PasswordPolicy")
    if days is None:
        return {**request}
    if "TemporaryPasswordValidityDays" in policy:
        raise InvalidParameterException(
            "Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays"
        )
    rest = {name: value for name, value in config.items() if name != "UnusedAccountValidityDays"}
    policies = {**policies, "PasswordPolicy": {**policy, "TemporaryPasswordValidityDays": days}}
    return {**request, "AdminCreateUserConfig": rest, "Policies": policies}


def updated(settings: Settings, request: Settings) -> dict[str, object]:
    """The settings after UpdateUserPool. Of Policies, each part that the request omits is kept."""
    request = normalize(request)
    kept = {name: settings[name] for name in KEPT if name in settings}
    given = {name: value for name, value in request.items() if name != "UserPoolId"}
    policies = {**_mapping(settings, "Policies"), **_mapping(request, "Policies")}
    return kept | given | ({"Policies": policies} if policies else {})


def _check_triggers(config: Settings) -> None:
    versioned = _mapping(config, "PreTokenGenerationConfig")
    if versioned and config.get("PreTokenGeneration", versioned["LambdaArn"]) != versioned["LambdaArn"]:
        raise InvalidParameterException("PreTokenGeneration and PreTokenGenerationConfig must name the same function.")
    if ("CustomSMSSender" in config or "CustomEmailSender" in config) and "KMSKeyID" not in config:
        raise InvalidParameterException("A custom sender needs KMSKeyID in LambdaConfig.")


def _mapping(settings: Settings, name: str) -> Mapping[str, object]:
    return cast("Mapping[str, object]", settings.get(name, {}))
