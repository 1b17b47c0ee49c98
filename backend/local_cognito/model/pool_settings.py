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


def updated(settings: Settings, request: Settings) -> dict[str, object]:
    """The settings after UpdateUserPool. Of Policies, each part that the request omits is kept."""
    kept = {name: settings[name] for name in KEPT if name in settings}
    given = {name: value for name, value in request.items() if name != "UserPoolId"}
    policies = {**_mapping(settings, "Policies"), **_mapping(request, "Policies")}
    return kept | given | ({"Policies": policies} if policies else {})


def _mapping(settings: Settings, name: str) -> Mapping[str, object]:
    return cast("Mapping[str, object]", settings.get(name, {}))
